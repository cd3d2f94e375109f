import type { Measurement } from '../measure.js';
import { describeLearner } from './configuration.js';
import { rowsOf, type Row, type RowFigure } from './rows.js';

/** A table of one kind of learner. */
export interface ScalingTable {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What is not there: of an idle learner, or without one actor to compare with. */
const NOTHING = '-';

const COLUMNS: readonly (readonly [title: string, cell: (row: Row) => string])[] = [
  ['actors', ({ configuration }) => String(configuration.actors)],
  ['envs', ({ configuration }) => String(configuration.envsPerActor)],
  ['block', ({ configuration }) => String(configuration.blockLength)],
  ['env steps/s', (row) => count(row, 'envSteps')],
  ['from', ({ figures }) => formatCount(figures.envSteps?.min)],
  ['to', ({ figures }) => formatCount(figures.envSteps?.max)],
  ['efficiency', (row) => decimal(row, 'efficiency', 2)],
  ['actors wait', (row) => percent(row, 'actorsWaiting')],
  ['updates/s', (row) => count(row, 'updates')],
  ['trains', (row) => percent(row, 'learnerTraining')],
  ['waits', (row) => percent(row, 'learnerWaiting')],
  ['takes in', (row) => percent(row, 'learnerTakingIn')],
  ['lag', (row) => decimal(row, 'policyLag', 1)],
  ['model: steps', (row) => quotient(row, 'predictedEnvSteps', 'envSteps')],
  ['updates', (row) => quotient(row, 'predictedUpdates', 'updates')],
  ['bound by', ({ figures }) => figures.predictedEnvSteps?.note?.replace(/^bound by /, '') ?? NOTHING],
];

/** Tables of what the scaling suite measured, one for each kind of learner; the model's columns are predicted over measured. */
export function scalingTables(measurements: readonly Measurement[]): readonly ScalingTable[] {
  const byLearner = new Map<string, Row[]>();
  for (const row of rowsOf(measurements)) {
    const title = describeLearner(row.configuration);
    byLearner.set(title, [...(byLearner.get(title) ?? []), row]);
  }
  return [...byLearner].map(([title, rows]) => {
    // A column in which nothing is said is left out.
    const columns = COLUMNS.filter(([, cell]) => rows.some((row) => cell(row) !== NOTHING));
    return {
      title,
      columns: columns.map(([name]) => name),
      rows: rows.map((row) => columns.map(([, cell]) => cell(row))),
    };
  });
}

const count = ({ figures }: Row, name: RowFigure): string => formatCount(figures[name]?.value);

const percent = ({ figures }: Row, name: RowFigure): string => {
  const value = figures[name]?.value;
  return value === undefined ? NOTHING : `${value.toFixed(0)} %`;
};

const decimal = ({ figures }: Row, name: RowFigure, decimals: number): string =>
  figures[name]?.value.toFixed(decimals) ?? NOTHING;

function quotient({ figures }: Row, dividend: RowFigure, divisor: RowFigure): string {
  const [above, below] = [figures[dividend]?.value, figures[divisor]?.value];
  return above === undefined || below === undefined || below === 0 ? NOTHING : (above / below).toFixed(2);
}

/** `12,288`. */
function formatCount(value: number | undefined): string {
  return value === undefined ? NOTHING : Math.round(value).toLocaleString('en-US');
}
