import { alignColumns } from '../../src/compare/table.js';
import { formatFigure, formatRatio } from '../format.js';
import { renderMachine, type Machine } from '../machine.js';
import type { Baseline } from './baseline.js';
import { MAX_LOSS_PERCENT, type Judgement } from './judge.js';

/** The table that `npm run bench:ci` prints, and what follows from it. */
export function renderJudgements(
  judgements: readonly Judgement[],
  baseline: Baseline,
  machine: Machine,
  incomparable: string | null,
): string {
  const heads = ['runs in the time of a calibration', 'baseline', 'here', 'times as good', '95 %', ''];
  const lines = [
    'baseline:',
    ...renderMachine(baseline.machine, baseline.date).trimEnd().split('\n'),
    '',
    ...alignColumns([heads, ...judgements.map((judgement) => row(judgement, incomparable === null))]),
    '',
    ...(baseline.machine.cpu === machine.cpu ? [] : ['the baseline is of another CPU']),
    verdict(judgements, incomparable),
  ];
  return `${lines.join('\n')}\n`;
}

function row({ name, compared }: Judgement, isJudged: boolean): string[] {
  if (compared === null) return [name, '-', '-', '-', '-', 'in one of the two alone'];
  const { before, after, ratio, interval, isRegression } = compared;
  const ends = interval === null ? '-' : `[${interval.map(formatRatio).join(', ')}]`;
  const mark = isRegression && isJudged ? 'LOSS' : '';
  return [name, formatFigure(before), formatFigure(after), formatRatio(ratio), ends, mark];
}

function verdict(judgements: readonly Judgement[], incomparable: string | null): string {
  const cure = 'npm run bench:ci -- --update makes a new baseline';
  if (incomparable !== null) return `not judged: ${incomparable}; ${cure}`;
  const losses = judgements.filter(({ compared }) => compared?.isRegression === true);
  const limit = `more than ${MAX_LOSS_PERCENT} %, the whole 95 % interval beyond it`;
  return losses.length === 0
    ? `no loss (${limit})`
    : `lost ${limit}: ${losses.map(({ name }) => name).join('; ')}; where that is meant, ${cure}`;
}
