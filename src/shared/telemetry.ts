/** What the wall time of an actor goes into, in the order to show it. Every nanosecond is in exactly one state. */
export const ACTOR_STATES = ['env', 'policy', 'waitRing', 'waitWeights', 'other'] as const;
/** The same of the learner. */
export const LEARNER_STATES = ['train', 'waitData', 'ingest', 'publish', 'checkpoint', 'other'] as const;

export type ActorState = (typeof ACTOR_STATES)[number];
export type LearnerState = (typeof LEARNER_STATES)[number];

/**
 * What each thread counts about itself, in shared memory it alone writes.
 *
 * `int64` counters only grow; `int32` and `float32` words hold the latest value. Times are nanoseconds. The
 * `*Nanoseconds` words of one thread partition its wall time among its states.
 */
export const ACTOR_COUNTERS = {
  /** Moves at least once per vector step and once per wait time-out: main watches it to tell a hung thread. */
  beats: 'int32',
  /** `worker_threads.threadId`, to find the thread's stack in a diagnostic report. */
  threadId: 'int32',
  /** When the actor's first life made its first step: milliseconds since the Unix epoch, 0 before. */
  firstStepAtMilliseconds: 'int64',
  envSteps: 'int64',
  episodes: 'int64',
  blocks: 'int64',
  policyVersion: 'int32',
  /** NaN for policies without one. */
  epsilon: 'float32',
  envNanoseconds: 'int64',
  policyNanoseconds: 'int64',
  waitRingNanoseconds: 'int64',
  waitWeightsNanoseconds: 'int64',
  otherNanoseconds: 'int64',
  /** By the thread's own clock, up to when it counted the times above; time between two lives is in neither. */
  wallMicroseconds: 'int64',
} as const;

/** What shows that an evaluation goes on. */
export const EVALUATION_COUNTERS = {
  /** Moves once per vector step. */
  beats: 'int32',
  threadId: 'int32',
} as const;

/** What an update tells about itself. NaN where an algorithm has no such figure; zero, and no measurement, before the first. */
export const UPDATE_FIGURES = {
  /** What the gradient is of. */
  loss: 'float32',
  /** Euclidean norm of the gradient before clipping. */
  gradientNorm: 'float32',
  /** Mean value of the actions taken. */
  qValueMean: 'float32',
  /** Mean absolute TD error, unclipped. */
  tdErrorMean: 'float32',
  /** The policy's part of the loss, without the entropy bonus. */
  policyLoss: 'float32',
  /** The value function's part of the loss, before its coefficient. */
  valueLoss: 'float32',
  /** Mean entropy of the policy, in nats. */
  entropy: 'float32',
  /** Mean Kullback-Leibler divergence of the policy from the one that acted, estimated from the actions taken, in nats. */
  klDivergence: 'float32',
  /** Share of the batch whose probability ratio is outside of the clip range, 0 to 1. */
  clipRatio: 'float32',
  /** `1 - Var[target - value] / Var[target]`, at most 1; NaN for constant targets. */
  explainedVariance: 'float32',
  /** Of the optimizer, as this update was made with. */
  learningRate: 'float32',
} as const;

export type UpdateFigure = keyof typeof UPDATE_FIGURES;

export const LEARNER_COUNTERS = {
  beats: 'int32',
  threadId: 'int32',
  /** Environment steps ingested. */
  envSteps: 'int64',
  episodes: 'int64',
  updates: 'int64',
  /** Transitions trained on, each as often as it was in a batch. */
  samples: 'int64',
  policyVersion: 'int32',
  publishedBytes: 'int64',
  /** Milliseconds since the Unix epoch. */
  publishedAtMilliseconds: 'int64',
  replaySize: 'int32',
  replayCapacity: 'int32',
  ...UPDATE_FIGURES,
  trainNanoseconds: 'int64',
  waitDataNanoseconds: 'int64',
  ingestNanoseconds: 'int64',
  publishNanoseconds: 'int64',
  checkpointNanoseconds: 'int64',
  otherNanoseconds: 'int64',
  /** By the thread's own clock, up to when it counted the times above. */
  wallMicroseconds: 'int64',
  checkpoints: 'int64',
  checkpointFailures: 'int64',
  checkpointedAtMilliseconds: 'int64',
  checkpointMilliseconds: 'int32',
  nonFiniteLoss: 'int32',
  nonFiniteGradient: 'int32',
  nonFiniteWeights: 'int32',
} as const;

/** Upper bounds of the learner's histogram buckets; one more bucket catches everything above. */
export const LEARNER_HISTOGRAMS = {
  updateDurationSeconds: [1e-5, 2.5e-5, 5e-5, 1e-4, 2.5e-4, 5e-4, 1e-3, 2.5e-3, 5e-3, 1e-2, 0.1, 1],
  policyLagUpdates: [0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10_000],
  episodeReturn: [
    -500, -200, -100, -50, 0, 10, 20, 50, 100, 150, 195, 200, 250, 300, 350, 400, 450, 475, 500,
  ],
  episodeLengthSteps: [10, 20, 50, 100, 150, 200, 300, 400, 500, 1000],
} as const;
