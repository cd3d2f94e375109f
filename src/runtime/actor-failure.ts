import { messageOf, type ErrorCode } from '../shared/errors.js';
import type { TaskFailure } from '../actors/actor-task.js';

/** Why an actor ended, as the metric's label says it. */
export type FailureReason = 'exception' | 'exit' | 'out-of-memory' | 'hung';

export interface ActorFailure {
  readonly reason: FailureReason;
  readonly message: string;
  readonly stack: string;
  /** Whether another life of the actor would fail in the same way. */
  readonly isPermanent: boolean;
}

/** Mistakes that no restart mends: the module, the settings or the environment's shape are wrong. */
const PERMANENT_CODES: ReadonlySet<ErrorCode | undefined> = new Set([
  'ERR_CONFIG',
  'ERR_ENV_UNKNOWN',
  'ERR_ENV_LOAD',
  'ERR_ENV_CONTRACT',
  'ERR_SHAPE',
  'ERR_KERNELS',
  'ERR_MEMORY_LAYOUT',
]);

/** A failure that the actor's thread lived to tell. */
export function failureOfTask({ code, message, stack }: TaskFailure): ActorFailure {
  return { reason: 'exception', message, stack, isPermanent: PERMANENT_CODES.has(code) };
}

/** The end of an actor's thread. */
export function failureOfThread(error: unknown): ActorFailure {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const message = messageOf(error);
  // Piscina's words for a thread that ended by itself.
  const exited = message.startsWith('worker exited with code');
  const reason = code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'out-of-memory' : exited ? 'exit' : 'exception';
  const stack = error instanceof Error ? (error.stack ?? message) : message;
  return { reason, message, stack, isPermanent: false };
}
