import { HistoryKeeper } from '../../../../src/dashboard/history.js';
import type { RunDescription, RunHistory, RunMessage } from '../../../../src/dashboard/protocol.js';
import type { PolicyWeights, RunFeed } from '../../../../src/dashboard/run-feed.js';
import { BALANCING_PARAMETERS } from './synthetic-run.js';

/** A run in which happens what a test says. */
export class ScriptedFeed implements RunFeed {
  readonly description: RunDescription;
  readonly #keeper: HistoryKeeper;
  readonly #listeners = new Set<(message: RunMessage) => void>();

  constructor(description: RunDescription, history?: RunHistory) {
    this.description = description;
    this.#keeper = new HistoryKeeper(history);
  }

  send(message: RunMessage): void {
    this.#keeper.apply(message);
    for (const listener of this.#listeners) listener(message);
  }

  history(): RunHistory {
    return this.#keeper.history;
  }

  subscribe(listener: (message: RunMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  weights(): PolicyWeights {
    return { version: this.history().readings.at(-1)?.policyVersion ?? 0, parameters: BALANCING_PARAMETERS };
  }
}
