import type { ServerResponse } from 'node:http';
import type { RunMessage } from '../protocol.js';
import type { RunFeed } from '../run-feed.js';

/** How many may read, and how far they may fall behind. */
export interface ReaderLimits {
  readonly maxReaders: number;
  /** Beyond the history that a reader begins with. */
  readonly maxUnsentBytes: number;
  readonly heartbeatMilliseconds: number;
}

/** A slow line has this long for the history. */
const MAX_BEATS_BEHIND = 4;

const LIMITS: ReaderLimits = {
  maxReaders: 128,
  maxUnsentBytes: 256 * 1024,
  // Proxies drop what is silent for a minute, some for half of one.
  heartbeatMilliseconds: 15_000,
};

/** A browser waits this long before it connects again. */
const RETRY = Buffer.from('retry: 2000\n\n');
const HEARTBEAT = Buffer.from(': \n\n');

interface Reader {
  readonly response: ServerResponse;
  readonly maxUnsentBytes: number;
  /** Heartbeats since the one that it has not yet taken; 0 if it has them all. */
  beatsBehind: number;
}

/**
 * The readers of a run's events: server-sent events as in https://html.spec.whatwg.org/multipage/server-sent-events.html.
 *
 * A message is put into words once, however many read. A reader that does not keep up is dropped, so what waits for it is
 * bounded; its browser comes back by itself and begins with the history, as everybody does. Without readers the feed is not listened to.
 */
export class EventReaders {
  readonly #feed: RunFeed;
  readonly #limits: ReaderLimits;
  readonly #readers = new Set<Reader>();
  #stopListening: (() => void) | undefined;
  /** Right until the next message. */
  #history: Buffer | undefined;

  constructor(feed: RunFeed, limits: Partial<ReaderLimits> = {}) {
    this.#feed = feed;
    this.#limits = { ...LIMITS, ...limits };
  }

  get limit(): number {
    return this.#limits.maxReaders;
  }

  get isFull(): boolean {
    return this.#readers.size >= this.limit;
  }

  /** @param response - its headers are out, its body is ours */
  add(response: ServerResponse): void {
    this.#history ??= encode({ kind: 'history', history: this.#feed.history() });
    const maxUnsentBytes = this.#history.length + this.#limits.maxUnsentBytes;
    const reader: Reader = { response, maxUnsentBytes, beatsBehind: 0 };
    // Nothing can happen between the history and this.
    if (this.#stopListening === undefined) this.#listen();
    this.#readers.add(reader);
    response.once('close', () => this.#remove(reader));
    response.write(RETRY);
    response.write(this.#history);
  }

  /** Ends every stream. Resolves when the readers have what was sent to them, or are gone. */
  async close(): Promise<void> {
    this.#stopListening?.();
    const ended = [...this.#readers].map(({ response }) => {
      return new Promise<void>((resolve) => {
        response.once('close', resolve);
        response.end();
      });
    });
    await Promise.all(ended);
  }

  #listen(): void {
    const unsubscribe = this.#feed.subscribe((message) => {
      this.#history = undefined;
      const bytes = encode(message);
      for (const reader of this.#readers) this.#write(reader, bytes);
    });
    const heartbeat = setInterval(() => this.#beat(), this.#limits.heartbeatMilliseconds);
    heartbeat.unref();
    this.#stopListening = () => {
      this.#stopListening = undefined;
      this.#history = undefined;
      clearInterval(heartbeat);
      unsubscribe();
    };
  }

  #remove(reader: Reader): void {
    this.#readers.delete(reader);
    if (this.#readers.size === 0) this.#stopListening?.();
  }

  #write({ response, maxUnsentBytes }: Reader, bytes: Buffer, onTaken?: () => void): void {
    if (response.destroyed || response.writableEnded) return;
    if (response.writableLength > maxUnsentBytes) response.destroy();
    else response.write(bytes, onTaken);
  }

  /** Shows proxies that the connection lives, and finds out which readers do not. */
  #beat(): void {
    for (const reader of this.#readers) {
      reader.beatsBehind += 1;
      if (reader.beatsBehind === 1) this.#write(reader, HEARTBEAT, () => (reader.beatsBehind = 0));
      else if (reader.beatsBehind > MAX_BEATS_BEHIND) reader.response.destroy();
    }
  }
}

function encode({ kind, ...rest }: RunMessage): Buffer {
  return Buffer.from(`event: ${kind}\ndata: ${JSON.stringify(rest)}\n\n`);
}
