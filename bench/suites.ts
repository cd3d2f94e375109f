import type { Measurement } from './measure.js';
import type { ScalingOptions } from './scaling/options.js';

/** What a suite is told when it runs. */
export interface SuiteOptions {
  /** Fewer and shorter rounds, for a look and for tests: the same figures by the same names, less sure of. */
  readonly isQuick: boolean;
  /** What the scaling suite sweeps. */
  readonly scaling?: ScalingOptions;
}

/** Figures that belong together. */
export interface Suite {
  /** What is measured, and what lies inside the timed region. */
  readonly about: string;
  /** Loads the suite and runs it. */
  readonly run: (options: SuiteOptions) => Promise<readonly Measurement[]>;
  /** Its figures as text, where a line for each is not how they are read. */
  readonly show?: (figures: readonly Measurement[], options: SuiteOptions) => Promise<string>;
}

/** The suites by name, in the order in which `manyhands bench` runs them all. */
export const SUITES: Readonly<Record<string, Suite>> = {
  env: {
    about:
      'Steps of every built-in environment under random actions. Timed: the step of the whole batch, autoresets included; drawing the actions is not.',
    run: async (options) => (await import('./suites/env.js')).envSuite(options),
  },
  policy: {
    about:
      'Actions of a 4-64-64-2 policy. Timed: forward pass, draws, log-probabilities and clipping of one batch.',
    run: async (options) => (await import('./suites/policy.js')).policySuite(options),
  },
  ring: {
    about:
      'CartPole unrolls through a block ring. Timed: filling a block row by row, publishing, copying it out column by column, releasing; and what it costs to wake nobody.',
    run: async (options) => (await import('./suites/ring.js')).ringSuite(options),
  },
  weights: {
    about:
      'Weights from the learner to the actors. Timed: publishing a version, and publishing it and picking it up, in one thread; and, with real threads, from the return of a publication to the start of the first block that an actor acts with it.',
    run: async (options) => (await import('./suites/weights.js')).weightsSuite(options),
  },
  synchronisation: {
    about:
      "What an actor spends on being one of many threads. Timed in the actor's own loop: acquiring, publishing and announcing blocks, looking for weights and copying them, counting, as a share of its time; and, as a check, the time of a block with all of it over one without.",
    run: async (options) => (await import('./suites/synchronisation.js')).synchronisationSuite(options),
  },
  replay: {
    about:
      'A full replay table of 100,000 transitions. Timed: inserting one unroll; drawing the rows of one batch and gathering them.',
    run: async (options) => (await import('./suites/replay.js')).replaySuite(options),
  },
  kernels: {
    about:
      "SIMD kernels against this machine's 128-bit multiply-add peak. Timed: one call of a dense layer's pass, of a DQN update without sampling and loss, or of an actor-critic's pass.",
    run: async (options) => (await import('./suites/kernels.js')).kernelsSuite(options),
  },
  learner: {
    about:
      'One learner thread at work. Timed: of DQN a whole update with its sampling, of the others a whole round with its targets and every update of every epoch.',
    run: async (options) => (await import('./suites/learner.js')).learnerSuite(options),
  },
  'learner-threads': {
    about:
      'A learner that divides its updates among one thread and among two, in turns; two want two idle cores. Timed: of DQN a whole update with its sampling, of PPO a whole round with its values, targets and minibatches.',
    run: async (options) => (await import('./suites/learner-threads.js')).learnerThreads(options),
  },
  'end-to-end': {
    about:
      'Actor threads at full speed, and whole runs. Timed: policy, environment, ring and counters of every actor while blocks are released unread; processes from their start to the confirmed target.',
    run: async (options) => (await import('./suites/end-to-end.js')).endToEndSuite(options),
  },
  scaling: {
    about:
      'Whole runs over numbers of actors, environments an actor and lengths of a block, beside a learner that is idle and one that trains; each beside what the costs of its parts predict. Timed: everything that a run does once its threads are warm.',
    run: async (options) => (await import('./suites/scaling.js')).scalingSuite(options),
    show: async (figures, { scaling }) => (await import('./scaling/show.js')).showScaling(figures, scaling),
  },
  algorithms: {
    about:
      'Every algorithm with its defaults and every preset, in turns, over ten seeds. Timed: whole processes, from their start to the confirmed target.',
    run: async (options) => (await import('./suites/algorithms.js')).algorithmsSuite(options),
  },
  monitoring: {
    about:
      'What it costs a run to be looked at: environment steps a second with readers over those without, in pairs of rounds of one run that take turns to be first.',
    run: async (options) => (await import('./suites/monitoring.js')).monitoringSuite(options),
  },
};
