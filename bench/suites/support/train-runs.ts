import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TrainProcess } from '../../../src/compare/train-process.js';
import type { RunSummary } from '../../../src/runtime/run-summary.js';
import { inTurns } from './in-turns.js';

/** The command line, as it is installed. */
export const CLI = fileURLToPath(new URL('../../../src/cli/main.js', import.meta.url));

/**
 * `manyhands train` as a user types it, one process after the other, in turns.
 *
 * @param contestants - by name, what follows the word `train`
 * @param numSeeds - runs of each, with seeds from 0
 * @returns what each run printed, by contestant and in the order of the seeds
 * @throws Error if a run came to no end of its own; one that missed its target did
 */
export async function trainInTurns<Name extends string>(
  contestants: Readonly<Record<Name, readonly string[]>>,
  numSeeds: number,
): Promise<Readonly<Record<Name, readonly RunSummary[]>>> {
  const folder = mkdtempSync(join(tmpdir(), 'manyhands-bench-'));
  try {
    const turns = Object.entries<readonly string[]>(contestants).map(
      ([name, args]) =>
        [name, (seed: number) => trainOnce(name, args, seed, join(folder, `${name}-${seed}`))] as const,
    );
    return await inTurns(numSeeds, Object.fromEntries(turns) as Record<Name, (typeof turns)[0][1]>);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function trainOnce(
  name: string,
  args: readonly string[],
  seed: number,
  out: string,
): Promise<RunSummary> {
  const options = ['--json', '--quiet', '--seed', String(seed), '--out', out];
  const result = await new TrainProcess([process.execPath, CLI, 'train', ...args, ...options]).result;
  if ('error' in result) throw new Error(`${name}, seed ${seed}: ${result.error}`);
  return result.summary;
}

/**
 * Seconds from process start to the confirmed target. A run that missed it counts with what it had taken when it gave up: the true
 * figure is more, and the share of runs that were solved tells.
 */
export function solvedSeconds({ solvedSeconds, wallSeconds }: RunSummary): number {
  return solvedSeconds ?? wallSeconds;
}

/** Environment steps to the target, under the same proviso. */
export function solvedEnvSteps({ solvedAtEnvSteps, envSteps }: RunSummary): number {
  return solvedAtEnvSteps ?? envSteps;
}
