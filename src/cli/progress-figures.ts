import type { RunReading } from '../runtime/run-meter.js';
import { formatDecimal, formatPercent } from './format.js';

/** What there is to say of the policy: by its figures, whatever the algorithm's name. */
export function policyFigures({ epsilon, entropy, klDivergence }: RunReading): readonly string[] {
  const figures = [
    ['epsilon', epsilon, 3],
    ['entropy', entropy, 3],
    ['KL', klDivergence, 4],
  ] as const;
  return figures
    .filter(([, value]) => !Number.isNaN(value))
    .map(([name, value, decimals]) => `${name} ${formatDecimal(value, decimals)}`);
}

/** How full the replay table is; undefined where there is none. */
export const replayFill = ({ replaySize, replayCapacity }: RunReading): string | undefined =>
  replayCapacity > 0 ? formatPercent(replaySize / replayCapacity) : undefined;
