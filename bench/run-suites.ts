import type { Measurement } from './measure.js';
import { repeatedFigure, type SuiteFigures } from './report.js';
import type { Suite, SuiteOptions } from './suites.js';

/** What happens on the way. */
export interface SuiteListener {
  readonly begun: (name: string, about: string) => void;
  /** Given the suite's own text for its figures, if it has one. What this throws ends the run. */
  readonly ended: (name: string, suite: SuiteFigures, text: string | undefined) => void;
  /** A suite that fails takes no other with it: what they measure takes its time. */
  readonly failed: (name: string, error: unknown) => void;
}

/** Runs these suites one after another, each once. */
export async function runSuites(
  suites: Readonly<Record<string, Suite>>,
  names: Iterable<string>,
  options: SuiteOptions,
  { begun, ended, failed }: SuiteListener,
): Promise<void> {
  for (const name of new Set(names)) {
    const { about, run, show } = suites[name]!;
    begun(name, about);
    let figures: readonly Measurement[];
    let text: string | undefined;
    const leftOut: Record<string, string> = {};
    try {
      figures = await run({ ...options, leaveOut: (what, why) => (leftOut[what] = why) });
      const repeated = repeatedFigure(name, figures);
      if (repeated !== undefined)
        throw new RangeError(`figures: expected each once, got '${repeated}' twice`);
      text = await show?.(figures, options);
    } catch (error) {
      failed(name, error);
      continue;
    }
    ended(name, { about, figures, ...(Object.keys(leftOut).length > 0 && { leftOut }) }, text);
  }
}
