import type { Reading } from '../../protocol.js';
import type { ActorState, LearnerState } from '../../../shared/telemetry.js';
import type { ReadingRates } from '../../rates.js';
import { formatAny, formatCompact, formatDecimal, formatPercent, type Format } from '../format.js';
import type { ChartGroup, ChartSpec, SeriesSpec } from './chart-spec.js';
import type { SeriesColor } from './palette.js';

type NumberOf<Of> = { [Key in keyof Of]: Of[Key] extends number | null ? Key : never }[keyof Of];

/** Means of training; evaluations, target and incidents are drawn over it. */
export const RETURN_CHART: ChartSpec = {
  title: 'Return',
  unit: 'undiscounted, per episode',
  kind: 'lines',
  extent: 'data',
  format: formatDecimal,
  series: [{ label: 'training mean', color: 'blue', read: ({ reading }) => reading.returnMean }],
};

const rate = (title: string, name: NumberOf<ReadingRates>, color: SeriesColor): ChartSpec => ({
  title,
  unit: 'per second',
  kind: 'lines',
  extent: 'from-zero',
  format: formatCompact,
  series: [{ label: title.toLowerCase(), color, read: ({ rates }) => rates?.[name] }],
});

const figure = (
  title: string,
  unit: string,
  name: NumberOf<Reading>,
  {
    color = 'purple',
    extent = 'data',
    format = formatAny,
  }: Partial<Pick<SeriesSpec, 'color'> & ChartSpec> = {},
): ChartSpec => ({
  title,
  unit,
  kind: 'lines',
  extent,
  format,
  series: [{ label: title.toLowerCase(), color, read: ({ reading }) => reading[name] }],
});

const actorTime = (label: string, color: SeriesColor, state: ActorState): SeriesSpec => ({
  label,
  color,
  read: ({ rates }) => rates?.actorShares?.[state],
});

const learnerTime = (label: string, color: SeriesColor, state: LearnerState): SeriesSpec => ({
  label,
  color,
  read: ({ rates }) => rates?.learnerShares?.[state],
});

const shares = (title: string, unit: string, series: readonly SeriesSpec[]): ChartSpec => ({
  title,
  unit,
  kind: 'shares',
  extent: 'ratio',
  format: formatPercent,
  series,
});

const asRatio = { extent: 'ratio', format: formatPercent } as const;
const fromZero = (format: Format = formatAny) => ({ extent: 'from-zero', format }) as const;

/** Every other chart, in the order of the page. Those whose figures a run does not have are left out. */
export const CHART_GROUPS: readonly ChartGroup[] = [
  {
    title: 'Throughput',
    isWide: false,
    charts: [
      rate('Env steps', 'envStepsPerSecond', 'blue'),
      rate('Updates', 'updatesPerSecond', 'orange'),
      rate('Samples', 'samplesPerSecond', 'green'),
    ],
  },
  {
    title: 'Where the time goes',
    isWide: true,
    charts: [
      shares('Actors', 'share of wall time', [
        actorTime('environment', 'blue', 'env'),
        actorTime('policy', 'green', 'policy'),
        actorTime('waits for ring', 'orange', 'waitRing'),
        actorTime('waits for weights', 'purple', 'waitWeights'),
        actorTime('other', 'gray', 'other'),
      ]),
      shares('Learner', 'share of wall time', [
        learnerTime('trains', 'blue', 'train'),
        learnerTime('ingests', 'green', 'ingest'),
        learnerTime('publishes', 'purple', 'publish'),
        learnerTime('checkpoints', 'sky', 'checkpoint'),
        learnerTime('waits for data', 'orange', 'waitData'),
        learnerTime('other', 'gray', 'other'),
      ]),
    ],
  },
  {
    title: 'Data on its way',
    isWide: false,
    charts: [
      {
        title: 'Policy lag',
        unit: 'versions behind',
        kind: 'lines',
        ...fromZero(),
        series: [{ label: 'policy lag', color: 'purple', read: ({ rates }) => rates?.policyLagMean }],
      },
      figure('Ring fill', 'waiting blocks', 'ringFill', { color: 'orange', ...asRatio }),
      {
        title: 'Replay fill',
        unit: 'of its capacity',
        kind: 'lines',
        ...asRatio,
        series: [{ label: 'replay fill', color: 'green', read: ({ reading }) => replayFill(reading) }],
      },
      {
        title: 'Replay ratio',
        unit: 'per insert',
        kind: 'lines',
        ...fromZero(),
        series: [{ label: 'replay ratio', color: 'blue', read: ({ rates }) => rates?.replayRatio }],
      },
    ],
  },
  {
    title: 'Learning health',
    isWide: false,
    charts: [
      figure('Loss', 'of the latest batch', 'loss'),
      figure('Policy loss', '', 'policyLoss'),
      figure('Value loss', '', 'valueLoss', fromZero()),
      figure('TD error', 'magnitude', 'tdErrorMean', fromZero()),
      figure('Action value', 'mean Q', 'qValueMean', { color: 'blue' }),
      figure('Entropy', 'nats', 'entropy', { color: 'green' }),
      figure('Epsilon', 'random actions', 'epsilon', { color: 'green', ...asRatio }),
      figure('KL divergence', 'nats', 'klDivergence', { color: 'orange', ...fromZero() }),
      figure('Clip ratio', 'of samples', 'clipRatio', { color: 'orange', ...fromZero(formatPercent) }),
      figure('Explained variance', '', 'explainedVariance', { color: 'blue' }),
      figure('Gradient norm', 'unclipped', 'gradientNorm', { color: 'sky', ...fromZero() }),
      figure('Learning rate', '', 'learningRate', { color: 'sky', ...fromZero() }),
    ],
  },
];

const replayFill = ({ replaySize, replayCapacity }: Reading): number | null =>
  replaySize === null || replayCapacity === null || replayCapacity <= 0 ? null : replaySize / replayCapacity;
