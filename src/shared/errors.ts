/** Every `code` this project throws. Match on the code: `instanceof` does not survive a thread. */
export const ERROR_CODES = [
  'ERR_USAGE',
  'ERR_CONFIG',
  'ERR_SEED',
  'ERR_ENV_UNKNOWN',
  'ERR_ENV_DUPLICATE',
  'ERR_ENV_LOAD',
  'ERR_ENV_CONTRACT',
  'ERR_ENV_STEP',
  'ERR_ACTION',
  'ERR_SHAPE',
  'ERR_NETWORK_SPEC',
  'ERR_KERNELS',
  'ERR_MEMORY_LAYOUT',
  'ERR_WEIGHTS',
  'ERR_NON_FINITE',
  'ERR_ENGINE',
  'ERR_WORKER_LOST',
  'ERR_ACTOR_FAILED',
  'ERR_CHECKPOINT_MISSING',
  'ERR_CHECKPOINT_CORRUPT',
  'ERR_CHECKPOINT_MISMATCH',
  'ERR_RUN_DIRECTORY',
  'ERR_PORT',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** An error this project throws on purpose: one line that says what, where, expected and got. */
export class ManyhandsError extends Error {
  override readonly name = 'ManyhandsError';

  constructor(
    /** Stable and machine-readable, and part of the public API. */
    readonly code: ErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Builds the usual message, `subject: expected X, got Y`. */
export function expected(
  code: ErrorCode,
  subject: string,
  wanted: string,
  got: unknown,
  options?: ErrorOptions,
): ManyhandsError {
  return new ManyhandsError(code, `${subject}: expected ${wanted}, got ${String(got)}`, options);
}

/** The message of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
