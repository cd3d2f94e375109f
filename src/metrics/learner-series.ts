import type { LearnerSnapshot, RunMetricsSource } from './run-metrics-source.js';
import { momentSample, sample, secondsOf, type Sample, type SeriesTable } from './series.js';

/** Where the learner's wall time goes: every nanosecond in exactly one state. */
const TIME_STATES = {
  train: 'trainNanoseconds',
  wait_data: 'waitDataNanoseconds',
  ingest: 'ingestNanoseconds',
  publish: 'publishNanoseconds',
  checkpoint: 'checkpointNanoseconds',
  other: 'otherNanoseconds',
} as const satisfies Readonly<Record<string, keyof LearnerSnapshot>>;

const NON_FINITE_PLACES = {
  loss: 'nonFiniteLoss',
  gradient: 'nonFiniteGradient',
  weights: 'nonFiniteWeights',
} as const satisfies Readonly<Record<string, keyof LearnerSnapshot>>;

const LOSS_KINDS = {
  total: 'loss',
  policy: 'policyLoss',
  value: 'valueLoss',
} as const satisfies Readonly<Record<string, keyof LearnerSnapshot>>;

/** What the learner counts about itself. */
export const LEARNER_SERIES = {
  manyhands_updates_total: {
    type: 'counter',
    help: 'Gradient updates made.',
    labels: [],
    read: (source) => sample(source.learner().updates),
  },
  manyhands_samples_total: {
    type: 'counter',
    help: 'Transitions trained on, each as often as it was in a batch.',
    labels: [],
    read: (source) => sample(source.learner().samples),
  },
  manyhands_update_duration_seconds: {
    type: 'histogram',
    help: 'Wall time of one update, from sampling the batch to the new weights.',
    labels: [],
    read: (source) => source.histogram('updateDurationSeconds'),
  },
  manyhands_learner_time_seconds_total: {
    type: 'counter',
    help: 'Wall time of the learner thread by what it was spent on; the states add up to all of it.',
    labels: ['state'],
    read: (source) => samplesOf(source.learner(), 'state', TIME_STATES).map(inSeconds),
  },
  manyhands_policy_version: {
    type: 'gauge',
    help: 'Version of the newest published weights.',
    labels: [],
    read: (source) => sample(source.learner().policyVersion),
  },
  manyhands_policy_lag_updates: {
    type: 'histogram',
    help: 'Published versions between the policy that made a block and the newest one when the learner took the block.',
    labels: [],
    read: (source) => source.histogram('policyLagUpdates'),
  },
  manyhands_weights_published_timestamp_seconds: {
    type: 'gauge',
    help: 'When weights were last published, in Unix time.',
    labels: [],
    read: (source) => momentSample(source.learner().publishedAtMilliseconds),
  },
  manyhands_weights_published_bytes_total: {
    type: 'counter',
    help: 'Bytes of weights published.',
    labels: [],
    read: (source) => sample(source.learner().publishedBytes),
  },
  manyhands_replay_size_transitions: {
    type: 'gauge',
    help: 'Transitions in the replay table.',
    labels: [],
    read: ifReplay((learner) => learner.replaySize),
  },
  manyhands_replay_capacity_transitions: {
    type: 'gauge',
    help: 'Transitions the replay table can hold.',
    labels: [],
    read: ifReplay((learner) => learner.replayCapacity),
  },
  manyhands_replay_inserts_total: {
    type: 'counter',
    help: 'Transitions put into the replay table.',
    labels: [],
    read: ifReplay((learner) => learner.envSteps),
  },
  manyhands_replay_samples_total: {
    type: 'counter',
    help: 'Transitions drawn from the replay table.',
    labels: [],
    read: ifReplay((learner) => learner.samples),
  },
  manyhands_loss: {
    type: 'gauge',
    help: 'Loss of the latest update; total is what the gradient is of, policy and value are parts of it.',
    labels: ['kind'],
    read: (source) => {
      const learner = source.learner();
      return learner.updates > 0 ? samplesOf(learner, 'kind', LOSS_KINDS) : [];
    },
  },
  manyhands_gradient_norm: {
    type: 'gauge',
    help: 'Euclidean norm of the gradient of the latest update, before clipping.',
    labels: [],
    read: afterUpdate((learner) => learner.gradientNorm),
  },
  manyhands_q_value_mean: {
    type: 'gauge',
    help: 'Mean value of the actions taken in the latest batch.',
    labels: [],
    read: afterUpdate((learner) => learner.qValueMean),
  },
  manyhands_td_error_mean: {
    type: 'gauge',
    help: 'Mean absolute temporal-difference error of the latest batch.',
    labels: [],
    read: afterUpdate((learner) => learner.tdErrorMean),
  },
  manyhands_entropy: {
    type: 'gauge',
    help: 'Mean entropy of the policy over the latest batch, in nats.',
    labels: [],
    read: afterUpdate((learner) => learner.entropy),
  },
  manyhands_kl_divergence: {
    type: 'gauge',
    help: 'Mean Kullback-Leibler divergence between the policy that acted and the one that learns, over the latest batch, in nats.',
    labels: [],
    read: afterUpdate((learner) => learner.klDivergence),
  },
  manyhands_clip_ratio: {
    type: 'gauge',
    help: 'Share of the latest batch whose probability ratio lies outside of the clip range, 0 to 1.',
    labels: [],
    read: afterUpdate((learner) => learner.clipRatio),
  },
  manyhands_explained_variance_ratio: {
    type: 'gauge',
    help: 'Share of the variance of the returns that the value function explains, 1 at best.',
    labels: [],
    read: afterUpdate((learner) => learner.explainedVariance),
  },
  manyhands_learning_rate: {
    type: 'gauge',
    help: 'Learning rate of the latest update.',
    labels: [],
    read: afterUpdate((learner) => learner.learningRate),
  },
  manyhands_nonfinite_total: {
    type: 'counter',
    help: 'Values that were NaN or infinite, by where they were found.',
    labels: ['where'],
    read: (source) => samplesOf(source.learner(), 'where', NON_FINITE_PLACES),
  },
  manyhands_checkpoints_total: {
    type: 'counter',
    help: 'Checkpoints written.',
    labels: [],
    read: (source) => sample(source.learner().checkpoints),
  },
  manyhands_checkpoint_failures_total: {
    type: 'counter',
    help: 'Checkpoints that could not be written.',
    labels: [],
    read: (source) => sample(source.learner().checkpointFailures),
  },
  manyhands_checkpoint_last_success_timestamp_seconds: {
    type: 'gauge',
    help: 'When a checkpoint was last written, in Unix time.',
    labels: [],
    read: (source) => momentSample(source.learner().checkpointedAtMilliseconds),
  },
  manyhands_checkpoint_duration_seconds: {
    type: 'gauge',
    help: 'Wall time of writing the latest checkpoint.',
    labels: [],
    read: (source) => {
      const { checkpoints, checkpointMilliseconds } = source.learner();
      return checkpoints > 0 ? sample(checkpointMilliseconds / 1000) : [];
    },
  },
} as const satisfies SeriesTable;

type ReadSamples = (source: RunMetricsSource) => readonly Sample[];

/** No samples for algorithms that keep no replay table. */
function ifReplay(valueOf: (learner: LearnerSnapshot) => number): ReadSamples {
  return (source) => {
    const learner = source.learner();
    return learner.replayCapacity > 0 ? sample(valueOf(learner)) : [];
  };
}

/** No samples before the first update: the zero in memory is no measurement. NaN where the algorithm has no such figure. */
function afterUpdate(valueOf: (learner: LearnerSnapshot) => number): ReadSamples {
  return (source) => {
    const learner = source.learner();
    return learner.updates > 0 ? sample(valueOf(learner)) : [];
  };
}

function samplesOf(
  learner: LearnerSnapshot,
  label: string,
  counters: Readonly<Record<string, keyof LearnerSnapshot>>,
): readonly Sample[] {
  return Object.entries(counters).map(([name, counter]) => ({
    labels: { [label]: name },
    value: learner[counter],
  }));
}

const inSeconds = ({ labels, value }: Sample): Sample => ({ labels, value: secondsOf(value) });
