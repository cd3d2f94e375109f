/** Reads a run's server as Prometheus and open pages do, in a process of its own. */
import { Agent, get, type ClientRequest, type IncomingMessage } from 'node:http';
import { constants, setPriority } from 'node:os';

/** Who reads. Sent to begin; answered with {@link ReadersAnswer} when every reader has had something. `'end'` ends it. */
export interface ReadersOrder {
  readonly url: string;
  /** Scrapes of `/metrics`, a second apart. */
  readonly numScrapers: number;
  /** Open pages: each with a stream of events, and with the newest weights every two seconds. */
  readonly numPages: number;
}

export interface ReadersAnswer {
  readonly scrapes: number;
  readonly events: number;
  readonly weights: number;
  readonly failures: readonly string[];
}

const SCRAPE_MILLISECONDS = 1000;
const WEIGHTS_MILLISECONDS = 2000;

class Readers {
  readonly #order: ReadersOrder;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #streams: ClientRequest[] = [];
  readonly #counts = { scrapes: 0, events: 0, weights: 0 };
  readonly #failures: string[] = [];
  #isOver = false;

  constructor(order: ReadersOrder) {
    this.#order = order;
  }

  get answer(): ReadersAnswer {
    return { ...this.#counts, failures: this.#failures };
  }

  async begin(): Promise<void> {
    const { numScrapers, numPages } = this.#order;
    const scrapers = Array.from({ length: numScrapers }, () =>
      this.#repeat('/metrics', 'scrapes', SCRAPE_MILLISECONDS, 0),
    );
    const pages = Array.from({ length: numPages }, async (_, page) => {
      await this.#follow();
      // Pages are opened at different times.
      await this.#repeat('/api/weights/newest', 'weights', WEIGHTS_MILLISECONDS, page / numPages);
    });
    await Promise.all([...scrapers, ...pages]);
  }

  end(): void {
    this.#isOver = true;
    for (const timer of this.#timers) clearInterval(timer);
    for (const stream of this.#streams) stream.destroy();
    this.#agent.destroy();
  }

  /** Resolves with the first event. */
  #follow(): Promise<void> {
    return new Promise((resolve) => {
      const stream = get(`${this.#order.url}/api/events`, (response) => {
        this.#check(response);
        response.on('data', () => {
          this.#counts.events++;
          resolve();
        });
        response.on('close', () => this.#fail('a stream of events ended'));
      });
      stream.on('error', (error) => this.#fail(error.message));
      this.#streams.push(stream);
    });
  }

  /** Resolves with the first answer. @param phase - part of the interval before the second */
  async #repeat(
    path: string,
    name: 'scrapes' | 'weights',
    milliseconds: number,
    phase: number,
  ): Promise<void> {
    const ask = async (): Promise<void> => {
      await this.#ask(path);
      this.#counts[name]++;
    };
    await ask();
    const begin = setTimeout(
      () => this.#timers.push(setInterval(() => void ask(), milliseconds)),
      phase * milliseconds,
    );
    this.#timers.push(begin);
  }

  #ask(path: string): Promise<void> {
    return new Promise((resolve) => {
      const asked = get(`${this.#order.url}${path}`, { agent: this.#agent }, (response) => {
        this.#check(response);
        response.resume().on('end', resolve);
      });
      asked.on('error', (error) => {
        this.#fail(error.message);
        resolve();
      });
    });
  }

  #check({ statusCode }: IncomingMessage): void {
    if (statusCode !== 200) this.#fail(`status ${statusCode ?? 'none'}`);
  }

  #fail(message: string): void {
    if (!this.#isOver) this.#failures.push(message);
  }
}

// Readers are elsewhere, or wait: theirs is not the time that is measured.
setPriority(constants.priority.PRIORITY_LOW);
let readers: Readers | undefined;
process.on('message', (order: ReadersOrder | 'end') => {
  if (order === 'end') {
    const answer = readers?.answer;
    readers?.end();
    readers = undefined;
    process.send!(answer);
    return;
  }
  const begun = new Readers(order);
  readers = begun;
  void begun.begin().then(() => process.send!(begun.answer));
});
