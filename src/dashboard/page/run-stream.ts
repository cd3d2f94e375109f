import { API_PATHS, type RunMessage } from '../protocol.js';
import { parseMessage } from './parse-message.js';

const KINDS = [
  'history',
  'reading',
  'evaluation',
  'incident',
  'ending',
] as const satisfies readonly RunMessage['kind'][];

/** A run under way says something twice a second, one that is followed on the disk as often as it logs: after this long one asks. */
const SILENCE_MILLISECONDS = 15_000;
/** Between attempts, where the browser itself has given up. */
const RETRY_MILLISECONDS = 3_000;

/** Hears a run. */
export interface StreamListener {
  receive(message: RunMessage): void;
  /** The server answers, or does not: then it is asked again until it does. */
  connected(isConnected: boolean): void;
}

/**
 * The server-sent events of the run. While it lasts, a broken connection is made again; once it is over, what is broken stays so:
 * asking again would find nobody, or another run.
 */
export class RunStream {
  readonly #listener: StreamListener;
  #isLive = true;
  #source: EventSource | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(listener: StreamListener) {
    this.#listener = listener;
    this.#open();
  }

  #open(): void {
    this.#close();
    const source = new EventSource(API_PATHS.events);
    this.#source = source;
    this.#expectNews();
    source.addEventListener('open', () => {
      this.#expectNews();
      this.#listener.connected(true);
    });
    for (const kind of KINDS) {
      source.addEventListener(kind, (event) => {
        const message = parseMessage(kind, (event as MessageEvent<string>).data);
        if (message?.kind === 'history') this.#isLive = message.history.isLive;
        if (message?.kind === 'ending') this.#isLive = false;
        this.#expectNews();
        if (message) this.#listener.receive(message);
      });
    }
    source.addEventListener('error', () => {
      if (!this.#isLive) {
        this.#close();
        return;
      }
      this.#listener.connected(false);
      // Refused with a status, which a browser takes for a final answer; a lost connection it makes again by itself.
      if (source.readyState === EventSource.CLOSED) this.#reopenAfter(RETRY_MILLISECONDS);
    });
  }

  #close(): void {
    clearTimeout(this.#timer);
    this.#source?.close();
  }

  #expectNews(): void {
    clearTimeout(this.#timer);
    if (this.#isLive) this.#reopenAfter(SILENCE_MILLISECONDS);
  }

  #reopenAfter(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      // One that is open may have nothing to say, or be dead without knowing: another one finds out.
      if (this.#source?.readyState !== EventSource.OPEN) this.#listener.connected(false);
      this.#open();
    }, milliseconds);
  }
}
