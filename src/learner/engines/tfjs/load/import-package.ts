import { expected, messageOf, type ManyhandsError } from '../../../../shared/errors.js';
import type { TfjsEngineName } from '../../../../shared/config/engines.js';

/** Why an engine cannot run, after `expected`. */
export interface Obstacle {
  readonly wanted: string;
  readonly got: string;
  /** What to do about it. */
  readonly fix: string;
}

/**
 * Imports a package that may not be there, or not load.
 *
 * @param packages - those that the engine needs, to be installed together
 * @param explain - knows more of why this one does not load than what it throws; undefined where it does not
 * @throws ManyhandsError `ERR_ENGINE` that says what to install, or what is wrong with what is installed
 */
export async function importPackage<Module>(
  engine: TfjsEngineName,
  packages: readonly string[],
  load: () => Promise<unknown>,
  explain: (cause: unknown) => Obstacle | undefined = () => undefined,
): Promise<Module> {
  try {
    return (await load()) as Module;
  } catch (cause) {
    throw cannotRun(engine, explain(cause) ?? packageObstacle(packages, cause), cause);
  }
}

/** An engine that cannot run here, in one line. */
export function cannotRun(
  engine: TfjsEngineName,
  { wanted, got, fix }: Obstacle,
  cause?: unknown,
): ManyhandsError {
  return expected('ERR_ENGINE', `engine '${engine}'`, wanted, `${got.replace(/\.$/, '')}; ${fix}`, { cause });
}

/** The first line of what was thrown: native code and installers say many. */
export const firstLineOf = (thrown: unknown): string => messageOf(thrown).split('\n')[0]!.trim();

/** The code of an error of Node's own; undefined for others. */
export function codeOf(thrown: unknown): string | undefined {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : undefined;
}

/** A package by its name, and not a file of one, which would be a damaged installation. */
const MISSING = /^Cannot find (?:package|module) '((?:@[\w.-]+\/)?[\w.-]+)'/;

function packageObstacle(packages: readonly string[], cause: unknown): Obstacle {
  const names = packages.join(' ');
  const wanted = `the package${packages.length > 1 ? 's' : ''} ${names}`;
  const missing = MISSING.exec(messageOf(cause))?.[1];
  if (missing !== undefined) return { wanted, got: `no ${missing}`, fix: `npm install ${names}` };
  return { wanted: `${wanted} to load`, got: firstLineOf(cause), fix: `npm install ${names} may mend it` };
}
