import { expected, messageOf, type ManyhandsError } from '../../../../shared/errors.js';
import type { TfjsEngineName } from '../../../../shared/config/engines.js';

/**
 * Imports a package that may not be there.
 *
 * @param install - the packages that the engine needs
 * @throws ManyhandsError `ERR_ENGINE` that says what to install
 */
export async function importPackage<Module>(
  engine: TfjsEngineName,
  install: readonly string[],
  load: () => Promise<unknown>,
): Promise<Module> {
  try {
    return (await load()) as Module;
  } catch (cause) {
    const packages = install.join(' ');
    throw cannotRun(
      engine,
      `the packages ${packages}`,
      `${messageOf(cause)}; npm install ${packages}`,
      cause,
    );
  }
}

/** An engine that cannot run here, in one line. */
export function cannotRun(
  engine: TfjsEngineName,
  wanted: string,
  got: string,
  cause?: unknown,
): ManyhandsError {
  return expected('ERR_ENGINE', `engine '${engine}'`, wanted, got.split('\n')[0]!, { cause });
}
