import { execFile } from 'node:child_process';
import { basename } from 'node:path';
import { promisify } from 'node:util';

/** A build that cannot go on, in one line. */
export class BuildError extends Error {}

/**
 * Runs a program to its end and gives what it printed.
 *
 * @throws BuildError if it is not there or fails, with the line in which it says why
 */
export async function run(program: string, args: readonly string[], cwd: string): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(program, args, { cwd, maxBuffer: 2 ** 28 });
    return stdout;
  } catch (cause) {
    const { stderr, message } = cause as Error & { readonly stderr?: string };
    const lines = (stderr ?? '').trim().split('\n');
    const why =
      lines.find((line) => /error: |^npm error (?!code|syscall|errno)/i.test(line)) ??
      (lines.at(-1)! || message);
    const what = args.find((arg) => !arg.startsWith('-')) ?? '';
    throw new BuildError(`${basename(program)} ${what}: expected it to succeed, got "${why.trim()}"`, {
      cause,
    });
  }
}

/** Whether a program is there and does what it is asked for. */
export async function runs(program: string, args: readonly string[]): Promise<boolean> {
  return run(program, args, '.').then(
    () => true,
    () => false,
  );
}
