import { describe, expect, it } from 'vitest';
import { networksOf } from '../../src/learner/algorithms/networks.js';
import { buildTrainer } from '../../src/learner/build-trainer.js';
import type { TrainerTask } from '../../src/learner/learner-task.js';
import type { Unroll } from '../../src/learner/trainer.js';
import { unrollFormat } from '../../src/shared/memory/block-layout.js';
import { box, frameStack, type BoxSpace } from '../../src/shared/spaces.js';
import { policyTask, CHOICES, type PolicySettings } from './support/policy-task.js';
import { policySteps, policyUnroll } from './support/policy-steps.js';
import { SequentialCrew } from './support/sequential-crew.js';

const BYTES = box([3], 0, 255, 'uint8');
/** The same numbers as floats. */
const FLOATS = box([3], 0, 255);

const SETTINGS: Readonly<Record<string, PolicySettings>> = {
  dqn: {
    algorithm: { name: 'dqn', double: true, nStep: 2, target: { updateInterval: 2 } },
    replay: { capacity: 400, minSize: 32, samplesPerInsert: 1 },
    learner: { batchSize: 16 },
  },
  reinforce: { algorithm: { name: 'reinforce' } },
  'actor-critic': { algorithm: { name: 'actor-critic' } },
  a2c: { algorithm: { name: 'a2c' } },
  impala: { algorithm: { name: 'impala' } },
  ppo: { algorithm: { name: 'ppo', epochs: 2 }, learner: { batchSize: 16 } },
};

/** Weights after some rounds, learned from observations of a space by the network for bytes. */
async function learn(
  settings: PolicySettings,
  space: BoxSpace,
  crew?: TrainerTask['crew'],
): Promise<number[]> {
  const task = policyTask(settings);
  const unroll = unrollFormat(space, CHOICES, { logProbability: true });
  const networks = networksOf(task.config.algorithm, BYTES, CHOICES);
  const { trainer, engine } = await buildTrainer({ ...task, unroll, networks, crew });
  const extent = { firstEnv: 0, numEnvs: 4, numSteps: 8 };
  for (let round = 0; round < 6; round++) {
    const steps = policySteps(CHOICES, extent, round * extent.numSteps);
    trainer.ingest(keptAs(space, policyUnroll(CHOICES, steps)), extent);
    while (trainer.updatesDue > 0) await trainer.update();
  }
  return [...(await engine.readParameters())];
}

/** An unroll whose observations are whole numbers, kept as the space says. */
function keptAs({ dtype }: BoxSpace, { observation, nextObservation, ...others }: Unroll): Unroll {
  const whole = (values: ArrayLike<number>): number[] => Array.from(values, (x) => Math.round(127 * (x + 1)));
  const kept = (values: number[]) =>
    dtype === 'uint8' ? Uint8Array.from(values) : Float32Array.from(values);
  return { ...others, observation: kept(whole(observation)), nextObservation: kept(whole(nextObservation)) };
}

describe('observations that are kept as bytes', () => {
  it.each(Object.keys(SETTINGS))(
    'teach %s what the same numbers teach as floats, to the bit',
    async (name) => {
      const settings = SETTINGS[name]!;
      const floats = await learn(settings, FLOATS);
      expect(floats.every(Number.isFinite)).toBe(true);
      expect(await learn(settings, BYTES)).toEqual(floats);
      expect(await learn(settings, BYTES, new SequentialCrew(3))).toEqual(floats);
    },
  );

  it('that are stacks go through a table of frames', async () => {
    const stack = frameStack(box([1], 0, 255, 'uint8'), 3);
    const task = policyTask(SETTINGS['dqn']!);
    const unroll = unrollFormat(stack, CHOICES);
    const networks = networksOf(task.config.algorithm, stack, CHOICES);
    const { trainer } = await buildTrainer({ ...task, unroll, networks });
    expect(trainer.stored.constructor.name).toBe('FrameTable');
    expect(trainer.stored.capacity).toBe(400);
  });
});
