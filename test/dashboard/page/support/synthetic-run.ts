import { denseNetwork } from '../../../../src/shared/network/dense-network.js';
import type { Evaluation, Incident, Reading, RunDescription } from '../../../../src/dashboard/protocol.js';

/** A DQN on CartPole, as its server would describe it. */
export const DQN_RUN: RunDescription = {
  name: 'CartPole-v1-dqn-3-20261123T210000Z',
  version: '0.1.0',
  algorithm: 'dqn',
  engine: 'simd',
  mode: 'sync',
  seed: 3,
  actors: 2,
  env: {
    id: 'CartPole-v1',
    module: null,
    count: 8,
    maxEpisodeSteps: null,
    terminalReward: null,
    options: {},
  },
  network: denseNetwork(4, [], 2),
  actions: 'greedy',
  steps: 500_000,
  targetReturn: 475,
  startedAtMilliseconds: 1_795_467_600_000,
};

const CAPACITY = 100_000;
const STEPS_PER_SECOND = 15_000;

/** A reading of a made-up run that learns within a minute; the same for the same time. */
export function syntheticReading(timeSeconds: number, changes: Partial<Reading> = {}): Reading {
  const wave = Math.sin(timeSeconds * 1.7) * 0.5 + Math.sin(timeSeconds * 0.43);
  const learned = 1 - Math.exp(-timeSeconds / 20);
  const envSteps = Math.round(timeSeconds * STEPS_PER_SECOND + 2000 * Math.sin(timeSeconds));
  const updates = Math.round(timeSeconds * 4000);
  return {
    timeSeconds,
    envSteps,
    episodes: Math.round(timeSeconds * 70),
    updates,
    samples: updates * 64,
    policyVersion: Math.round(updates / 16),
    returnMean: 20 + 450 * learned + 12 * wave,
    epsilon: Math.max(0.05, 1 - timeSeconds / 15),
    learningRate: 0.001,
    loss: 0.4 * Math.exp(-timeSeconds / 12) + 0.05 + 0.01 * wave,
    gradientNorm: 2 + wave,
    qValueMean: 60 * learned,
    tdErrorMean: 0.6 - 0.3 * learned,
    policyLoss: null,
    valueLoss: null,
    entropy: null,
    klDivergence: null,
    clipRatio: null,
    explainedVariance: null,
    blocks: Math.round(timeSeconds * 250),
    policyLagSum: Math.round(timeSeconds * 250 * (1 + 0.1 * learned)),
    replaySize: Math.min(CAPACITY, envSteps),
    replayCapacity: CAPACITY,
    ringFill: 0.3 + 0.1 * wave,
    actorSeconds: partition(timeSeconds, {
      env: 0.34,
      policy: 0.4,
      waitRing: 0.12,
      waitWeights: 0.1,
      other: 0.04,
    }),
    learnerSeconds: partition(timeSeconds, {
      train: 0.72,
      waitData: 0.1,
      ingest: 0.08,
      publish: 0.05,
      checkpoint: 0.02,
      other: 0.03,
    }),
    ...changes,
  };
}

export const syntheticEvaluation = (timeSeconds: number, meanReturn: number): Evaluation => ({
  timeSeconds,
  envSteps: Math.round(timeSeconds * STEPS_PER_SECOND),
  policyVersion: Math.round(timeSeconds * 250),
  episodes: 100,
  meanReturn,
  minReturn: meanReturn * 0.6,
});

export const syntheticCheckpoint = (timeSeconds: number): Incident => ({
  kind: 'checkpoint',
  timeSeconds,
  envSteps: Math.round(timeSeconds * STEPS_PER_SECOND),
  checkpoint: String(Math.round(timeSeconds * STEPS_PER_SECOND)),
});

export const syntheticRestart = (timeSeconds: number): Incident => ({
  kind: 'restart',
  timeSeconds,
  envSteps: Math.round(timeSeconds * STEPS_PER_SECOND),
  actor: 1,
  reason: 'heartbeat',
  message: 'no sign of life for 10 s',
});

/** Shares of the time, drifting a little. */
function partition<State extends string>(
  seconds: number,
  shares: Readonly<Record<State, number>>,
): Record<State, number> {
  const drift = 0.03 * Math.sin(seconds * 0.9);
  const entries = Object.entries<number>(shares).map(([state, share], i) => {
    const sway = i === 0 ? drift : i === 1 ? -drift : 0;
    return [state, share * seconds + sway];
  });
  return Object.fromEntries(entries) as Record<State, number>;
}

/** Pushes to where the pole leans and turns, and a little after the cart: a linear policy that balances. Weights `[inputs, outputs]`, then biases. */
export const BALANCING_PARAMETERS = Float32Array.of(-0.05, 0.05, -0.1, 0.1, -1, 1, -0.5, 0.5, 0, 0);
