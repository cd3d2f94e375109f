import type { BenchFile, BenchMeasurement } from './sources/bench-file.js';

/** One measurement with so many actors. */
export interface ScalingPoint {
  /** What is drawn in one place: a suite, or a kind of learner of the scaling suite. */
  readonly panel: string;
  /** What has one line there. */
  readonly label: string;
  readonly actors: number;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** What the fewest actors of the line would make of it if each gave as much. */
  readonly ideal: number;
  /** `value` as a share of `ideal`, in percent; null where the fewest actors, on a machine that had no time for them, made none. */
  readonly efficiency: number | null;
  /** What the throughput model says; null where nobody asked it. */
  readonly predicted: number | null;
}

export const UNIT = 'steps/s';

/** What the scaling suite calls what is measured of actors, and what is predicted. */
const MEASURED = 'envSteps';
const PREDICTED = 'predictedEnvSteps';

/** Every measurement in env steps a second that says with how many actors it was made, line by line. */
export function scalingPoints({ suites }: BenchFile): readonly ScalingPoint[] {
  return Object.entries(suites).flatMap(([suite, { figures }]) => pointsOf(suite, figures));
}

interface Place {
  readonly panel: string;
  readonly label: string;
  readonly actors: number;
}

function pointsOf(suite: string, rows: readonly BenchMeasurement[]): ScalingPoint[] {
  const lines = new Map<string, { readonly place: Place; readonly row: BenchMeasurement }[]>();
  const predictions = new Map<string, number>();
  for (const row of rows) {
    const { figure = MEASURED, actors, ...others } = row.parameters ?? {};
    if (row.unit !== UNIT || typeof actors !== 'number') continue;
    const place: Place = { ...placeOf(suite, others), actors };
    const line = `${place.panel} ${place.label}`;
    if (figure === PREDICTED) predictions.set(`${line} ${actors}`, row.value);
    if (figure === MEASURED) lines.set(line, [...(lines.get(line) ?? []), { place, row }]);
  }
  return [...lines].flatMap(([line, measured]) => {
    const sorted = measured.sort((a, b) => a.place.actors - b.place.actors);
    const [{ place: fewest, row: first }] = sorted as [(typeof sorted)[0]];
    const perActor = first.value / fewest.actors;
    return sorted.map(({ place, row: { value, min, max } }) => {
      const ideal = perActor * place.actors;
      const efficiency = ideal > 0 ? (100 * value) / ideal : null;
      const predicted = predictions.get(`${line} ${place.actors}`) ?? null;
      return { ...place, value, min, max, ideal, efficiency, predicted };
    });
  });
}

/** Who learns is told apart by where a line is, everything else by which line it is. */
function placeOf(suite: string, others: Readonly<Record<string, number | string>>): Omit<Place, 'actors'> {
  const { algorithm, mode, lag, ...shape } = others;
  const settings = Object.entries(shape).map(([name, value]) => `${name}=${value}`);
  if (algorithm === undefined) return { panel: suite, label: [suite, ...settings].join(', ') };
  const learner = [algorithm, mode, ...(lag === undefined ? [] : [`lag ${lag}`])];
  return { panel: learner.join(', '), label: settings.join(', ') };
}
