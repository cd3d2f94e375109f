import { HistoryKeeper } from '../../../../src/dashboard/history.js';
import type { Reading, RunDescription, RunHistory, RunMessage } from '../../../../src/dashboard/protocol.js';
import type { PolicyWeights, RunFeed } from '../../../../src/dashboard/run-feed.js';
import { BALANCING_PARAMETERS, syntheticReading } from './synthetic-run.js';

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
    this.broadcast(message);
  }

  /** Tells listeners something that need not be a message. */
  broadcast(message: Readonly<Record<string, unknown>>): void {
    for (const listener of this.#listeners) listener(message as unknown as RunMessage);
  }

  /** Readings of the made-up run at these times. */
  read(times: readonly number[], changes: Partial<Reading> = {}): void {
    for (const time of times) this.send({ kind: 'reading', reading: syntheticReading(time, changes) });
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
