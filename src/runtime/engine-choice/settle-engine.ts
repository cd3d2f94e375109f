import { missingPackages } from '../../learner/engines/tfjs/load/packages.js';
import { GPU_ENGINES } from '../../shared/config/engines.js';
import { deepFreeze } from '../config/deep-freeze.js';
import type { PreparedRun } from '../prepare-run.js';
import type { RunObserver } from '../run-events.js';
import { chooseEngine } from './choose-engine.js';
import { probeOn, type Probe } from './probe-on.js';

/**
 * Settles `learner.engine: auto`: times updates of this very training on every engine, where one is installed that computes on a GPU.
 *
 * @param observer - told of every engine that was tried, and of the choice
 * @returns the run with the chosen engine in its config
 */
export async function settleEngine(
  prepared: PreparedRun,
  observer: RunObserver,
  probe: Probe = probeOn,
): Promise<PreparedRun> {
  const { config } = prepared;
  const engineChoice = await chooseEngine(
    {
      threads: config.learner.threads,
      hasGpuEngine: GPU_ENGINES.some((engine) => missingPackages(engine).length === 0),
    },
    (engine) => probe(engine, prepared),
    (candidate) => observer.onEngineTried?.(candidate),
  );
  observer.onEngineChosen?.(engineChoice);
  const learner = { ...config.learner, engine: engineChoice.chosen };
  return { ...prepared, config: deepFreeze({ ...config, learner }), engineChoice };
}
