import type { Measurement } from './measure.js';

/** The suites by name, each loaded when it runs. */
export const SUITES: Readonly<Record<string, () => Promise<readonly Measurement[]>>> = {
  env: async () => (await import('./suites/env.js')).envSuite(),
  policy: async () => (await import('./suites/policy.js')).policySuite(),
  ring: async () => (await import('./suites/ring.js')).ringSuite(),
  weights: async () => (await import('./suites/weights.js')).weightsSuite(),
  replay: async () => (await import('./suites/replay.js')).replaySuite(),
  kernels: async () => (await import('./suites/kernels.js')).kernelsSuite(),
  learner: async () => (await import('./suites/learner.js')).learnerSuite(),
  'end-to-end': async () => (await import('./suites/end-to-end.js')).endToEndSuite(),
  monitoring: async () => (await import('./suites/monitoring.js')).monitoringSuite(),
};
