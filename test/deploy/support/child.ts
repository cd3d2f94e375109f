import type { ChildProcess } from 'node:child_process';
import { setPriority } from 'node:os';

const LOW_PRIORITY = 10;

/** Lets a process of a test give way to those of other tests. */
export function giveWay({ pid }: ChildProcess): void {
  if (pid !== undefined) setPriority(pid, LOW_PRIORITY);
}

/**
 * What the first group of `pattern` matches in what a process says on stderr.
 *
 * @throws Error with all that was said, when the process ends without it
 */
export function said(child: ChildProcess, pattern: RegExp): Promise<string> {
  let text = '';
  return new Promise((resolve, reject) => {
    child.stderr!.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      const match = pattern.exec(text)?.[1];
      if (match !== undefined) resolve(match);
    });
    child.once('error', reject);
    child.once('close', () => reject(new Error(`expected ${pattern.source} on stderr, got ${text}`)));
  });
}

/** Ends a process for good. */
export function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) {
      resolve();
      return;
    }
    child.once('close', () => resolve());
    child.kill('SIGKILL');
  });
}
