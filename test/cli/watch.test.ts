import type { ChildProcess } from 'node:child_process';
import { cpSync, existsSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { train, type RunSummary } from '../../src/index.js';
import { actingPolicy, readPolicyCheckpoint } from '../../src/runtime/read-policy-checkpoint.js';
import { runDirectoryAt } from '../../src/runtime/run-directory.js';
import { runCli, startCli, type CliResult } from '../support/cli.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { Page, said } from './support/page.js';

const folder = temporaryFolder();
const FAULTY_MODULE = fileURLToPath(new URL('../support/faulty-environment.js', import.meta.url));
const ADDRESS = /http:\/\/127\.0\.0\.1:\d+\//;
let runs = 0;
const newRun = (): string => join(folder, 'runs', String(runs++));

/** Ended with the test that began them, whatever becomes of it. */
const children: ChildProcess[] = [];
const pages: Page[] = [];
afterEach(() => {
  for (const page of pages.splice(0)) page.leave();
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function start(args: readonly string[], cwd?: string): { child: ChildProcess; ended: Promise<CliResult> } {
  const started = startCli(args, {}, cwd);
  children.push(started.child);
  return started;
}

/** Opens the page that a process says it serves. */
async function openPage(child: ChildProcess): Promise<Page> {
  const page = new Page(await said(child, ADDRESS));
  pages.push(page);
  await page.listen();
  return page;
}

/** Looks for what another process does; that takes what time it takes. */
async function becomes(isSo: () => boolean): Promise<void> {
  while (!isSo()) await sleep(20);
}

const numRows = (path: string): number =>
  existsSync(path) ? readFileSync(path, 'utf8').split('\n').length - 2 : 0;

/** The acting network's parameters of a checkpoint on the disk. */
const policyIn = (path: string): { version: number; parameters: Float32Array } => {
  const checkpoint = readPolicyCheckpoint(path);
  return {
    version: checkpoint.manifest.policyVersion,
    parameters: actingPolicy(checkpoint).parameters.slice(),
  };
};

const endless = (out: string, ...more: string[]) =>
  start([
    ...['train', '--target-return', 'none', '--steps', '100000000', '--out', out, ...more],
    ...['--set', 'run.checkpointEverySteps=1000', '--set', 'metrics.logIntervalSeconds=0.2'],
  ]);

describe('manyhands train --watch', () => {
  const watched = (out: string, ...more: string[]) =>
    start(['train', '--watch', '--metrics-port', '0', '--out', out, ...more]);

  it.each([
    ['dqn', ['--seed', '3'], 'solved'],
    [
      'ppo',
      ['--algo', 'ppo', '--target-return', 'none', '--eval-episodes', '5', '--steps', '8192'],
      'finished',
    ],
  ])(
    'serves a run of %s while it lasts and when it is over, until Ctrl-C',
    async (algorithm, args, outcome) => {
      const out = newRun();
      const { child, ended } = watched(out, '--json', ...args);
      const stays = said(child, /the run is over.*\n/);
      const page = await openPage(child);
      expect(await page.description()).toMatchObject({ algorithm, name: runDirectoryAt(out).name });
      expect((await fetch(`${page.url}metrics`)).status).toBe(200);

      await page.until(() => page.history.ending !== null);
      expect(page.history).toMatchObject({ isLive: false, ending: { outcome } });
      expect(await stays).toBe(`the run is over; its page is at ${page.url} (Ctrl-C to end)\n`);
      const summary = JSON.parse(readFileSync(runDirectoryAt(out).summary, 'utf8')) as RunSummary;
      expect(page.history.readings.at(-1)).toMatchObject({
        envSteps: summary.envSteps,
        updates: summary.updates,
      });
      expect(await page.weights('best')).toMatchObject(policyIn(summary.checkpoint));
      // Of DQN all parameters act. Without lag, the last that PPO published are those it ended with.
      if (algorithm === 'dqn') expect((await page.weights('best')).sha256).toBe(summary.weightsSha256);
      else expect(await page.weights('newest')).toMatchObject(policyIn(summary.checkpoint));
      expect((await page.weights('newest')).version).toBe(page.history.readings.at(-1)!.policyVersion);

      child.kill('SIGINT');
      const { code, stdout } = await ended;
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toEqual(summary);
      await expect(fetch(`${page.url}healthz`)).rejects.toThrow();
    },
  );

  it('serves a run that failed, too, and then exits as it would have', async () => {
    const { child, ended } = watched(
      newRun(),
      ...[
        ...['--quiet', '--env', 'Faulty-v0', '--env-module', FAULTY_MODULE, '--actors', '1'],
        ...['--set', 'env.options={"fault":"throw","atStep":100}', '--set', 'actors.restarts.budget=0'],
        ...['--set', 'env.maxEpisodeSteps=20'],
      ],
    );
    const page = new Page(ADDRESS.exec(await said(child, /the run is over.*\n/))![0]);
    await page.listen();
    expect(page.history).toMatchObject({ isLive: false, ending: { outcome: 'failed' } });
    child.kill('SIGTERM');
    const { code, stderr } = await ended;
    expect(code).toBe(1);
    expect(stderr).toContain(page.history.ending!.message);
  });

  it('tells of a run as it goes, and does not stay when the run itself is interrupted', async () => {
    const out = newRun();
    const { child, ended } = endless(out, '--watch', '--metrics-port', '0');
    const page = await openPage(child);
    const numAtFirst = page.history.readings.length;
    expect(page.history).toMatchObject({ isLive: true, ending: null });
    await page.until(
      () => page.history.readings.length > numAtFirst + 2 && page.history.incidents.length > 0,
    );
    expect((await page.weights('newest')).version).toBeGreaterThan(0);
    child.kill('SIGINT');
    await page.until(() => page.history.ending !== null);
    expect(page.history.ending!.outcome).toBe('stopped');
    const { code, stderr } = await ended;
    expect(code).toBe(130);
    expect(stderr).not.toContain('the run is over');
  });

  it('is a mistake without a port to serve at', async () => {
    const { code, stdout, stderr } = await runCli(['train', '--watch', '--metrics-port', 'off']);
    expect(stderr).toBe(
      'manyhands: flag --watch: expected a port to serve the page at, got metrics.port: off\n',
    );
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });
});

describe('manyhands watch', () => {
  const original = join(folder, 'runs', 'original');
  beforeAll(async () => {
    await train({
      algorithm: { name: 'a2c' },
      evaluation: { targetReturn: 'none', episodes: 5 },
      run: { steps: 4096, out: original },
    });
  });
  const watch = (run: string, ...more: string[]) => start(['watch', run, '--port', '0', ...more]);

  it('serves a run that is over, until Ctrl-C', async () => {
    const { child, ended } = watch(original);
    const page = await openPage(child);
    expect(await page.description()).toMatchObject({ name: 'original', algorithm: 'a2c' });
    expect(page.history).toMatchObject({ isLive: false, ending: { outcome: 'finished' } });
    expect(page.history.readings.at(-1)!.envSteps).toBe(4096);
    expect(page.history.evaluations.length).toBe(1);
    const latest = policyIn(join(original, 'checkpoints', '4096'));
    for (const id of ['newest', 'best', '4096']) expect(await page.weights(id), id).toMatchObject(latest);
    expect((await fetch(`${page.url}api/weights/17`)).status).toBe(404);
    child.kill('SIGINT');
    expect(await ended).toEqual({
      code: 0,
      stdout: '',
      stderr: `original is at ${page.url} (Ctrl-C to end)\n`,
    });
  });

  it('finds the run that was begun last, and prints its address as JSON', async () => {
    // Not as young as runs of other tests, and then younger than all of them.
    const next = newRun();
    cpSync(original, next, { recursive: true });
    utimesSync(runDirectoryAt(next).config, 4e9, 4e9);
    const { child, ended } = start(['watch', 'latest', '--port', '0', '--json'], folder);
    const url = await said(child, ADDRESS);
    rmSync(next, { recursive: true });
    child.kill('SIGTERM');
    const { code, stdout } = await ended;
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ run: next, url });
  });

  it('shows a killed run as what it is', async () => {
    const out = newRun();
    const { child, ended } = endless(out, '--metrics-port', 'off', '--quiet');
    const { progress, checkpoints, ...files } = runDirectoryAt(out);
    await becomes(() => numRows(progress) > 3 && existsSync(join(checkpoints, 'latest')));
    child.kill('SIGKILL');
    await ended;
    // An hour later.
    const then = Date.now() / 1000 - 3600;
    for (const path of [progress, checkpoints, files.config, files.episodes, files.evaluations])
      utimesSync(path, then, then);
    const page = await openPage(watch(out).child);
    expect(page.history).toMatchObject({ isLive: false, ending: null });
    expect(page.history.readings.length).toBe(numRows(progress));
    expect(page.history.readings.at(-1)!.envSteps).toBeGreaterThan(0);
    const latest = join(checkpoints, readFileSync(join(checkpoints, 'latest'), 'utf8').trim());
    expect(await page.weights('newest')).toMatchObject(policyIn(latest));
  });

  it('follows a run that another process trains, to its end', async () => {
    const out = newRun();
    const { child, ended } = endless(out, '--metrics-port', 'off', '--quiet');
    await becomes(() => existsSync(runDirectoryAt(out).config));
    const page = await openPage(watch(out).child);
    expect(page.history).toMatchObject({ isLive: true, ending: null });
    const numAtFirst = page.history.readings.length;
    await page.until(() => page.history.readings.length > numAtFirst && page.history.incidents.length > 0);
    expect((await page.weights('newest')).parameters.length).toBeGreaterThan(0);
    child.kill('SIGINT');
    await ended;
    await page.until(() => page.history.ending !== null);
    expect(page.history).toMatchObject({ isLive: false, ending: { outcome: 'stopped' } });
    const summary = JSON.parse(readFileSync(runDirectoryAt(out).summary, 'utf8')) as RunSummary;
    expect(page.history.readings.at(-1)!.envSteps).toBe(summary.envSteps);
  });

  it('takes another port than the usual one if that is taken, but none than the one that was asked for', async () => {
    const first = await openPage(watch(original).child);
    const { port } = new URL(first.url);
    const { code, stdout, stderr } = await runCli(['watch', original, '--port', port]);
    expect(stderr).toMatch(`manyhands: flag --port: expected a free port, got ${port} (listen EADDRINUSE`);
    expect({ code, stdout, lines: stderr.trimEnd().split('\n').length }).toEqual({
      code: 1,
      stdout: '',
      lines: 1,
    });
    // One of the two has the usual port, or neither: other programs may have it.
    const [second, third] = [start(['watch', original]), start(['watch', original])];
    const urls = await Promise.all([said(second.child, ADDRESS), said(third.child, ADDRESS)]);
    expect(new Set(urls).size).toBe(2);
  });

  it('needs the token that it is given', async () => {
    const token = 'a-token-of-tests-1';
    const { child } = startCli(['watch', original, '--port', '0'], { MANYHANDS_METRICS__TOKEN: token });
    children.push(child);
    const url = `${await said(child, ADDRESS)}api/run`;
    expect((await fetch(url)).status).toBe(401);
    expect((await fetch(url, { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
  });

  it.each([
    ['a path where nothing is', () => join(folder, 'nowhere'), [], 2, 'expected the directory of a run'],
    ['a folder of something else', () => folder, [], 2, 'expected the directory of a run'],
    [
      'a port that is none',
      () => original,
      ['--port', '65536'],
      2,
      'flag --port: expected an integer from 0 to',
    ],
    [
      'a host without a token',
      () => original,
      ['--host', '0.0.0.0'],
      2,
      'give a token in the environment as',
    ],
    [
      'a damaged log',
      () => {
        const out = newRun();
        cpSync(original, out, { recursive: true });
        writeFileSync(runDirectoryAt(out).progress, 'time_seconds,env_steps\n1,2,3\n');
        return out;
      },
      [],
      1,
      'progress.csv line 2: expected 2 cells, got "1,2,3"',
    ],
    [
      'a damaged checkpoint',
      () => {
        const out = newRun();
        cpSync(original, out, { recursive: true });
        writeFileSync(join(out, 'checkpoints', '4096', 'manifest.json'), '{}');
        return out;
      },
      [],
      1,
      'manifest.json: content: expected a checkpoint manifest',
    ],
  ] as [string, () => string, string[], number, string][])(
    'says in one line what is wrong with %s',
    async (_, run, flags, exitCode, message) => {
      const { code, stdout, stderr } = await runCli(['watch', run(), ...flags]);
      expect(stderr).toContain(message);
      expect(stderr).toMatch(/^manyhands: .*\n$/);
      expect({ code, stdout }).toEqual({ code: exitCode, stdout: '' });
    },
  );
});
