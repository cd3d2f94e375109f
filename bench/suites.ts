import type { EngineName } from '../src/shared/config/engines.js';
import type { Measurement } from './measure.js';
import type { ScalingOptions } from './scaling/options.js';

/** What a suite is told when it runs. */
export interface SuiteOptions {
  /** Fewer and shorter rounds, for a look and for tests: the same figures by the same names, less sure of. */
  readonly isQuick: boolean;
  /** What the scaling suite sweeps. */
  readonly scaling?: ScalingOptions;
  /** What the learner suite compares, instead of algorithms. */
  readonly engines?: readonly EngineName[];
  /** Told what a suite could not measure that it was asked for, and why, in one line. */
  readonly leaveOut?: (what: string, why: string) => void;
}

/** Figures that belong together. */
export interface Suite {
  /** What is measured, and what lies inside the timed region. */
  readonly about: string;
  /** Loads the suite and runs it. */
  readonly run: (options: SuiteOptions) => Promise<readonly Measurement[]>;
  /** Its figures as text, where a line for each is not how they are read. */
  readonly show?: (figures: readonly Measurement[], options: SuiteOptions) => Promise<string | undefined>;
}

/** The suites by name, in the order in which `manyhands bench` runs them all. */
export const SUITES: Readonly<Record<string, Suite>> = {
  env: {
    about:
      'Steps of every built-in environment under random actions, each environment in a thread of its own. Timed: the step of a whole batch, autoresets included; drawing the actions is not.',
    run: async (options) => (await import('./suites/env.js')).envSuite(options),
  },
  policy: {
    about:
      'Choosing actions with two hidden layers of 64 or 128 units, each policy in a thread of its own. Timed: the forward pass for one batch, draws, log-probabilities and clipping.',
    run: async (options) => (await import('./suites/policy.js')).policySuite(options),
  },
  ring: {
    about:
      'CartPole unrolls through a block ring. Timed: filling a block row by row, publishing, copying it out column by column, releasing; and what it costs to wake nobody.',
    run: async (options) => (await import('./suites/ring.js')).ringSuite(options),
  },
  weights: {
    about:
      'Versions of the weights on their way to the actors. Timed in one thread: publishing one, and publishing it and picking it up as one of eight readers. Timed with actors that act at the default block size, and a publisher that publishes at random moments 0.2 to 2 ms apart: from the return of `publish` to the start of the first block that acts with that version or a newer one, in microseconds and in mean blocks of the same round. Publisher and learner sleep in between; with 2 actors they want time of the same 2 cores.',
    run: async (options) => (await import('./suites/weights.js')).weightsSuite(options),
  },
  replay: {
    about:
      'A full replay table of 100,000 and of a million transitions, and one of 10,000 frames of 84 x 84 bytes, each way to use it in a thread of its own. Timed: inserting one unroll; drawing the rows of one batch and gathering them, or putting their stacks of four frames together.',
    run: async (options) => (await import('./suites/replay.js')).replaySuite(options),
  },
  kernels: {
    about:
      "SIMD kernels. Timed: one call of a pass of a dense layer, of a convolution or of the Nature network, in turns with this machine's 128-bit multiply-add peak, of which it is a share round by round; one call of what a DQN update consists of, without sampling and loss; one pass of an actor-critic.",
    run: async (options) => (await import('./suites/kernels.js')).kernelsSuite(options),
  },
  learner: {
    about:
      'A learner at work, each algorithm in a thread of its own. Timed: of DQN a whole update with its sampling, of the others a whole round with its targets and every update of every epoch; samples are transitions, counted as often as they are learned from. With `--engines`, one update of DQN on each of them instead, with two networks: each engine in a process of its own, in turns. Timed: updates without sampling, as a learner in async mode makes them, with all that goes up to a device and comes down; transfers are moved once more apart from any update, for their share.',
    run: async (options) => {
      if (options.engines === undefined) return (await import('./suites/learner.js')).learnerSuite(options);
      return (await import('./suites/learner-engines.js')).learnerEngines(options.engines, options);
    },
    show: async (figures, { engines }) => {
      if (engines === undefined) return undefined;
      return (await import('./suites/engines/show-engines.js')).showEngines(figures);
    },
  },
  'learner-threads': {
    about:
      'A learner that divides its updates among one thread and among two, in turns; two want two idle cores. Timed: of DQN a whole update with its sampling, of PPO a whole round with its values, targets and minibatches.',
    run: async (options) => (await import('./suites/learner-threads.js')).learnerThreads(options),
  },
  tfjs: {
    about:
      "One update of DQN on TensorFlow.js's WebAssembly backend, by our engine and as one writes it directly, with the library's Adam and with that of the paper: in turns in one thread, each network and batch in a thread of its own. Timed: the update with its transfers, the loss brought down as often as the engine does; `over the engine` is how many times as long it takes directly. With the gradient of a convolution's filter that the backend lacks, which is the engine's.",
    run: async (options) => (await import('./suites/tfjs.js')).tfjsSuite(options),
  },
  synchronisation: {
    about:
      "What one actor spends on being one of many threads, at the default block size, as a share of the time of its blocks, waits left out. Timed inside of the actor's own loop, block by block: control word, ring and bells; looking for weights and copying them; counters and clock, of which signs of life and readings in the middle of a block are counted and priced by a loop of them. Beside a learner at work, that looks at the ring every 0.1 ms and publishes as often as by default; beside one that publishes a version for every block; and beside one asleep, which every block wakes. Checked by an actor whose parts share nothing and count nothing, in turns with a whole one beside a learner at work: by how much its median block is shorter. Wants two cores that have nothing else to do.",
    run: async (options) => (await import('./suites/synchronisation.js')).synchronisationSuite(options),
  },
  'end-to-end': {
    about:
      'Actor threads at full speed, and whole runs. Timed: policy, environment, ring and counters of one actor and of two, in turns, while a learner that sleeps until there are blocks gives them back unread, on the same cores; processes of `manyhands train`, algorithms in turns, from their start to the first step and to the confirmed target.',
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
      'Every algorithm with its defaults on CartPole-v1, and every preset but those that learn from pictures: processes of `manyhands train`, one after the other, in turns, each with seeds from 0. Timed: from process start to the confirmed target. Rates are over the time from the start of the threads to the end of training. A run that missed its target counts with what it had taken when it gave up.',
    run: async (options) => (await import('./suites/algorithms.js')).algorithmsSuite(options),
  },
  monitoring: {
    about:
      'What it costs a run to be looked at: environment steps a second with readers over those without, in pairs of rounds of one run that take turns to be first.',
    run: async (options) => (await import('./suites/monitoring.js')).monitoringSuite(options),
  },
};
