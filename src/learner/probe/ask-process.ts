import { fork, type ChildProcess } from 'node:child_process';
import type { Device } from '../engines/device.js';
import type { ProbeAnswer, ProbeOrder } from './probe-messages.js';

/** What a process came to. */
export interface ProcessFindings {
  /** Null if it loaded nothing. */
  readonly device: Device | null;
  /** Null if it made no update. */
  readonly millisecondsPerUpdate: number | null;
  /** What went wrong, in one line; null if nothing did. */
  readonly problem: string | null;
}

/** Of what it writes to stderr, enough to hold the last line. */
const TAIL_LENGTH = 4_096;

/**
 * Gives a process an order and waits until it has ended, by itself or by force. Never rejects.
 *
 * @param entry - its module
 * @param limits - seconds that it has for its last answer, and then to end
 */
export function askProcess(
  entry: URL,
  order: ProbeOrder,
  { answerSeconds, endSeconds = 5 }: { readonly answerSeconds: number; readonly endSeconds?: number },
): Promise<ProcessFindings> {
  let child: ChildProcess;
  try {
    // Without flags of this process: the port of its debugger, say, is taken. What libraries print is no answer.
    child = fork(entry, {
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
  } catch (error) {
    const problem = `its process does not start: ${String(error)}`;
    return Promise.resolve({ device: null, millisecondsPerUpdate: null, problem });
  }
  return new Promise((resolve) => {
    const heard: { -readonly [Key in keyof ProcessFindings]: ProcessFindings[Key] } = {
      device: null,
      millisecondsPerUpdate: null,
      problem: null,
    };
    let ending: string | null = null;
    let tail = '';
    const kill = (): void => void child.kill('SIGKILL');
    const killAfter = (seconds: number, why: string) =>
      setTimeout(() => {
        heard.problem ??= why;
        kill();
      }, 1000 * seconds);
    let deadline = killAfter(answerSeconds, `no answer within ${answerSeconds} s`);
    const finish = (): void => {
      clearTimeout(deadline);
      process.off('exit', kill);
      // One that ends as if all were well has answered.
      if (heard.millisecondsPerUpdate === null) ending ??= 'its process ended without an answer';
      resolve({ ...heard, problem: heard.problem ?? (ending && ending + lastLineOf(tail)) });
    };

    // This process may end in whatever way, short of being killed: nobody else ends that one.
    process.once('exit', kill);
    child
      .stderr!.setEncoding('utf8')
      .on('data', (text: string) => (tail = (tail + text).slice(-TAIL_LENGTH)));
    child.on('message', ({ kind, ...answer }: ProbeAnswer) => {
      Object.assign(heard, answer);
      if (kind === 'loaded') return;
      clearTimeout(deadline);
      deadline = killAfter(endSeconds, 'its process answers and does not end');
    });
    child.once('error', ({ message }) => (ending = `its process does not start: ${message}`));
    child.once('exit', (code, signal) => (ending ??= endingOf(code, signal)));
    child.once('close', finish);
    // One that cannot be told has ended, and says so in another way.
    child.send(order, () => undefined);
  });
}

function endingOf(code: number | null, signal: NodeJS.Signals | null): string | null {
  if (signal !== null) return `its process was ended by ${signal}`;
  return code === 0 ? null : `its process ended with exit code ${String(code)}`;
}

/** Native code says there what it dies of. */
function lastLineOf(text: string): string {
  const line = text.trimEnd().split('\n').at(-1)!;
  return line === '' ? '' : `: ${line}`;
}
