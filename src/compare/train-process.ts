import { spawn, type ChildProcess } from 'node:child_process';
import type { RunSummary } from '../runtime/run-summary.js';

/** What a training process leaves: its summary, or one line that says why there is none. */
export type TrainResult = { readonly summary: RunSummary } | { readonly error: string };

const running = new Set<ChildProcess>();
// A process that ends in whatever way, short of being killed, takes its children along.
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

/** A `manyhands train --json` under way in a process of its own. */
export class TrainProcess {
  /** Resolves when the process is gone, whatever became of it. */
  readonly result: Promise<TrainResult>;
  readonly #child: ChildProcess;

  /** @param command - program, then arguments */
  constructor([program, ...args]: readonly [string, ...string[]]) {
    // In a group of its own: a Ctrl-C at the terminal reaches only us, and the child gets one signal, not two.
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    this.#child = child;
    running.add(child);
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    this.result = new Promise((resolve) => {
      child.once('error', ({ message }) => resolve({ error: message }));
      child.once('close', (code, signal) => {
        const summary = parseSummary(stdout);
        const ending = signal === null ? `exit code ${String(code)}` : `ended by ${signal}`;
        resolve(summary === undefined ? { error: errorLine(stderr) ?? ending } : { summary });
      });
    });
    void this.result.then(() => running.delete(child));
  }

  /** Asks the run to end soon, with a checkpoint. */
  stop(): void {
    this.#child.kill('SIGINT');
  }
}

function parseSummary(stdout: string): RunSummary | undefined {
  try {
    const value: unknown = JSON.parse(stdout);
    return typeof value === 'object' && value !== null && 'weightsSha256' in value
      ? (value as RunSummary)
      : undefined;
  } catch {
    // Failed runs print no object.
    return undefined;
  }
}

/** The line in which the command says what went wrong; other lines may be about crashes that it survived. */
function errorLine(stderr: string): string | undefined {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  const prefix = 'manyhands: ';
  return lines.findLast((line) => line.startsWith(prefix))?.slice(prefix.length) ?? lines.at(-1);
}
