import { spawn } from 'node:child_process';

/** How a process ended. */
export interface EndedProcess {
  readonly stdout: string;
  /** One line that says why it did not do its work: its own last words, or that it was killed; null for exit code 0. */
  readonly failure: string | null;
  /** Whether it was killed by us, and what it printed is cut short. */
  readonly isKilled: boolean;
}

export interface ProcessOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly timeoutSeconds: number;
  /** Aborting it kills the process. */
  readonly signal: AbortSignal;
}

/**
 * Runs a process to its end, whatever becomes of it: it is killed, with all that it started, when its time is up. Never
 * rejects.
 */
export function runProcess(
  [program, ...args]: readonly [string, ...string[]],
  { env, timeoutSeconds, signal }: ProcessOptions,
): Promise<EndedProcess> {
  return new Promise((resolve) => {
    // In a group of its own, so that what it starts can be killed with it.
    const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    let stdout = '';
    let stderr = '';
    let killedFor: string | undefined;
    const kill = (reason: string): void => {
      killedFor = reason;
      killGroup(child.pid);
    };
    const timer = setTimeout(() => kill(`not over after ${timeoutSeconds} s`), timeoutSeconds * 1000);
    const onAbort = (): void => kill('interrupted');
    const onExit = (): void => killGroup(child.pid);
    signal.addEventListener('abort', onAbort, { once: true });
    process.once('exit', onExit);
    const finish = (failure: string | null): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      process.off('exit', onExit);
      resolve({ stdout, failure: killedFor ?? failure, isKilled: killedFor !== undefined });
    };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.once('error', ({ message }) => finish(message));
    child.once('close', (code, by) => {
      const ending = by === null ? `exit code ${String(code)}` : `ended by ${by}`;
      finish(code === 0 ? null : (lastLine(stderr) ?? ending));
    });
    if (signal.aborted) onAbort();
  });
}

/**
 * The object in the last line that a process printed, whatever its exit code: a run that missed its target has an answer
 * too. Otherwise one line that says why there is none.
 */
export function answerOf({
  stdout,
  failure,
  isKilled,
}: EndedProcess): { answer: object } | { error: string } {
  const answer = isKilled ? undefined : parseObject(lastLine(stdout) ?? '');
  return answer === undefined ? { error: failure ?? 'it printed no figures' } : { answer };
}

function killGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // It was over already.
  }
}

function parseObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function lastLine(text: string): string | undefined {
  return text
    .split('\n')
    .map((line) => line.trim())
    .findLast((line) => line !== '');
}
