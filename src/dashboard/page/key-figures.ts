import type { RunDescription, RunHistory } from '../protocol.js';
import { latestRates, type ReadingRates } from '../rates.js';
import { formatCompact, formatCount, formatDecimal, formatPercent } from './format.js';

/** Rates under way are taken over about this long, so that they can be read. */
const WINDOW_SECONDS = 3;

/** One of the numbers that come first. */
export interface KeyFigure {
  readonly label: string;
  readonly value: string;
  readonly unit: string;
  readonly note: string;
  /** Better than what was asked for. */
  readonly isGood?: boolean;
}

/** The numbers that come first: how well, how fast, how fresh, how busy. Always as many, in the same order. */
export function keyFiguresOf({ targetReturn }: RunDescription, history: RunHistory): readonly KeyFigure[] {
  const { readings, evaluations, isLive } = history;
  const last = readings.at(-1);
  const evaluation = evaluations.at(-1);
  const rates = latestRates(readings, isLive ? WINDOW_SECONDS : Infinity);
  const target = targetReturn === null ? 'no target' : `target ${formatDecimal(targetReturn)}`;
  const least = evaluation ? `, least ${formatDecimal(evaluation.minReturn)}` : '';
  const span = isLive ? '' : ', mean of the run';
  return [
    {
      label: 'Return',
      value: formatDecimal(last?.returnMean),
      unit: '',
      note: `training, ${formatCount(last?.episodes)} episodes`,
    },
    {
      label: 'Evaluation',
      value: formatDecimal(evaluation?.meanReturn),
      unit: '',
      note: target + least,
      isGood: evaluation !== undefined && targetReturn !== null && evaluation.meanReturn >= targetReturn,
    },
    {
      label: 'Env steps',
      value: formatCompact(rates?.envStepsPerSecond),
      unit: '/s',
      note: `${formatCount(last?.envSteps)} in all`,
    },
    {
      label: 'Updates',
      value: formatCompact(rates?.updatesPerSecond),
      unit: '/s',
      note: `${formatCompact(rates?.samplesPerSecond)} samples/s${span}`,
    },
    { label: 'Policy lag', value: formatLag(rates), unit: '', note: `versions behind${span}` },
    {
      label: 'Learner busy',
      value: formatPercent(busyRatio(rates)),
      unit: '',
      note: `trains ${formatPercent(rates?.learnerShares?.train)}${span}`,
    },
  ];
}

/** As the rest: two places tell a lag of 1 from one of 1.04. */
const formatLag = (rates: ReadingRates | null): string => {
  const lag = rates?.policyLagMean ?? null;
  return lag === null || lag >= 100 ? formatCompact(lag) : lag.toFixed(2);
};

/** All of the learner's time but what it waits for data. */
const busyRatio = (rates: ReadingRates | null): number | null =>
  rates?.learnerShares ? 1 - rates.learnerShares.waitData : null;
