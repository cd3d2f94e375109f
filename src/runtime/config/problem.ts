import { ManyhandsError } from '../../shared/errors.js';

/** A mistake in a setting, on its way to becoming the line a user reads. */
export interface Problem {
  /** A path such as `env.count`, with its source in brackets where there is one. */
  readonly subject: string;
  readonly wanted: string;
  /** Already shown with {@link show} where it is a value. */
  readonly got: string;
  /** What goes wrong and how to mend it, where that is not obvious. */
  readonly why?: string;
  readonly cause?: unknown;
}

const MAX_SHOWN = 60;

/** A value on one line, cut where it gets long. */
export function show(value: unknown): string {
  // JSON has no NaN and no Infinity.
  const text = typeof value === 'number' ? String(value) : (toJson(value) ?? `a ${typeof value}`);
  return text.length <= MAX_SHOWN ? text : `${text.slice(0, MAX_SHOWN)}...`;
}

/** @returns `undefined` for what JSON cannot say */
function toJson(value: unknown): string | undefined {
  try {
    const text: string | undefined = JSON.stringify(value);
    return text;
  } catch {
    return undefined;
  }
}

/**
 * Makes one error of all mistakes: the first in full, the others counted.
 *
 * @param problems - at least one
 */
export function configError(problems: readonly [Problem, ...Problem[]]): ManyhandsError {
  const [{ subject, wanted, got, why, cause }, ...others] = problems;
  const tail = why === undefined ? '' : `; ${why}`;
  const more =
    others.length === 0 ? '' : ` (and ${others.length} more ${others.length === 1 ? 'mistake' : 'mistakes'})`;
  const message = `${subject}: expected ${wanted}, got ${got}${tail}${more}`;
  return new ManyhandsError('ERR_CONFIG', message, cause === undefined ? undefined : { cause });
}

/** @throws ManyhandsError `ERR_CONFIG` if there is any problem */
export function throwIfAny(problems: readonly Problem[]): void {
  const [first, ...others] = problems;
  if (first !== undefined) throw configError([first, ...others]);
}
