import { renderMachine, type Machine } from '../machine.js';
import { readBaseline, writeBaseline } from './baseline.js';
import { judge, whyIncomparable, type Judgement } from './judge.js';
import type { Ratios } from './measure-selection.js';
import { renderJudgements } from './render-judgements.js';

/** Processes whose figures are put together. */
const NUM_RUNS = 3;

export interface BenchCiOptions {
  readonly isUpdate: boolean;
  readonly baselinePath: string;
  readonly machine: Machine;
  /** ISO 8601. */
  readonly date: string;
  /** Measures every case, in a process of its own. */
  readonly measureOnce: () => Promise<Ratios>;
  readonly print: (text: string) => void;
}

/**
 * Measures the selection and compares it with the baseline, or makes it the baseline.
 *
 * @returns the exit code: 1 if a figure lost more than what passes for noise, and the interval of its ratio says so
 * @throws ManyhandsError `ERR_USAGE` for a baseline that is missing or damaged; `ERR_RUN_DIRECTORY` for one that cannot be written
 */
export async function benchCi(options: BenchCiOptions): Promise<number> {
  const { isUpdate, baselinePath, machine, date, print } = options;
  const baseline = isUpdate ? null : readBaseline(baselinePath);
  print(renderMachine(machine, date));
  const ratios: Record<string, (readonly number[])[]> = {};
  await addRuns(ratios, options);
  if (baseline === null) {
    writeBaseline(baselinePath, { machine, date, ratios });
    print(`\nnew baseline: ${baselinePath}\n`);
    return 0;
  }
  const incomparable = whyIncomparable(baseline.machine, machine);
  let judgements = judge(baseline.ratios, ratios);
  if (incomparable === null && judgements.some(isLoss)) {
    // What the machine did for some seconds does not come again; what the code does, does.
    print('\na loss: measuring all of it once more\n');
    await addRuns(ratios, options);
    judgements = judge(baseline.ratios, ratios);
  }
  print(`\n${renderJudgements(judgements, baseline, machine, incomparable)}`);
  return incomparable === null && judgements.some(isLoss) ? 1 : 0;
}

async function addRuns(
  ratios: Record<string, (readonly number[])[]>,
  { measureOnce }: BenchCiOptions,
): Promise<void> {
  for (let run = 0; run < NUM_RUNS; run++) {
    for (const [name, rounds] of Object.entries(await measureOnce())) (ratios[name] ??= []).push(rounds);
  }
}

function isLoss({ compared }: Judgement): boolean {
  return compared?.isRegression === true;
}
