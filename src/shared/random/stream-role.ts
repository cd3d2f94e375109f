/**
 * What a random stream is for: the middle of its key (run seed, role, index).
 *
 * The numbers are part of what makes a run repeatable: give a new role the next number, never reuse one.
 */
export const STREAM_ROLE = {
  /** Initial weights; index: the network. */
  initialisation: 0,
  /** Action selection; index: the environment in the run. */
  exploration: 1,
  /** Rows drawn from replay; index: the sampler. */
  sampling: 2,
  /** Order of minibatches; index: the learner's consumer of them. */
  shuffle: 3,
  /** Evaluation's seeds and actions; index: the evaluation or its environment. */
  evaluation: 4,
  /** Seeds of a restarted actor's environments; index: the life and the environment, numbered through. */
  restart: 5,
  /** Resamples of seeds when algorithms are compared. */
  bootstrap: 6,
} as const;

export type StreamRole = (typeof STREAM_ROLE)[keyof typeof STREAM_ROLE];
