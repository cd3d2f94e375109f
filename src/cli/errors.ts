import { ManyhandsError, messageOf, type ErrorCode } from '../shared/errors.js';

export const EXIT_DONE = 0;
/** A stated target was missed, or the run failed. */
export const EXIT_FAILED = 1;
export const EXIT_USAGE = 2;
/** 128 + SIGINT, as shells report it. */
export const EXIT_INTERRUPTED = 130;

/** Mistakes of whoever typed the command. */
const USAGE_CODES: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'ERR_USAGE',
  'ERR_CONFIG',
  'ERR_SEED',
  'ERR_ENV_UNKNOWN',
  'ERR_ENV_LOAD',
]);

/** Errors whose cause lies in the user's own code: its stack says where. */
const CODES_WITH_STACK: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'ERR_ACTOR_FAILED',
  'ERR_ENV_STEP',
  'ERR_ENV_LOAD',
]);

/** The exit code for something thrown by a command. */
export function exitCodeOf(error: unknown): number {
  return error instanceof ManyhandsError && USAGE_CODES.has(error.code) ? EXIT_USAGE : EXIT_FAILED;
}

/** Says what went wrong on stderr: one line for our own errors, with the cause's stack where that helps. */
export function reportError(error: unknown): void {
  process.stderr.write(`manyhands: ${messageOf(error)}\n`);
  if (!(error instanceof ManyhandsError)) {
    // Not one of ours: a bug, and its stack is what a report of it needs.
    if (error instanceof Error) process.stderr.write(`${error.stack ?? ''}\n`);
  } else if (CODES_WITH_STACK.has(error.code)) {
    const stack = innermostStack(error);
    if (stack !== undefined) process.stderr.write(`${stack}\n`);
  }
}

function innermostStack(error: Error): string | undefined {
  let innermost = error;
  while (innermost.cause instanceof Error) innermost = innermost.cause;
  return innermost === error ? undefined : innermost.stack;
}
