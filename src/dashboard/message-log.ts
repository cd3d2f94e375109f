import { HistoryKeeper } from './history.js';
import type { RunHistory, RunMessage } from './protocol.js';

/** Keeps what is told of a run, and passes it on to whoever listens by then. */
export class MessageLog {
  readonly #keeper = new HistoryKeeper();
  readonly #listeners = new Set<(message: RunMessage) => void>();

  get history(): RunHistory {
    return this.#keeper.history;
  }

  /** @returns ends that */
  subscribe(listener: (message: RunMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(message: RunMessage): void {
    this.#keeper.apply(message);
    for (const listener of this.#listeners) listener(message);
  }
}
