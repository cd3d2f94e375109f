import { describe, expect, it } from 'vitest';
import type { Engine } from '../../src/learner/engines/engine.js';
import { answerLater } from './support/late-engine.js';
import { learnerFixture, type LearnerSettings } from './support/learner-fixture.js';
import { promptHost } from './support/snapshots.js';

/** Everything that a run does with all of its blocks there from the beginning. */
async function doneBy(settings: LearnerSettings, isLate: boolean) {
  const { learner, events, pushRounds, line, statistics, ...parts } = await learnerFixture(settings);
  const engine: Engine<unknown> = parts.engine;
  if (isLate) answerLater(engine);
  pushRounds(12);
  const end = await learner.run();
  const { envSteps, updates, samples, policyVersion, loss } = line.snapshot();
  return {
    end,
    events,
    counts: { envSteps, updates, samples, policyVersion, loss },
    episodes: statistics.count,
    parameters: [...(await engine.readParameters())],
  };
}

const ENDS: readonly (readonly [string, LearnerSettings])[] = [
  ['sync', { mode: 'sync', maxEnvSteps: 9 * 16, checkpointEverySteps: 40 }],
  [
    'sync, until an evaluation says that it is solved',
    { mode: 'sync', examiner: { everySteps: 32, targetReturn: 475, patienceRounds: 1 } },
  ],
  [
    'async',
    {
      mode: 'async',
      maxEnvSteps: 9 * 16,
      checkpointEverySteps: 40,
      publishInterval: 3,
      trainer: { errorBuffer: 20 },
    },
  ],
];

describe('Learner, of an engine that answers later', () => {
  it.each(ENDS)('does what it does with one that answers at once: %s', async (_, settings) => {
    const hosts = [promptHost(100, 480), promptHost(100, 480)];
    const prompt = await doneBy({ ...settings, host: hosts[0]! }, false);
    expect(await doneBy({ ...settings, host: hosts[1]! }, true)).toEqual(prompt);
    expect(hosts[1]!.asked).toEqual(hosts[0]!.asked);
    expect(prompt.counts.updates).toBeGreaterThan(5);
    expect(prompt.events.some((event) => event.startsWith('publish'))).toBe(true);
  });
});
