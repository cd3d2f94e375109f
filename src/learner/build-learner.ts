import { Control } from '../shared/memory/control.js';
import { CounterLine } from '../shared/memory/counters.js';
import { parameterLayout } from '../shared/network/parameters.js';
import { attachHistograms, attachRings, dealEnvironments } from '../shared/run-memory.js';
import { LEARNER_COUNTERS } from '../shared/telemetry.js';
import { WeightWriter } from '../shared/weights/weight-writer.js';
import { buildTrainer } from './build-trainer.js';
import { actionSpaceToJson } from './checkpoints/action-space-json.js';
import { CheckpointKeeper } from './checkpoint-keeper.js';
import type { Engine } from './engines/engine.js';
import { EpisodeStatistics } from './episode-statistics.js';
import { Examiner } from './examiner.js';
import type { LearnerHost } from './host.js';
import { Intake } from './intake.js';
import { LearnerGauges } from './learner-gauges.js';
import type { LearnerTask, TrainerTask } from './learner-task.js';
import { Learner, type LearnerOptions, type LearnerParts } from './learner.js';
import { Publisher } from './publisher.js';
import { Reporter } from './reporter.js';
import type { Snapshot } from './snapshot.js';

/** In sync mode an evaluation has this many rounds of training to finish before the learner waits for it. */
const EVALUATION_PATIENCE_ROUNDS = 2;

/** A learner with the parts its thread answers calls with. */
export interface BuiltLearner {
  readonly learner: Learner;
  readonly parts: LearnerParts;
  readonly checkpoints: CheckpointKeeper;
  readonly engine: Engine<unknown>;
}

/** Builds the learner in its thread and publishes the first weights. */
export async function buildLearner(
  task: LearnerTask & TrainerTask,
  host: LearnerHost,
): Promise<BuiltLearner> {
  const { config, memory, networks } = task;
  const { evaluation } = config;
  const line = new CounterLine(memory.learnerCounters, LEARNER_COUNTERS, 0);
  const histograms = attachHistograms(memory);
  const gauges = new LearnerGauges(line, histograms.updateDurationSeconds);
  const { trainer, engine } = await buildTrainer(task);
  line.set('replayCapacity', trainer.stored.capacity);
  const statistics = new EpisodeStatistics(evaluation.episodes);
  const intake = new Intake(feedsOf(task), trainer, statistics, {
    policyLag: histograms.policyLagUpdates,
    episodeReturn: histograms.episodeReturn,
    episodeLength: histograms.episodeLengthSteps,
  });
  const numActing = parameterLayout(networks.acting).numParameters;
  const publisher = await Publisher.create(engine, numActing, new WeightWriter(memory.weights), gauges);
  const snapshot = async (): Promise<Snapshot> => {
    const counts = {
      policyVersion: publisher.version,
      envSteps: intake.envSteps,
      episodes: statistics.count,
      updates: engine.updates,
    };
    const trainerState = trainer.state();
    // Both asked for before either is waited for: training may go on meanwhile.
    const [parameters, optimizerState] = await Promise.all([
      engine.readParameters(),
      engine.optimizerState(),
    ]);
    return {
      ...counts,
      parameters: parameters.slice(),
      optimizerState: { ...optimizerState, ...trainerState },
    };
  };
  const examiner = new Examiner(
    {
      evaluate: (parameters, ...about) => host.evaluate(parameters.slice(0, numActing), ...about),
    },
    examinerOptions(task),
  );
  const reporter = new Reporter(host);
  const checkpoints = checkpointKeeper(task, gauges, reporter);
  const parts: LearnerParts = {
    intake,
    trainer,
    publisher,
    statistics,
    gauges,
    snapshot,
    examiner,
    reporter,
    control: new Control(memory.control),
    checkpoint: async () => {
      const last = await snapshot();
      if (examiner.best !== undefined) checkpoints.write(examiner.best.snapshot, examiner.best.result, true);
      checkpoints.write(last, undefined, false);
    },
  };
  return { learner: new Learner(parts, learnerOptions(task)), parts, checkpoints, engine };
}

function feedsOf({ config, unroll, memory }: LearnerTask): Intake['feeds'] {
  const rings = attachRings(memory, config, unroll);
  return dealEnvironments(config).map((share, actor) => ({
    ring: rings[actor]!,
    extent: { ...share, numSteps: config.actors.blockLength },
  }));
}

function learnerOptions({ config }: LearnerTask): LearnerOptions {
  const { run, learner, evaluation } = config;
  return {
    mode: run.mode,
    maxEnvSteps: run.steps,
    maxEpisodes: run.episodes ?? Infinity,
    publishInterval: learner.publishInterval,
    checkpointEverySteps: run.checkpointEverySteps ?? Infinity,
    trainingTarget: evaluation.criterion === 'training' ? evaluation.targetReturn : null,
  };
}

function examinerOptions({ config: { evaluation } }: LearnerTask) {
  // Nothing to decide before the end: without a target, or with one that training episodes are held against.
  const decides = evaluation.criterion === 'greedy' && evaluation.targetReturn !== null;
  return {
    everySteps: decides ? evaluation.everySteps : Infinity,
    targetReturn: decides ? evaluation.targetReturn : null,
    patienceRounds: EVALUATION_PATIENCE_ROUNDS,
  };
}

function checkpointKeeper(task: LearnerTask, gauges: LearnerGauges, reporter: Reporter): CheckpointKeeper {
  const { config, networks, observationSpace, actionSpace } = task;
  const { env, algorithm, run } = config;
  const facts = {
    manyhandsVersion: task.manyhandsVersion,
    run: task.run,
    algorithm: algorithm.name,
    environment: {
      id: env.id,
      options: { ...env },
      // Without the bounds: they may be infinite, which JSON cannot say.
      observationSpace: {
        kind: observationSpace.kind,
        shape: observationSpace.shape,
        dtype: observationSpace.dtype,
        ...(observationSpace.frames !== null && { frames: observationSpace.frames }),
      },
      actionSpace: actionSpaceToJson(actionSpace),
    },
    network: networks.trained,
  };
  const layout = parameterLayout(networks.trained).tensors;
  return new CheckpointKeeper(
    {
      folder: task.checkpointFolder,
      keep: run.keepCheckpoints,
      layout,
      run: facts,
      onWritten: (notice) => reporter.sendCheckpoint(notice),
    },
    gauges,
  );
}
