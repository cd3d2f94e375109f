import { basename, resolve } from 'node:path';
import { expected } from '../shared/errors.js';
import { colorOf, PADDING, SCHEMA, type Theme } from './drawing/look.js';
import { fileNameOf, type Figure } from './figure.js';
import type { BenchFile, BenchMeasurement } from './sources/bench-file.js';

/** One measurement with so many actors. */
interface ScalingPoint {
  readonly label: string;
  readonly actors: number;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** What the fewest actors of the line would make of it if each gave as much. */
  readonly ideal: number;
  /** `value` as a share of `ideal`, in percent; null where the fewest actors, on a machine that had no time for them, made none. */
  readonly efficiency: number | null;
}

const UNIT = 'steps/s';

/**
 * Throughput against actors: every measurement in env steps a second that says with how many actors it was made, beside the
 * line on which each actor gives as much as one of the fewest.
 *
 * @throws ManyhandsError `ERR_USAGE` when there is no such measurement
 */
export function scalingFigure(bench: BenchFile, theme: Theme): Figure {
  const values = Object.entries(bench.suites).flatMap(([suite, { figures }]) => pointsOf(suite, figures));
  if (values.length === 0) {
    const wanted = `a measurement in ${UNIT} with its number of actors`;
    throw expected('ERR_USAGE', bench.path, wanted, `none; manyhands bench end-to-end --json has some`);
  }
  const labels = [...new Set(values.map(({ label }) => label))];
  const { cpu, cores, node } = bench.machine;
  const counts = [...new Set(values.map(({ actors }) => actors))].sort((a, b) => a - b);
  const legend = { orient: 'bottom' as const, columns: 1, symbolType: 'stroke', symbolStrokeWidth: 3 };
  const color = { ...colorOf(labels, theme), legend };
  const x = {
    field: 'actors',
    type: 'quantitative' as const,
    title: 'actors',
    axis: { values: counts, format: 'd' },
    scale: { domain: [0, counts.at(-1)!], nice: false, padding: PADDING },
  };
  const y = { type: 'quantitative' as const, scale: { zero: true } };
  const line = { type: 'line' as const, point: true, strokeWidth: 2 };
  const size = { width: 420, height: 280 };
  return {
    kind: 'scaling',
    name: `${fileNameOf(basename(bench.path).replace(/\.json$/, ''))}-scaling`,
    spec: {
      $schema: SCHEMA,
      config: theme.config,
      title: {
        text: 'Throughput against actors',
        subtitle: [
          `${cpu}, ${cores} cores, Node ${node}`,
          'median and range of the rounds; dashed: as much from each actor as with the fewest; efficiency: share of that',
        ],
      },
      data: { values },
      hconcat: [
        {
          ...size,
          layer: [
            {
              mark: { type: 'line', strokeDash: [6, 4], strokeWidth: 1.5 },
              encoding: { x, y: { ...y, field: 'ideal', title: `env ${UNIT}` }, color },
            },
            {
              mark: { type: 'rule', strokeWidth: 1.5 },
              encoding: { x, y: { ...y, field: 'min' }, y2: { field: 'max' }, color },
            },
            { mark: line, encoding: { x, y: { ...y, field: 'value' }, color } },
          ],
        },
        {
          ...size,
          mark: line,
          encoding: { x, y: { ...y, field: 'efficiency', title: 'efficiency (%)' }, color },
        },
      ],
    },
    shows: `env steps a second with ${counts.join(', ')} actors, and efficiency: ${labels.join('; ')}`,
    sources: [resolve(bench.path)],
  };
}

function pointsOf(suite: string, rows: readonly BenchMeasurement[]): ScalingPoint[] {
  const lines = new Map<string, { readonly actors: number; readonly row: BenchMeasurement }[]>();
  for (const row of rows) {
    const { actors, ...others } = row.parameters ?? {};
    if (row.unit !== UNIT || typeof actors !== 'number') continue;
    const label = [suite, ...Object.entries(others).map(([name, value]) => `${name}=${value}`)].join(', ');
    lines.set(label, [...(lines.get(label) ?? []), { actors, row }]);
  }
  return [...lines].flatMap(([label, measured]) => {
    const sorted = measured.sort((a, b) => a.actors - b.actors);
    const perActor = sorted[0]!.row.value / sorted[0]!.actors;
    return sorted.map(({ actors, row: { value, min, max } }) => {
      const ideal = perActor * actors;
      return { label, actors, value, min, max, ideal, efficiency: ideal > 0 ? (100 * value) / ideal : null };
    });
  });
}
