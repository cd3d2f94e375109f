/** `npm run bench:peers`: manyhands and its peers on this machine, in turns, as tables. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXIT_DONE, EXIT_FAILED, EXIT_INTERRUPTED, exitCodeOf, reportError } from '../../src/cli/errors.js';
import { formatCount, formatFigure } from '../../src/compare/table.js';
import { describeMachine } from '../machine.js';
import { parseAnswer } from './answers.js';
import { contest } from './contest.js';
import { contestantEnv } from './environment.js';
import { MATCHES, type Match } from './matches.js';
import { readOptions, USAGE, type Options } from './options.js';
import { renderResults } from './render.js';
import { createResultsFolder, readResults, writeResults, type Results, type Run } from './results.js';
import { answerOf, runProcess } from './run-process.js';
import { ensureVenv, type RunTool } from './venv.js';

/** An installation may have to download gigabytes. */
const INSTALL_SECONDS = 3600;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** @returns the exit code */
async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args, new Date());
  if (options.help) process.stdout.write(USAGE);
  else if (options.render !== undefined) process.stdout.write(renderResults(readResults(options.render)));
  else return holdContest(options, `npm run bench:peers${args.length === 0 ? '' : ` -- ${args.join(' ')}`}`);
  return EXIT_DONE;
}

async function holdContest(options: Options, command: string): Promise<number> {
  const { seeds, only, out, venv, timeoutSeconds } = options;
  createResultsFolder(out);
  const matches = Object.fromEntries(only.map((name) => [name, MATCHES[name]!]));
  const runs: Run[] = [];
  const results: Results = {
    date: new Date().toISOString(),
    command,
    machine: describeMachine(),
    seeds,
    matches: Object.entries(matches).map(([name, match]) => describeMatch(name, match)),
    runs,
  };
  const controller = new AbortController();
  const { signal } = controller;
  const onSignal = (): void => controller.abort();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, onSignal);
  const env = contestantEnv(process.env, venv);
  const install: RunTool = async (tool) => {
    const { failure } = await runProcess(tool, {
      env: process.env,
      timeoutSeconds: INSTALL_SECONDS,
      signal,
    });
    if (failure !== null) throw new Error(failure);
  };
  await contest({
    matches,
    seeds,
    directory: join(out, 'runs'),
    python: (name) => ensureVenv(name, { folder: venv, python: options.python, run: install, say }),
    run: async (program) => answerOf(await runProcess(program, { env, timeoutSeconds, signal })),
    signal,
    onRun: (run, ended, planned) => {
      runs.push(run);
      writeResults(out, results);
      say(`[${ended}/${planned}] ${run.match}  ${run.contestant}  seed ${run.seed}  ${outcome(run)}`);
    },
  });
  const tables = renderResults(results);
  writeFileSync(join(out, 'peers.md'), tables);
  process.stdout.write(`${tables}\n${join(out, 'peers.json')}\n${join(out, 'peers.md')}\n`);
  if (signal.aborted) return EXIT_INTERRUPTED;
  return runs.some(({ isOurs, error }) => isOurs && error !== null) ? EXIT_FAILED : EXIT_DONE;
}

function describeMatch(name: string, { kind, title, contestants }: Match): Results['matches'][number] {
  const described = contestants.map((one) => ({ name: one.name, isOurs: one.program === 'node' }));
  return { name, kind, title, contestants: described };
}

function outcome({ match, part, error, answer }: Run): string {
  if (error !== null) return `failed: ${error}`;
  if (MATCHES[match]!.kind === 'pace') {
    const { figures } = parseAnswer('pace', answer);
    return figures.map(({ name, unit, value }) => `${name}: ${formatCount(value)} ${unit}`).join(', ');
  }
  const figures = parseAnswer('training', answer);
  if (part === 'rate')
    return `${formatCount(figures.envStepsPerSecond)} env steps/s, ${formatCount(figures.updatesPerSecond)} updates/s`;
  const { solved, solvedSeconds, wallSeconds, envSteps, solvedAtEnvSteps } = figures;
  const took = `${formatFigure(solvedSeconds ?? wallSeconds)} s, ${formatCount(solvedAtEnvSteps ?? envSteps)} env steps`;
  return `${solved ? 'solved' : 'not solved'}: ${took}`;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  reportError(error);
  process.exitCode = exitCodeOf(error);
}
