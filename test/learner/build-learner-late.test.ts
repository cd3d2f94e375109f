import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCheckpoint } from '../../src/learner/checkpoints/read-checkpoint.js';
import type { Snapshot } from '../../src/learner/snapshot.js';
import { parameterLayout } from '../../src/shared/network/parameters.js';
import { bits } from '../shared/kernels/support/fixture.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { learnerOf } from './support/built-learner.js';
import { answerLater } from './support/late-engine.js';
import { ingestRound, type PolicySettings, type PolicyTrainer } from './support/policy-task.js';

/** Steps of a round. */
const ROUND = 32;

const CASES: readonly (readonly [string, PolicySettings])[] = [
  ['ppo', { algorithm: { name: 'ppo', epochs: 2 }, learner: { batchSize: 8 } }],
  ['a2c', { algorithm: { name: 'a2c' } }],
  ['impala', { algorithm: { name: 'impala' } }],
  ['actor-critic', { algorithm: { name: 'actor-critic' } }],
  ['reinforce', { algorithm: { name: 'reinforce' } }],
];

const vectorsOf = (vectors: Readonly<Record<string, Float32Array>>) =>
  Object.fromEntries(Object.entries(vectors).map(([name, values]) => [name, bits(values)]));

const stateOf = ({ parameters, optimizerState }: Pick<Snapshot, 'parameters' | 'optimizerState'>) =>
  vectorsOf({ parameters, ...optimizerState });

/** The state after each number of updates, and how many there were after each round, of an engine that answers at once. */
async function historyOf(twin: PolicyTrainer) {
  const { engine, trainer } = twin;
  const now = () => stateOf({ parameters: engine.readParameters(), optimizerState: engine.optimizerState() });
  const states = [now()];
  const updatesAfter = [0];
  for (const round of [0, 1]) {
    ingestRound(twin, round, [2, 2]);
    while (trainer.updatesDue > 0) {
      await trainer.update();
      states.push(now());
    }
    updatesAfter.push(engine.updates);
  }
  return { states, updatesAfter };
}

/** Runs the learner, and does something in every turn of the event loop meanwhile, as calls from the main thread come in. */
async function runBesides(learner: { run(): Promise<unknown> }, call: () => void): Promise<unknown> {
  let isOver = false;
  const turn = (): void => {
    if (isOver) return;
    call();
    setImmediate(turn);
  };
  setImmediate(turn);
  const end = await learner.run();
  isOver = true;
  return end;
}

describe.each(CASES)('buildLearner, of %s on an engine that answers later', (_, settings) => {
  const folder = temporaryFolder();

  it('learns the same, and has the state of one moment whenever it is asked for it', async () => {
    const { learner, parts, engine, twin } = await learnerOf(settings, folder);
    const { states, updatesAfter } = await historyOf(twin);
    answerLater(engine);
    const asked: Promise<Snapshot>[] = [];
    let inAnUpdate = 0;
    const end = await runBesides(learner, () => {
      if (engine.updates > parts.gauges.updates) inAnUpdate++;
      asked.push(parts.snapshot());
    });
    expect(end).toEqual({ reason: 'steps' });

    const snapshots = [...(await Promise.all(asked)), await parts.snapshot()];
    for (const snapshot of snapshots) {
      expect(stateOf(snapshot)).toEqual(states[snapshot.updates]);
      const round = snapshot.envSteps / ROUND;
      expect(snapshot.updates).toBeGreaterThanOrEqual(updatesAfter[Math.ceil(round) - 1] ?? 0);
      expect(snapshot.updates).toBeLessThanOrEqual(updatesAfter[Math.ceil(round)]!);
    }
    expect(snapshots.at(-1)).toMatchObject({ envSteps: 2 * ROUND, updates: states.length - 1 });
    expect(inAnUpdate).toBeGreaterThan(0);
  });

  it('writes the state of one moment when a checkpoint is asked for in the middle of an update', async () => {
    const { learner, parts, engine, task, twin } = await learnerOf(settings, folder);
    const { states } = await historyOf(twin);
    answerLater(engine);
    const names = Object.keys(await engine.optimizerState());
    const written: Promise<unknown>[] = [];
    const check = async (updates: number, envSteps: number): Promise<void> => {
      await parts.checkpoint();
      const { manifest, weights, optimizer } = readCheckpoint(join(folder, String(envSteps)), {
        weights: () => parameterLayout(task.networks.trained).tensors,
        optimizer: () => names.map((name) => ({ name, shape: [states[0]![name]!.length] })),
      });
      expect(manifest).toMatchObject({ updates, envSteps });
      const optimizerState = Object.fromEntries(optimizer.map(({ name, data }) => [name, data]));
      expect(stateOf({ parameters: weights, optimizerState })).toEqual(states[updates]);
    };
    await runBesides(learner, () => {
      if (engine.updates > parts.gauges.updates && written.length < 3)
        written.push(check(engine.updates, parts.intake.envSteps));
    });
    expect(written.length).toBeGreaterThan(0);
    await Promise.all(written);
  });

  it('learns the same where the figures of updates stay on the device', async () => {
    const { learner, parts, engine, twin } = await learnerOf(settings, folder);
    const { states } = await historyOf(twin);
    answerLater(engine);
    const update = engine.update.bind(engine);
    engine.update = async () => {
      await update();
      return undefined;
    };
    expect(await learner.run()).toEqual({ reason: 'steps' });
    expect(stateOf(await parts.snapshot())).toEqual(states.at(-1));
    expect(parts.gauges.updates).toBe(states.length - 1);
  });
});

describe('buildLearner', () => {
  const folder = temporaryFolder();

  it('fails once, not twice, where the engine can give neither weights nor optimizer state', async () => {
    const { parts, engine } = await learnerOf({ algorithm: { name: 'a2c' } }, folder);
    const gone = () => Promise.reject(new Error('the device is gone'));
    engine.readParameters = gone;
    engine.optimizerState = gone;
    // A rejection that nobody handles ends a thread.
    await expect(parts.checkpoint()).rejects.toThrow('the device is gone');
  });
});
