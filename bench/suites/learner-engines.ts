import type { EngineName } from '../../src/shared/config/engines.js';
import type { Measurement } from '../measure.js';
import type { SuiteOptions } from '../suites.js';
import { compareEngines } from './engines/compare-engines.js';
import { ENGINE_CASES } from './engines/engine-cases.js';
import { enginePaceOf } from './engines/engine-pace.js';

/** One update of DQN on every one of these engines that loads here. */
export function learnerEngines(
  engines: readonly EngineName[],
  options: SuiteOptions,
): Promise<readonly Measurement[]> {
  const leaveOut = options.leaveOut ?? (() => undefined);
  return compareEngines(engines, ENGINE_CASES, enginePaceOf(options), leaveOut);
}
