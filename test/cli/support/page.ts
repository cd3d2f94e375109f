import type { ChildProcess } from 'node:child_process';
import { HistoryKeeper } from '../../../src/dashboard/history.js';
import type { RunDescription, RunHistory, RunMessage } from '../../../src/dashboard/protocol.js';
import { weightsSha256Of } from '../../../src/learner/checkpoints/sha256.js';

/** Resolves with the first of what stderr says that matches. */
export function said(child: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stderr!.on('data', (chunk: string) => {
      text += chunk;
      const match = pattern.exec(text);
      if (match !== null) resolve(match[0]);
    });
    child.once('close', () => reject(new Error(`stderr: expected ${pattern.source}, got ${text}`)));
  });
}

/** What a browser asks for. */
export class Page {
  readonly url: string;
  readonly #keeper = new HistoryKeeper();
  readonly #leave = new AbortController();
  #numMessages = 0;
  #onMessage = (): void => undefined;

  /** @param url - ends in a slash */
  constructor(url: string) {
    this.url = url;
  }

  async description(): Promise<RunDescription> {
    return (await fetch(`${this.url}api/run`)).json() as Promise<RunDescription>;
  }

  async weights(id: string): Promise<{ version: number; parameters: Float32Array; sha256: string }> {
    const response = await fetch(`${this.url}api/weights/${id}`);
    if (!response.ok) throw new Error(`weights ${id}: ${response.status}`);
    const parameters = new Float32Array(await response.arrayBuffer());
    const version = Number(response.headers.get('X-Policy-Version'));
    return { version, parameters, sha256: weightsSha256Of(parameters) };
  }

  get history(): RunHistory {
    return this.#keeper.history;
  }

  /** Listens to the events until {@link leave} or the server's end. Resolves when it has the history. */
  async listen(): Promise<void> {
    const response = await fetch(`${this.url}api/events`, { signal: this.#leave.signal });
    void this.#receive(response.body!.pipeThrough(new TextDecoderStream()));
    await this.until(() => this.#numMessages > 0);
  }

  /** Resolves when it is so, now or after a later message. */
  until(isSo: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.#onMessage = () => {
        if (isSo()) resolve();
      };
      this.#onMessage();
    });
  }

  leave(): void {
    this.#leave.abort();
  }

  async #receive(stream: AsyncIterable<string>): Promise<void> {
    let text = '';
    try {
      for await (const chunk of stream) {
        const events = (text + chunk).split('\n\n');
        text = events.pop()!;
        for (const event of events) this.#take(event);
      }
    } catch {
      // Left, or the server has ended.
    }
  }

  #take(event: string): void {
    const match = /^event: (\w+)\ndata: (.*)$/.exec(event);
    if (match === null) return;
    const [, kind, data] = match;
    this.#keeper.apply({ kind, ...(JSON.parse(data!) as object) } as RunMessage);
    this.#numMessages++;
    this.#onMessage();
  }
}
