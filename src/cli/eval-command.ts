import { evaluateCheckpoint } from '../runtime/evaluate-checkpoint.js';
import { expected } from '../shared/errors.js';
import { formatDecimal } from './format.js';

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
    actions: options.sampled === true ? 'sampled' : 'greedy',
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

function integerOption(flag: string, text: string | undefined, least: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text === '' || !Number.isSafeInteger(value) || value < least) {
    throw expected('ERR_USAGE', `flag ${flag}`, `an integer of at least ${least}`, `'${text}'`);
  }
  return value;
}
