import { basename, resolve } from 'node:path';
import { expected } from '../shared/errors.js';
import { colorOf, dashOf, PADDING, SCHEMA, type Theme } from './drawing/look.js';
import { fileNameOf, type Figure } from './figure.js';
import { scalingPoints, UNIT, type ScalingPoint } from './scaling-points.js';
import type { BenchFile } from './sources/bench-file.js';

const WIDTH = 420;
const HEIGHT = 280;
/** Of one among several. */
const LOW_HEIGHT = 180;

/**
 * Throughput against actors: every measurement in env steps a second that says with how many actors it was made, beside the
 * line on which each actor gives as much as one of the fewest. Kinds of learners have panels of their own: their axes differ.
 *
 * @throws ManyhandsError `ERR_USAGE` when there is no such measurement
 */
export function scalingFigure(bench: BenchFile, theme: Theme): Figure {
  const values = scalingPoints(bench);
  if (values.length === 0) {
    const wanted = `a measurement in ${UNIT} with its number of actors`;
    throw expected('ERR_USAGE', bench.path, wanted, `none; manyhands bench scaling --out <file> has some`);
  }
  const panels = [...new Set(values.map(({ panel }) => panel))];
  const labels = [...new Set(values.map(({ label }) => label))];
  const counts = [...new Set(values.map(({ actors }) => actors))].sort((a, b) => a - b);
  const isPredicted = values.some(({ predicted }) => predicted !== null);
  const { cpu, cores, node } = bench.machine;
  const height = panels.length === 1 ? HEIGHT : LOW_HEIGHT;
  const charts = panel({ counts, labels, height, isPredicted }, theme);
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
          ...(isPredicted ? ['diamonds: what the throughput model predicts'] : []),
        ],
      },
      data: { values: [...values] },
      ...(panels.length === 1
        ? charts
        : {
            vconcat: panels.map((name) => ({
              title: { text: name, fontSize: 12, offset: 4 },
              transform: [{ filter: { field: 'panel', equal: name } }],
              ...charts,
            })),
          }),
    },
    shows: `env steps a second with ${counts.join(', ')} actors, and efficiency: ${names(panels, labels)}`,
    sources: [resolve(bench.path)],
  };
}

interface Panel {
  readonly counts: readonly number[];
  readonly labels: readonly string[];
  readonly height: number;
  readonly isPredicted: boolean;
}

/** Throughput, and efficiency beside it. */
function panel({ counts, labels, height, isPredicted }: Panel, theme: Theme) {
  const legend = {
    orient: 'bottom' as const,
    columns: 1,
    symbolType: 'stroke',
    symbolStrokeWidth: 3,
    symbolOpacity: 1,
  };
  const color = { ...colorOf(labels, theme), legend };
  const x = {
    field: 'actors' satisfies keyof ScalingPoint,
    type: 'quantitative' as const,
    title: 'actors',
    axis: { values: [...counts], format: 'd' },
    scale: { domain: [0, counts.at(-1)!], nice: false, padding: PADDING },
  };
  const y = (field: keyof ScalingPoint, title: string | null = null) => ({
    ...{ field, type: 'quantitative' as const, scale: { zero: true } },
    ...(title !== null && { title }),
  });
  const line = { type: 'line' as const, point: true, strokeWidth: 2 };
  // Where colours begin again, dashes go on.
  const dashes = labels.length > theme.colors.length ? { strokeDash: dashOf(labels, theme) } : {};
  const size = { width: WIDTH, height };
  return {
    hconcat: [
      {
        ...size,
        layer: [
          {
            mark: { type: 'line' as const, strokeDash: [6, 4], strokeWidth: 1, opacity: 0.6 },
            encoding: { x, y: y('ideal', `env ${UNIT}`), color },
          },
          {
            mark: { type: 'rule' as const, strokeWidth: 1.5 },
            encoding: { x, y: y('min'), y2: { field: 'max' as const }, color },
          },
          { mark: line, encoding: { x, y: y('value'), color, ...dashes } },
          ...(isPredicted
            ? [
                {
                  transform: [{ filter: 'isValid(datum.predicted)' }],
                  mark: { type: 'point' as const, shape: 'diamond', filled: false, size: 60 },
                  encoding: { x, y: y('predicted'), color },
                },
              ]
            : []),
        ],
      },
      { ...size, mark: line, encoding: { x, y: y('efficiency', 'efficiency (%)'), color, ...dashes } },
    ],
  };
}

function names(panels: readonly string[], labels: readonly string[]): string {
  return panels.length === 1 ? labels.join('; ') : `${panels.join('; ')}: ${labels.join('; ')}`;
}
