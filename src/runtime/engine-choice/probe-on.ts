import { probeEngine, type EngineProbe } from '../../learner/probe/probe-engine.js';
import type { EngineName } from '../../shared/config/engines.js';
import type { PreparedRun } from '../prepare-run.js';

/** Tries an engine on the training of a run. */
export type Probe = (engine: EngineName, run: PreparedRun) => Promise<EngineProbe>;

/** Tries it for real, in a process of its own. */
export const probeOn: Probe = (engine, { config, environment, networks, unroll }) =>
  probeEngine(engine, { config, networks, unroll, actionSpace: environment.actionSpace });
