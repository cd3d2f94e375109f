import { measureAlternatingAwaited } from '../measure-awaited.js';
import type { Pace } from '../pace.js';
import { CALIBRATIONS } from './calibration.js';
import { SELECTION, type SelectedCase } from './selection.js';

/** How many runs of each case fit into the time of one run of its calibration: by name, one a round. Higher is better. */
export type Ratios = Readonly<Record<string, readonly number[]>>;

/** Times each case in turns with its calibration, so that a round of one stands beside a round of the other. */
export async function measureSelection(
  pace: Pace,
  selection: readonly SelectedCase[] = SELECTION,
): Promise<Ratios> {
  const ratios: Record<string, readonly number[]> = {};
  for (const selected of selection) {
    const { name, calibration } = selected;
    const time = { unit: 'ns', figure: (nanoseconds: number): number => nanoseconds };
    const work =
      'prepare' in selected ? { run: selected.prepare() } : { answer: await selected.prepareAwaited() };
    const [reference, measured] = await measureAlternatingAwaited(
      [
        { ...time, name: calibration, run: CALIBRATIONS[calibration]() },
        { ...time, name, ...work },
      ],
      pace,
    );
    ratios[name] = reference!.figures.map((nanoseconds, round) => nanoseconds / measured!.figures[round]!);
  }
  return ratios;
}
