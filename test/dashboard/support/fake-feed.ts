import type { PolicyWeights, RunFeed } from '../../../src/dashboard/run-feed.js';
import type { PolicyId, RunDescription, RunHistory, RunMessage } from '../../../src/dashboard/protocol.js';

export const description: RunDescription = {
  name: 'a-run',
  version: '0.1.0',
  algorithm: 'dqn',
  engine: 'simd',
  mode: 'sync',
  seed: 3,
  actors: 2,
  env: { id: 'CartPole-v1' } as RunDescription['env'],
  network: { inputSize: 4, trunk: [], heads: [] } as unknown as RunDescription['network'],
  actions: 'greedy',
  steps: 1000,
  targetReturn: null,
  startedAtMilliseconds: 1_700_000_000_000,
};

/** A run that does what a test says. */
export class FakeFeed implements RunFeed {
  readonly description = description;
  readonly policies = new Map<PolicyId, PolicyWeights>();
  readonly asked: PolicyId[] = [];
  incidents: RunHistory['incidents'] = [];
  historyReads = 0;
  readonly #listeners = new Set<(message: RunMessage) => void>();

  get listeners(): number {
    return this.#listeners.size;
  }

  history(): RunHistory {
    this.historyReads += 1;
    return { readings: [], evaluations: [], incidents: this.incidents, ending: null, isLive: true };
  }

  subscribe(listener: (message: RunMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  weights(id: PolicyId): PolicyWeights | undefined {
    this.asked.push(id);
    return this.policies.get(id);
  }

  say(message: RunMessage): void {
    for (const listener of this.#listeners) listener(message);
  }
}

/** A message of which each can be told from the others. */
export const evaluation = (meanReturn: number): RunMessage => ({
  kind: 'evaluation',
  evaluation: { timeSeconds: 1, envSteps: 2, policyVersion: 3, episodes: 4, meanReturn, minReturn: NaN },
});
