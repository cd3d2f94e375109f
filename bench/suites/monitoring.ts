import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { RunServer } from '../../src/dashboard/server/server.js';
import { resolveConfig } from '../../src/runtime/config/resolve.js';
import type { Run } from '../../src/runtime/run.js';
import { serveRun } from '../../src/runtime/serve-run.js';
import { startRun } from '../../src/runtime/train.js';
import { summarizeRounds, type Measurement } from '../measure.js';
import type { SuiteOptions } from '../suites.js';
import type { ReadersAnswer, ReadersOrder } from './support/readers.js';

const FULL = { pairs: 12, roundMilliseconds: 2000, warmUpMilliseconds: 5000 };
const QUICK = { pairs: 2, roundMilliseconds: 300, warmUpMilliseconds: 1000 };
type Effort = typeof FULL;

interface Round {
  readonly envStepsPerSecond: number;
  /** CPU time over wall time; NaN where the system does not tell. */
  readonly mainThreadShare: number;
}

const READERS = fileURLToPath(new URL('./support/readers.js', import.meta.url));

/** Environment steps a second go by these; the learner has work all the time in both. */
const RUNS = [
  { name: 'DQN', settings: { algorithm: { name: 'dqn' } } },
  { name: 'async IMPALA', settings: { algorithm: { name: 'impala' }, run: { mode: 'async' } } },
] as const;

const AUDIENCES = [
  { name: 'a 1 s scraper', numScrapers: 1, numPages: 0 },
  { name: '100 pages and a 1 s scraper', numScrapers: 1, numPages: 100 },
] as const;

/**
 * What it costs a run to be looked at: its environment steps a second with readers over those without, in pairs of rounds of one run
 * that take turns to be first; and what the main thread computes, which serves the readers and should do little else. The readers are
 * a process of lowest priority on the same machine.
 */
export async function monitoringSuite({ isQuick }: SuiteOptions): Promise<Measurement[]> {
  const effort = isQuick ? QUICK : FULL;
  const measurements: Measurement[] = [];
  for (const { name, settings } of RUNS) measurements.push(...(await costOfReaders(name, settings, effort)));
  return measurements;
}

async function costOfReaders(
  name: string,
  settings: (typeof RUNS)[number]['settings'],
  effort: Effort,
): Promise<Measurement[]> {
  const folder = mkdtempSync(join(tmpdir(), 'manyhands-bench-'));
  const run = await startRun(
    resolveConfig({
      settings: {
        ...settings,
        evaluation: { targetReturn: 'none', episodes: 1 },
        metrics: { port: 0 },
        run: { ...('run' in settings && settings.run), steps: 1e12, out: join(folder, 'run') },
      },
    }),
  );
  const server = (await serveRun(run, () => undefined))!;
  const readers = fork(READERS);
  try {
    await sleep(effort.warmUpMilliseconds);
    const measurements: Measurement[] = [];
    for (const { name: audience, ...order } of AUDIENCES) {
      const pairs = await measurePairs(run, server, readers, order, effort);
      const alone = pairs.map(({ without }) => without);
      if (measurements.length === 0) {
        const rates = alone.map(({ envStepsPerSecond }) => envStepsPerSecond);
        measurements.push(summarizeRounds(`${name}: nobody looks`, 'env steps/s', rates));
        measurements.push(...mainThread(`${name}: nobody looks`, alone));
      }
      const ratios = pairs.map((pair) => pair.with.envStepsPerSecond / pair.without.envStepsPerSecond);
      measurements.push(summarizeRounds(`${name}: ${audience}`, 'of that', ratios));
      measurements.push(
        ...mainThread(
          `${name}: ${audience}`,
          pairs.map((pair) => pair.with),
        ),
      );
    }
    return measurements;
  } finally {
    readers.kill();
    await server.close();
    run.stop();
    await run.finished;
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Nothing where the system does not tell. */
function mainThread(name: string, rounds: readonly Round[]): Measurement[] {
  const shares = rounds.map(({ mainThreadShare }) => 100 * mainThreadShare);
  return shares.some(Number.isNaN) ? [] : [summarizeRounds(`${name}, main thread`, '% of a core', shares)];
}

async function measurePairs(
  run: Run,
  { url }: RunServer,
  readers: ChildProcess,
  order: Omit<ReadersOrder, 'url'>,
  { pairs: numPairs, roundMilliseconds }: Effort,
): Promise<{ readonly with: Round; readonly without: Round }[]> {
  const withReaders = async (): Promise<Round> => {
    await answerTo(readers, { ...order, url });
    const round = await measureRound(run, roundMilliseconds);
    const { failures } = await answerTo(readers, 'end');
    if (failures.length > 0) throw new Error(`readers: expected answers, got ${failures[0]!}`);
    return round;
  };
  const pairs = [];
  for (let pair = 0; pair < numPairs; pair++) {
    const isFirst = pair % 2 === 0;
    const first = isFirst ? await withReaders() : await measureRound(run, roundMilliseconds);
    const second = isFirst ? await measureRound(run, roundMilliseconds) : await withReaders();
    pairs.push(isFirst ? { with: first, without: second } : { with: second, without: first });
  }
  return pairs;
}

async function answerTo(readers: ChildProcess, order: ReadersOrder | 'end'): Promise<ReadersAnswer> {
  readers.send(order);
  const [answer] = (await once(readers, 'message')) as [ReadersAnswer];
  return answer;
}

/** From one block to another: actors count in blocks, which are long beside what is looked for. */
async function measureRound(run: Run, milliseconds: number): Promise<Round> {
  const first = await nextBlock(run);
  await sleep(milliseconds);
  const last = await nextBlock(run);
  const seconds = (last.at - first.at) / 1000;
  return {
    envStepsPerSecond: (last.envSteps - first.envSteps) / seconds,
    mainThreadShare: (last.mainThreadSeconds - first.mainThreadSeconds) / seconds,
  };
}

async function nextBlock({ meter }: Run) {
  const envSteps = (): number => meter.actors.reduce((sum, line) => sum + line.get('envSteps'), 0);
  const before = envSteps();
  while (envSteps() === before) await sleep(1);
  return { envSteps: envSteps(), at: performance.now(), mainThreadSeconds: mainThreadSeconds() };
}

/** Linux: the first figure is nanoseconds on a processor. https://docs.kernel.org/scheduler/sched-stats.html */
function mainThreadSeconds(): number {
  const path = `/proc/self/task/${process.pid}/schedstat`;
  return existsSync(path) ? Number(readFileSync(path, 'utf8').split(' ')[0]) / 1e9 : NaN;
}
