import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeMachine } from '../../bench/machine.js';
import { compareRuns, type Comparison } from '../compare/comparison.js';
import { parseContestants } from '../compare/contestants.js';
import { createComparisonDirectory } from '../compare/directory.js';
import { enter, type CommonSettings, type Entries } from '../compare/entries.js';
import { renderComparison, type Style } from '../compare/render.js';
import { runContestants } from '../compare/run-contestants.js';
import type { RunRecord } from '../compare/run-record.js';
import { writeComparison } from '../compare/write-comparison.js';
import { algorithmNames } from '../runtime/config/algorithm-names.js';
import { presetNames } from '../runtime/config/presets.js';
import { packageVersion } from '../shared/package-version.js';
import { colorsFor } from './colors.js';
import { EXIT_DONE, EXIT_FAILED, EXIT_INTERRUPTED } from './errors.js';
import { formatCount, formatDecimal, formatSeconds } from './format.js';
import { integerOption } from './integer-option.js';

/** What commander parsed. */
export interface CompareOptions {
  readonly env: readonly string[];
  readonly preset: readonly string[];
  readonly seeds: string;
  readonly firstSeed: string;
  readonly steps?: string;
  readonly targetReturn?: string;
  readonly evalEpisodes?: string;
  readonly set: readonly string[];
  readonly jobs: string;
  readonly out?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

const CLI = fileURLToPath(new URL('./main.js', import.meta.url));

/** `manyhands compare`. @returns the exit code */
export async function compareCommand(names: readonly string[], options: CompareOptions): Promise<number> {
  const numSeeds = integerOption('--seeds', options.seeds, 1)!;
  const firstSeed = integerOption('--first-seed', options.firstSeed, 0)!;
  const jobs = integerOption('--jobs', options.jobs, 1)!;
  const seeds = Array.from({ length: numSeeds }, (_, i) => firstSeed + i);
  const entries = await readEntries(names, options);
  const directory = createComparisonDirectory(options.out ?? null, new Date());

  const say = (text: string): void => void process.stderr.write(`${text}\n`);
  const numRuns = entries.entries.length * numSeeds;
  let numEnded = 0;
  const { signal, dispose } = abortOnSignals(say);
  const runs = await runContestants({
    entries: entries.entries,
    common: options,
    seeds,
    jobs,
    directory: directory.runs,
    command: [process.execPath, ...process.execArgv, CLI],
    signal,
    onRun: (run) => {
      numEnded += 1;
      if (options.quiet !== true) say(`[${numEnded}/${numRuns}] ${describeRun(run)}`);
    },
  }).finally(dispose);

  const comparison = compareRuns(entries, runs, {
    manyhands: packageVersion(),
    machine: describeMachine(),
    command: process.argv.slice(2),
    seeds,
    jobs,
    interrupted: signal.aborted,
  });
  const { files, hint } = await writeComparison(directory, entries.entries, comparison);
  process.stdout.write(
    options.json === true ? `${JSON.stringify(comparison)}\n` : describe(comparison, files),
  );
  if (hint !== null) say(hint);
  if (signal.aborted) return EXIT_INTERRUPTED;
  return runs.some(({ outcome }) => outcome === 'failed') ? EXIT_FAILED : EXIT_DONE;
}

async function readEntries(names: readonly string[], options: CompareOptions): Promise<Entries> {
  const known = { algorithms: algorithmNames(), presets: presetNames() };
  const isNamed = names.length + options.preset.length > 0;
  const contestants = parseContestants(isNamed ? names : known.algorithms, options.preset, known);
  const common: CommonSettings = options;
  return enter(contestants, options.env, common, !isNamed);
}

/** The first signal ends the comparison with what there is, the second the process, and the runs with it. */
function abortOnSignals(say: (text: string) => void): { signal: AbortSignal; dispose: () => void } {
  const controller = new AbortController();
  const onSignal = (): void => {
    if (controller.signal.aborted) process.exit(EXIT_INTERRUPTED);
    say('stopping, with the runs that have ended (once more to exit at once)');
    controller.abort();
  };
  // Runs are in process groups of their own and outlive a terminal that closes: SIGHUP is for us to pass on.
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const name of signals) process.on(name, onSignal);
  const dispose = (): void => signals.forEach((name) => process.off(name, onSignal));
  return { signal: controller.signal, dispose };
}

function describeRun({ environment, contestant, seed, outcome, error, summary }: RunRecord): string {
  const figures =
    summary === null
      ? (error ?? '')
      : `${formatSeconds(summary.solvedSeconds ?? summary.wallSeconds)}, ` +
        `${formatCount(summary.solvedAtEnvSteps ?? summary.envSteps)} env steps, ` +
        `return ${formatDecimal(summary.evaluation?.meanReturn ?? NaN, 1)}`;
  return `${environment}  ${contestant}  seed ${seed}  ${outcome}${figures === '' ? '' : `: ${figures}`}`;
}

function describe(comparison: Comparison, files: readonly string[]): string {
  const paths = files.map((file) => relative('', file));
  return `${renderComparison(comparison, style())}\n${paths.map((path) => `${path}\n`).join('')}`;
}

function style(): Style {
  const { bold, dim, red } = colorsFor(process.stdout);
  return { title: bold, heading: dim, note: dim, failure: red };
}
