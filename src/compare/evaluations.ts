import { readFileSync } from 'node:fs';

/** How good the weights of one moment of a run were. */
export interface EvaluationPoint {
  readonly envSteps: number;
  /** From process start to the result. */
  readonly seconds: number;
  readonly meanReturn: number;
}

/**
 * Reads a run's `evaluations.csv`, in the order of its rows.
 *
 * @returns none for a run that made none, or that ended before the file was there
 */
export function readEvaluations(path: string): EvaluationPoint[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return [];
  }
  const [header = '', ...rows] = text.trimEnd().split('\n');
  const names = header.split(',');
  const [envSteps, seconds, meanReturn] = ['env_steps', 'time_seconds', 'mean_return'].map((name) =>
    names.indexOf(name),
  ) as [number, number, number];
  return rows.map((row) => {
    const cells = row.split(',').map(Number);
    return {
      envSteps: cells[envSteps] ?? NaN,
      seconds: cells[seconds] ?? NaN,
      meanReturn: cells[meanReturn] ?? NaN,
    };
  });
}
