import { evaluateCheckpoint } from '../runtime/evaluate-checkpoint.js';
import { formatDecimal } from './format.js';
import { integerOption } from './integer-option.js';

/** What commander parsed. */
export interface EvalOptions {
  readonly episodes?: string;
  readonly seed?: string;
  readonly sampled?: boolean;
  readonly json?: boolean;
}

/** `manyhands eval`. */
export async function evalCommand(path: string, options: EvalOptions): Promise<void> {
  const episodes = integerOption('--episodes', options.episodes, 1);
  const seed = integerOption('--seed', options.seed, 0);
  const result = await evaluateCheckpoint(path, {
    episodes,
    seed,
    actions: options.sampled === undefined ? undefined : options.sampled ? 'sampled' : 'greedy',
  });
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify(result)}\n`);
    return;
  }
  const { environment, meanReturn, stdReturn, minReturn } = result;
  process.stdout.write(
    `${environment}: mean return ${formatDecimal(meanReturn, 2)} (std ${formatDecimal(stdReturn, 2)}, least ` +
      `${formatDecimal(minReturn, 2)}) over ${result.episodes} ${result.actions} episodes, seed ${result.seed}\n${result.checkpoint}\n`,
  );
}
