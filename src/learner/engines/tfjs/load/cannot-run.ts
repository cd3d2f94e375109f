import { expected, messageOf, type ManyhandsError } from '../../../../shared/errors.js';
import type { TfjsEngineName } from '../../../../shared/config/engines.js';

/** Why an engine cannot run. */
export interface Obstacle {
  readonly wanted: string;
  readonly got: string;
  /** What to do about it. */
  readonly fix: string;
}

/** An engine that cannot run here, in one line. */
export function cannotRun(
  engine: TfjsEngineName,
  { wanted, got, fix }: Obstacle,
  cause?: unknown,
): ManyhandsError {
  const line = `${got.replace(/\.$/, '')}; ${fix}`;
  return expected('ERR_ENGINE', `engine '${engine}'`, wanted, line, { cause });
}

/** The first line of what was thrown: native code and installers say many. */
export const firstLineOf = (thrown: unknown): string => messageOf(thrown).split('\n')[0]!.trim();

/** The code of an error of Node's own; undefined for others. */
export function codeOf(thrown: unknown): string | undefined {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : undefined;
}
