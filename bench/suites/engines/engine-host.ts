import { fork, type ChildProcess } from 'node:child_process';
import type { EngineName } from '../../../src/shared/config/engines.js';
import type { Answers, Question, Questions, Reply } from './messages.js';

const ENTRY = new URL('./engine-process.js', import.meta.url);

/** The other end of an engine's process: native code runs there, and what it dies of takes nothing else with it. */
export class EngineHost {
  readonly engine: EngineName;
  readonly #child: ChildProcess;
  readonly #ended: Promise<Reply>;
  #lastLine = '';

  /** Starts the process. */
  constructor(engine: EngineName, entry: URL = ENTRY) {
    this.engine = engine;
    // What libraries print is no answer; the native one prints less if it is told so when it starts.
    const child = fork(entry, {
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: { TF_CPP_MIN_LOG_LEVEL: '2', ...process.env },
    });
    this.#child = child;
    const stderr = child.stderr!.setEncoding('utf8');
    stderr.on('data', (text: string) => (this.#lastLine = text.trimEnd().split('\n').at(-1)!));
    const silent = new Promise((resolve) => stderr.once('close', resolve));
    this.#ended = new Promise((resolve) => {
      child.once('error', ({ message }) => resolve({ failure: `its process does not start: ${message}` }));
      // Not its 'close', which does not come after a disconnection from this side.
      child.once('exit', (code, signal) => {
        void silent.then(() => resolve({ failure: this.#endingOf(signal ?? `exit code ${code}`) }));
      });
    });
  }

  /** @throws Error with what went wrong, in one line, if the process could not answer or has ended */
  async ask<Kind extends keyof Questions>(kind: Kind, said: Questions[Kind]): Promise<Answers[Kind]> {
    const question = { kind, ...said } as Question;
    const answered = new Promise<Reply>((resolve) => {
      const listen = (reply: Reply): void => resolve(reply);
      this.#child.once('message', listen);
      void this.#ended.then(() => this.#child.off('message', listen));
    });
    // One that cannot be told has ended, and says so in another way.
    this.#child.send(question, () => undefined);
    const reply = await Promise.race([answered, this.#ended]);
    if ('failure' in reply) throw new Error(reply.failure);
    return reply.answer as Answers[Kind];
  }

  /** Ends the process, and waits until it has. */
  async end(): Promise<void> {
    if (this.#child.connected) this.#child.disconnect();
    await this.#ended;
  }

  #endingOf(how: string): string {
    const said = this.#lastLine === '' ? '' : `: ${this.#lastLine}`;
    return `its process ended with ${how}${said}`;
  }
}
