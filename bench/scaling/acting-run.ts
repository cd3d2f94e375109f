import type { AlgorithmConfig } from '../../src/learner/algorithms/config.js';
import { ActorPool } from '../../src/runtime/actor-pool.js';
import { prepareRun, type PreparedRun } from '../../src/runtime/prepare-run.js';
import { ratesBetween, RunMeter } from '../../src/runtime/run-meter.js';
import type { RunConfig } from '../../src/shared/config/run-config.js';
import { ManyhandsError } from '../../src/shared/errors.js';
import { Control } from '../../src/shared/memory/control.js';
import { attachRings } from '../../src/shared/run-memory.js';
import { WeightStore } from '../../src/shared/weights/weight-store.js';
import { WeightWriter } from '../../src/shared/weights/weight-writer.js';
import { IdleLearner } from './idle-learner.js';
import { initialParameters } from './initial-parameters.js';
import type { ScalingSample, SweepPace } from './sample.js';

/** Between two looks at whether every actor steps. */
const START_MILLISECONDS = 10;

/**
 * Runs the actors of a run, in the threads and through the memory that they always have, beside an idle learner.
 *
 * @throws ManyhandsError `ERR_ACTOR_FAILED` if an actor fails, and as {@link prepareRun}
 */
export async function measureActing(
  config: RunConfig<AlgorithmConfig>,
  { warmUpMilliseconds, measuredMilliseconds }: SweepPace,
): Promise<ScalingSample> {
  const prepared = await prepareRun(config);
  const { memory, unroll, config: settled } = prepared;
  const rings = attachRings(memory, settled, unroll);
  const meter = new RunMeter(memory, settled, unroll);
  const control = new Control(memory.control);
  const pool = new ActorPool();
  let failure: ManyhandsError | undefined;
  const fail = (message: string): void => {
    failure ??= new ManyhandsError('ERR_ACTOR_FAILED', `actor of a sweep: ${message}`);
  };
  const learner = new IdleLearner({
    mode: settled.run.mode,
    rings,
    control,
    writer: new WeightWriter(memory.weights),
    parameters: initialParameters(prepared),
    isOver: () => failure !== undefined,
  });
  const acting = act(pool, prepared, fail);
  const throwIfFailed = (): void => {
    if (failure !== undefined) throw failure;
  };
  try {
    while (meter.actors.some((line) => line.get('blocks') === 0)) {
      await learner.work(START_MILLISECONDS);
      throwIfFailed();
    }
    await learner.work(warmUpMilliseconds);
    const before = meter.read();
    const { blocks, milliseconds } = await learner.work(measuredMilliseconds);
    const { actorRatios } = ratesBetween(before, meter.read());
    throwIfFailed();
    const stepsPerBlock = (settled.env.count / settled.actors.count) * settled.actors.blockLength;
    return {
      envStepsPerSecond: (1000 * blocks * stepsPerBlock) / milliseconds,
      actorWaitRatio: actorRatios.waitRing + actorRatios.waitWeights,
      learner: null,
    };
  } finally {
    control.request('stop');
    for (const waker of [...rings, new WeightStore(memory.weights)]) waker.interrupt();
    await acting;
    await pool.close();
  }
}

/** Starts every actor. @returns resolves when all of them have ended */
async function act(
  pool: ActorPool,
  { config, policy, networks, unroll, kernels, memory }: PreparedRun,
  fail: (message: string) => void,
): Promise<void> {
  const { env, actors, run } = config;
  const { signal } = new AbortController();
  const tasks = memory.rings.map(async (_, actorIndex) => {
    const own = { actorIndex, incarnation: 0, config: { env, actors, run } };
    const outcome = await pool.act(
      { ...own, policy, network: networks.acting, unroll, kernels, memory },
      signal,
    );
    if ('failure' in outcome) fail(outcome.failure.message);
  });
  await Promise.all(tasks.map((task) => task.catch((error: unknown) => fail(String(error)))));
}
