import { z } from 'zod';
import type { Conflict } from '../../../shared/config/conflict.js';
import { count, positive, within, type DeepReadonly } from '../../../shared/config/fields.js';
import { minibatchSize } from '../../../shared/config/learner.js';
import type { RunConfig } from '../../../shared/config/run-config.js';
import * as fields from '../fields.js';

const targetSchema = z.strictObject({
  updateInterval: count(1).default(128).describe('Updates between two steps of the target network.'),
  tau: positive(1)
    .default(1)
    .describe('Share of the online network in a step of the target network; 1: a copy.'),
});

/** Settings of DQN and Double DQN; the README beside this file names the papers. */
export const dqnSchema = z.strictObject({
  name: z.literal('dqn'),
  discount: within(0, 1).default(0.99).describe('Weight of the reward one step later.'),
  nStep: count(1, 1024).default(3).describe('Rewards summed before the value of the next state is used.'),
  double: z
    .boolean()
    .default(false)
    .describe('Double DQN: the online network picks the next action, the target network values it.'),
  target: targetSchema.prefault({}).describe('How the target network follows the online network.'),
  loss: z.enum(['huber', 'mse']).default('huber').describe('Loss on the temporal-difference error.'),
  huberDelta: positive(1e12)
    .default(1)
    .describe('Huber loss: error at which it turns from quadratic to linear, in units of return.'),
  convolution: fields.convolution(),
  hidden: fields.hidden(),
  activation: fields.activation(),
});

export type DqnConfig = DeepReadonly<z.infer<typeof dqnSchema>>;

/** Settings with which the replay could never be filled, or never be drawn from. */
export function* dqnConflicts(config: RunConfig<DqnConfig>): Generator<Conflict> {
  const { env, actors, replay, algorithm } = config;
  if (replay.kind === 'none') {
    const why = 'it learns from past transitions';
    yield { path: 'replay.kind', wanted: 'uniform with {algorithm.name}', why };
    return;
  }
  if (actors.exploration.kind === 'none') {
    const why = 'its greedy policy would never try anything else';
    yield {
      path: 'actors.exploration.kind',
      wanted: 'linear, per-episode or apex with {algorithm.name}',
      why,
    };
  }
  const streamCapacity = Math.floor(replay.capacity / env.count);
  const stored = streamCapacity * env.count;
  const batchSize = minibatchSize(config.learner);

  if (batchSize > replay.capacity) {
    const why = 'a batch is drawn from the replay: raise replay.capacity or lower learner.batchSize';
    yield { path: 'learner.batchSize', wanted: 'at most {replay.capacity}', why };
  } else if (batchSize > replay.minSize) {
    const why = 'the first batch is drawn from that many: raise replay.minSize or lower learner.batchSize';
    yield { path: 'learner.batchSize', wanted: 'at most {replay.minSize}', why };
  }
  if (replay.minSize > stored) {
    const wanted = `at most ${stored} with {replay.capacity} and {env.count}`;
    const why =
      'more are never stored, and updates would not begin: raise replay.capacity or lower replay.minSize';
    yield { path: 'replay.minSize', wanted, why };
  }
  if (streamCapacity < actors.blockLength) {
    const wanted = `at least ${env.count * actors.blockLength} with {env.count} and {actors.blockLength}`;
    const why = 'every environment stores its blocks in a share of its own, and one block must fit';
    yield { path: 'replay.capacity', wanted, why };
  }
  const returns = `at least ${env.count * algorithm.nStep} with {env.count} and {algorithm.nStep}`;
  if (streamCapacity < algorithm.nStep) {
    const why = 'an n-step return is put together from the share of one environment';
    yield { path: 'replay.capacity', wanted: returns, why };
  } else if (replay.minSize < env.count * algorithm.nStep) {
    const why = 'before that no environment need have stored one whole n-step return to draw';
    yield { path: 'replay.minSize', wanted: returns, why };
  }
}
