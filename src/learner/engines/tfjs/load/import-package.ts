import { messageOf } from '../../../../shared/errors.js';
import type { TfjsEngineName } from '../../../../shared/config/engines.js';
import { cannotRun, firstLineOf, type Obstacle } from './cannot-run.js';
import { ENGINE_PACKAGES } from './packages.js';

/** A package by its name, and not a file of one: that would be a damaged installation. */
const MISSING = /^Cannot find (?:package|module) '((?:@[\w.-]+\/)?[\w.-]+)'/;

/**
 * Imports a package of an engine's that may not be there, or not load.
 *
 * @param explain - knows more of why it does not load than what it throws; undefined where it does not
 * @throws ManyhandsError `ERR_ENGINE` that says what to install, or what is wrong with what is installed
 */
export async function importPackage<Module>(
  engine: TfjsEngineName,
  load: () => Promise<unknown>,
  explain: (cause: unknown) => Obstacle | undefined = () => undefined,
): Promise<Module> {
  try {
    return (await load()) as Module;
  } catch (cause) {
    throw cannotRun(engine, explain(cause) ?? packageObstacle(engine, cause), cause);
  }
}

function packageObstacle(engine: TfjsEngineName, cause: unknown): Obstacle {
  const packages = ENGINE_PACKAGES[engine].join(' ');
  const wanted = `the packages ${packages}`;
  const missing = MISSING.exec(messageOf(cause))?.[1];
  if (missing !== undefined) return { wanted, got: `no ${missing}`, fix: `npm install ${packages}` };
  const fix = `npm install ${packages} may mend it`;
  return { wanted: `${wanted} to load`, got: firstLineOf(cause), fix };
}
