import { availableParallelism, cpus, totalmem } from 'node:os';
import type { EngineProbe } from '../../learner/probe/probe-engine.js';
import { ENGINES, type EngineName } from '../../shared/config/engines.js';
import { DEFAULT_PORT } from '../../shared/config/metrics.js';
import { inputLength } from '../../shared/network/spec.js';
import { packageVersion } from '../../shared/package-version.js';
import { resolveConfig } from '../config/resolve.js';
import { probeOn, type Probe } from '../engine-choice/probe-on.js';
import { prepareRun, type PreparedRun } from '../prepare-run.js';
import { RUNS_FOLDER } from '../run-directory.js';
import type { Check } from './check.js';
import { checkKernels } from './check-kernels.js';
import { checkNode } from './check-node.js';
import { checkPort } from './check-port.js';
import { checkRunsFolder } from './check-runs-folder.js';
import { checkThreads } from './check-threads.js';

/** What this machine has for a run. */
export interface Diagnosis {
  /** Whether a run with default settings can start. */
  readonly ok: boolean;
  readonly manyhands: string;
  readonly node: string;
  readonly platform: string;
  readonly cpu: string;
  /** That this process may use. */
  readonly cores: number;
  /** That this process may use. */
  readonly memoryBytes: number;
  readonly checks: readonly Check[];
  /** What is timed on every engine. */
  readonly training: TimedTraining | null;
  /** All that there are. None, and no training, without the kernels: every run acts with them. */
  readonly engines: readonly EngineProbe[];
}

/** The training of a run with default settings. */
export interface TimedTraining {
  readonly algorithm: string;
  /** Lengths of the observation and of what every layer gives. */
  readonly network: readonly number[];
  readonly batchSize: number;
}

/**
 * Looks at everything that a run with default settings needs, and tries every engine.
 *
 * @param onProbe - told of each engine before it is tried, which takes seconds
 */
export async function diagnose(
  onProbe: (engine: EngineName) => void = () => undefined,
  probe: Probe = probeOn,
): Promise<Diagnosis> {
  const kernels = checkKernels();
  const prepared = kernels.state === 'ok' ? await prepareRun(resolveConfig()) : null;
  const checks = [
    checkNode(process.version),
    kernels,
    await checkThreads(numThreads(prepared)),
    checkRunsFolder(RUNS_FOLDER),
    await checkPort(DEFAULT_PORT),
  ];
  const engines: EngineProbe[] = [];
  // One after the other: beside each other they would take each other's time.
  for (const engine of prepared === null ? [] : ENGINES) {
    onProbe(engine);
    engines.push(await probe(engine, prepared!));
  }
  return {
    ok: checks.every(({ state }) => state !== 'bad') && isFine(engines, prepared?.config.learner.engine),
    ...describeProcess(),
    checks,
    training: prepared && describeTraining(prepared),
    engines,
  };
}

/** Actors and learner. */
function numThreads(prepared: PreparedRun | null): number {
  return prepared === null ? 1 : prepared.config.actors.count + prepared.config.learner.threads;
}

function isFine(engines: readonly EngineProbe[], name: EngineName | undefined): boolean {
  return engines.some(({ engine, problem }) => engine === name && problem === null);
}

function describeProcess() {
  return {
    manyhands: packageVersion(),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    // Of a container, if that has less. 0 and undefined are no limit.
    memoryBytes: Math.min(totalmem(), process.constrainedMemory() || Infinity),
  };
}

function describeTraining({ config, networks }: PreparedRun): TimedTraining {
  const { algorithm, learner } = config;
  const { trained } = networks;
  const network = [inputLength(trained), ...trained.layers.map(({ outputs }) => outputs)];
  return { algorithm: algorithm.name, network, batchSize: learner.batchSize };
}
