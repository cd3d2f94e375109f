/** The process of one probe: loads an engine, times its updates, and answers with what it came to. */
import { performance } from 'node:perf_hooks';
import { messageOf } from '../../shared/errors.js';
import { loadKernelModule } from '../../shared/kernels/load.js';
import { RandomStream } from '../../shared/random/random-stream.js';
import { STREAM_ROLE } from '../../shared/random/stream-role.js';
import { buildTrainer } from '../build-trainer.js';
import { hostDevice } from '../engines/device.js';
import type { TrainerTask } from '../learner-task.js';
import { fillBatch } from './fill-batch.js';
import type { ProbeAnswer, ProbeOrder } from './probe-messages.js';
import { timeUpdates } from './time-updates.js';

/** The longest n-step return there is. */
const MAX_STEPS_BACK = 1024;

process.once('message', (order: ProbeOrder) => {
  probe(order).then(end, fail);
});
// A library may throw where nobody waits for it.
process.once('uncaughtException', (error) => void fail(error));
// Nobody is left to answer to, or all has been said; a library may have left something that keeps the process.
process.once('disconnect', () => process.exit());

async function probe({ engine, training, seconds }: ProbeOrder): Promise<void> {
  const { config, actionSpace } = training;
  const task: TrainerTask = {
    ...training,
    config: { ...config, replay: smallReplay(config), learner: { ...config.learner, engine } },
    kernels: loadKernelModule(),
    ...(await loadEngine(engine, config.learner.threads)),
  };
  await answer({ kind: 'loaded', device: task.backend?.device ?? hostDevice() });
  const { engine: built } = await buildTrainer(task);
  const random = RandomStream.derive(config.run.seed, STREAM_ROLE.sampling, 0);
  fillBatch(built.batch as object, actionSpace, random);
  const millisecondsPerUpdate = await timeUpdates(built, seconds, () => performance.now());
  await answer({ kind: 'timed', millisecondsPerUpdate });
  await built.close();
}

/** What the engine runs on, which depends on what there is here. */
async function loadEngine(
  engine: ProbeOrder['engine'],
  threads: number,
): Promise<Pick<TrainerTask, 'backend' | 'crew'>> {
  if (engine !== 'simd') {
    const { loadBackend } = await import('../engines/tfjs/load/load-backend.js');
    return { backend: await loadBackend(engine) };
  }
  if (threads === 1) return {};
  const { Crew } = await import('../engines/simd/crew/crew.js');
  return { crew: await Crew.start(threads) };
}

/** Nothing is drawn from it here: streams as long as any setting may need them. */
function smallReplay({ replay, env }: ProbeOrder['training']['config']) {
  if (replay.kind === 'none') return replay;
  return { ...replay, capacity: Math.min(replay.capacity, MAX_STEPS_BACK * env.count) };
}

/** Resolves when the message is out: what comes next may end the process. */
function answer(message: ProbeAnswer): Promise<void> {
  return new Promise((resolve) => process.send!(message, () => resolve()));
}

async function fail(error: unknown): Promise<void> {
  await answer({ kind: 'failed', problem: messageOf(error).split('\n', 1)[0]! });
  end();
}

function end(): void {
  if (process.connected) process.disconnect();
}
