import { describe, expect, it } from 'vitest';
import { EpisodeStatistics } from '../../src/learner/episode-statistics.js';
import { Intake } from '../../src/learner/intake.js';
import { actorEnds } from './support/feeds.js';
import { histogramOf } from './support/gauges.js';
import { stepInRow, stepsFrom } from './support/steps.js';
import { trainerOf } from './support/trainer.js';

const NUM_STEPS = 4;

function intakeOf(numEnvs: readonly number[]) {
  const actors = actorEnds(numEnvs, NUM_STEPS);
  const numStreams = numEnvs.reduce((sum, count) => sum + count, 0);
  const { trainer, table } = trainerOf({
    numStreams,
    capacity: 100 * numStreams,
    batchSize: 2,
    minSize: 1,
    samplesPerInsert: 1,
  });
  const statistics = new EpisodeStatistics(10);
  const histograms = {
    policyLag: histogramOf('policyLagUpdates'),
    episodeReturn: histogramOf('episodeReturn'),
    episodeLength: histogramOf('episodeLengthSteps'),
  };
  const feeds = actors.map(({ feed }) => feed);
  return {
    actors,
    table,
    statistics,
    histograms,
    intake: new Intake(feeds, trainer, statistics, histograms),
  };
}

describe('Intake', () => {
  it('moves the oldest block of an actor into the streams of its environments, and frees it', () => {
    const { actors, intake, table } = intakeOf([2, 1]);
    actors[0]!.push();
    actors[0]!.push();
    actors[1]!.push();
    expect([intake.tryReceive(1, 0), intake.tryReceive(0, 0)]).toEqual([true, true]);
    expect([intake.envSteps, actors[0]!.numReadable, actors[1]!.numReadable]).toEqual([12, 1, 0]);
    expect(intake.tryReceive(0, 0)).toBe(true);
    const contents = [0, 1, 2].map((stream) =>
      Array.from({ length: table.streamSize(stream) }, (_, age) =>
        stepInRow(table.columns, table.rowAt(stream, age)),
      ),
    );
    expect(contents).toEqual([stepsFrom(0, 0, 8), stepsFrom(1, 0, 8), stepsFrom(2, 0, 4)]);
  });

  it('does nothing when there is no block', () => {
    const { intake, table } = intakeOf([1]);
    expect([intake.tryReceive(0, 0), intake.envSteps, table.size]).toEqual([false, 0, 0]);
  });

  it('numbers episodes by their environment in the run, and observes them', () => {
    const { actors, intake, statistics, histograms } = intakeOf([2, 2]);
    const episodes = [
      { environment: 1, step: 0, return: 20 },
      { environment: 0, step: 3, return: -5 },
    ];
    actors[1]!.push({ policyVersion: 6, episodes });
    intake.tryReceive(1, 9);
    expect(statistics.closeRound()).toEqual([
      { environment: 3, step: 0, return: 20, length: 1, policyVersion: 6 },
      { environment: 2, step: 3, return: -5, length: 7, policyVersion: 6 },
    ]);
    expect(histograms.episodeReturn.snapshot()).toMatchObject({ count: 2, sum: 15 });
    expect(histograms.episodeLength.snapshot()).toMatchObject({ count: 2, sum: 8 });
    expect(histograms.policyLag.snapshot()).toMatchObject({ count: 1, sum: 3 });
  });

  it('does not let a restarted actor continue the steps of its earlier life', () => {
    const { actors, intake, table } = intakeOf([1, 1]);
    for (const actor of actors) actor.push();
    for (const actor of [0, 1]) intake.tryReceive(actor, 0);
    table.columns.terminated.fill(0);
    table.columns.truncated.fill(0);
    actors[0]!.push({ incarnation: 1 });
    actors[1]!.push({ incarnation: 0 });
    for (const actor of [0, 1]) intake.tryReceive(actor, 0);
    const truncatedAt = (stream: number, age: number) => table.columns.truncated[table.rowAt(stream, age)];
    expect([truncatedAt(0, NUM_STEPS - 1), truncatedAt(1, NUM_STEPS - 1)]).toEqual([1, 0]);

    table.columns.truncated.fill(0);
    table.columns.terminated.fill(0);
    actors[0]!.push({ incarnation: 1 });
    intake.tryReceive(0, 0);
    expect(truncatedAt(0, 2 * NUM_STEPS - 1)).toBe(0);
  });
});
