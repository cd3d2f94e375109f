import type { Engine } from '../../../src/learner/engines/engine.js';
import { EpisodeStatistics } from '../../../src/learner/episode-statistics.js';
import { Examiner, type ExaminerOptions } from '../../../src/learner/examiner.js';
import type { LearnerHost, LearnerReport } from '../../../src/learner/host.js';
import { Intake } from '../../../src/learner/intake.js';
import { Learner, type LearnerOptions, type LearnerParts } from '../../../src/learner/learner.js';
import { Publisher } from '../../../src/learner/publisher.js';
import { Reporter } from '../../../src/learner/reporter.js';
import type { Snapshot } from '../../../src/learner/snapshot.js';
import type { Trainer } from '../../../src/learner/trainer.js';
import { Control } from '../../../src/shared/memory/control.js';
import { WeightStore } from '../../../src/shared/weights/weight-store.js';
import { WeightWriter } from '../../../src/shared/weights/weight-writer.js';
import { actorEnds } from './feeds.js';
import { gaugesOf, histogramOf } from './gauges.js';
import { promptHost } from './snapshots.js';
import { trainerOf, type TrainerSettings } from './trainer.js';

export const NUM_STEPS = 4;

export interface LearnerSettings extends Partial<LearnerOptions> {
  /** Environments of each actor. */
  readonly deal?: readonly number[];
  readonly trainer?: Partial<TrainerSettings>;
  readonly examiner?: Partial<ExaminerOptions>;
  readonly host?: Pick<LearnerHost, 'evaluate'>;
  /** Episodes in the mean of the training episodes. */
  readonly windowSize?: number;
}

/**
 * A learner in the thread of the test: everything is real but the engine, the host and the actors.
 *
 * `events` says what happened, in order: `ingest <actor>`, `update`, `publish <version>`, `checkpoint <step>`.
 */
export async function learnerFixture(settings: LearnerSettings = {}) {
  const { deal = [2, 2], host = promptHost(0), windowSize = 3 } = settings;
  const events: string[] = [];
  const reports: LearnerReport[] = [];
  const actors = actorEnds(deal, NUM_STEPS);
  const numStreams = deal.reduce((sum, numEnvs) => sum + numEnvs, 0);
  const { trainer, engine } = trainerOf({
    numStreams,
    capacity: 100 * numStreams,
    batchSize: 8,
    minSize: 8,
    samplesPerInsert: 1,
    ...settings.trainer,
  });
  const recorded: Trainer = {
    batchSize: trainer.batchSize,
    holdsBlocks: trainer.holdsBlocks,
    stored: trainer.stored,
    canIngest: (count) => trainer.canIngest(count),
    ingest: (unroll, extent) => {
      events.push(`ingest ${actors.findIndex(({ feed }) => feed.extent === extent)}`);
      trainer.ingest(unroll, extent);
    },
    breakStreams: (extent) => trainer.breakStreams(extent),
    get updatesDue() {
      return trainer.updatesDue;
    },
    canUpdate: () => trainer.canUpdate(),
    get missing() {
      return trainer.missing;
    },
    update: async () => {
      const metrics = await trainer.update();
      events.push('update');
      return metrics;
    },
    state: () => trainer.state(),
  };
  const { gauges, line, updateDuration } = gaugesOf();
  const weights = WeightStore.allocate(1, engine.readParameters().length);
  const writer = new WeightWriter(weights);
  const publisher = await Publisher.create(engine, engine.readParameters().length, writer, gauges);
  const publish = publisher.publish.bind(publisher);
  publisher.publish = async () => {
    await publish();
    events.push(`publish ${publisher.version}`);
  };
  const statistics = new EpisodeStatistics(windowSize);
  const intake = new Intake(
    actors.map(({ feed }) => feed),
    recorded,
    statistics,
    {
      policyLag: histogramOf('policyLagUpdates'),
      episodeReturn: histogramOf('episodeReturn'),
      episodeLength: histogramOf('episodeLengthSteps'),
    },
  );
  const source: Engine<unknown> = engine;
  const snapshot = async (): Promise<Snapshot> => ({
    policyVersion: publisher.version,
    envSteps: intake.envSteps,
    episodes: statistics.count,
    updates: gauges.updates,
    parameters: (await source.readParameters()).slice(),
    optimizerState: await source.optimizerState(),
  });
  const report = (given: LearnerReport): Promise<void> => {
    reports.push(given);
    return Promise.resolve();
  };
  const control = new Control(Control.allocate());
  const parts: LearnerParts = {
    intake,
    trainer: recorded,
    publisher,
    statistics,
    gauges,
    snapshot,
    control,
    examiner: new Examiner(host, {
      everySteps: Infinity,
      targetReturn: null,
      patienceRounds: 2,
      ...settings.examiner,
    }),
    reporter: new Reporter({ report, checkpointWritten: () => Promise.resolve() }),
    checkpoint: () => {
      events.push(`checkpoint ${intake.envSteps}`);
      return Promise.resolve();
    },
  };
  const learner = new Learner(parts, {
    mode: 'sync',
    maxEnvSteps: Infinity,
    maxEpisodes: Infinity,
    publishInterval: 2,
    checkpointEverySteps: Infinity,
    trainingTarget: null,
    ...settings,
  });
  const pushRounds = (rounds: number): void => {
    for (let round = 0; round < rounds; round++) for (const actor of actors) actor.push();
  };
  return { ...parts, learner, actors, engine, line, updateDuration, events, reports, weights, pushRounds };
}
