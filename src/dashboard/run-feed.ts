import type { PolicyId, RunDescription, RunHistory, RunMessage } from './protocol.js';

/** Weights of the acting network. */
export interface PolicyWeights {
  readonly version: number;
  /** The caller's own. */
  readonly parameters: Float32Array;
}

/** A run as its page sees it: one under way, or what one that is over has left in its directory. */
export interface RunFeed {
  readonly description: RunDescription;
  history(): RunHistory;
  /**
   * Calls back with what happens from now on.
   *
   * @returns ends that
   */
  subscribe(listener: (message: RunMessage) => void): () => void;
  /** undefined if there are none by that name (yet). */
  weights(id: PolicyId): PolicyWeights | undefined;
}
