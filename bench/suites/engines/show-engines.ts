import { alignColumns } from '../../../src/compare/table.js';
import { formatFigure } from '../../format.js';
import type { Measurement } from '../../measure.js';

const NOTHING = '-';

const COLUMNS: readonly (readonly [unit: string, title: string])[] = [
  ['updates/s', 'updates/s'],
  ['samples/s', 'samples/s'],
  ['% of update time', 'transfers'],
];

/** What the engines were measured at, a table for each network and batch; and how many times as fast as `simd` each was, if it was there. */
export function showEngines(figures: readonly Measurement[]): string {
  const cases = new Map<string, Map<string, Measurement[]>>();
  for (const figure of figures) {
    const { engine, network, batchSize } = figure.parameters ?? {};
    const title = `DQN ${network}, batch ${batchSize}`;
    const engines = cases.get(title) ?? new Map<string, Measurement[]>();
    cases.set(title, engines.set(String(engine), [...(engines.get(String(engine)) ?? []), figure]));
  }
  return [...cases].map(([title, engines]) => `\n${title}\n${tableOf(engines)}`).join('');
}

function tableOf(engines: ReadonlyMap<string, readonly Measurement[]>): string {
  const rate = (engine: string): number | undefined => valueOf(engines.get(engine) ?? [], 'updates/s');
  const reference = rate('simd');
  const head = ['engine', ...COLUMNS.map(([, title]) => title), 'over simd', 'rounds'];
  const rows = [...engines].map(([engine, own]) => [
    engine,
    ...COLUMNS.map(([unit]) => cell(unit, valueOf(own, unit))),
    reference === undefined ? NOTHING : `${formatFigure(rate(engine)! / reference)} x`,
    String(own[0]!.rounds),
  ]);
  const devices = [...engines].map(([, own]) => own[0]!.note ?? '');
  return alignColumns([head, ...rows])
    .map((line, i) => `  ${line}${i === 0 ? '' : `   ${devices[i - 1]!}`}\n`)
    .join('');
}

function valueOf(figures: readonly Measurement[], unit: string): number | undefined {
  return figures.find((figure) => figure.unit === unit)?.value;
}

function cell(unit: string, value: number | undefined): string {
  if (value === undefined) return NOTHING;
  return unit.startsWith('%') ? `${value.toFixed(1)} %` : formatFigure(value);
}
