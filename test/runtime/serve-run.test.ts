import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { afterEach, describe, expect, it } from 'vitest';
import type { RunServer } from '../../src/dashboard/server/server.js';
import { RUN_SERIES } from '../../src/metrics/run-series.js';
import { resolveConfig } from '../../src/runtime/config/resolve.js';
import type { Run } from '../../src/runtime/run.js';
import { serveRun } from '../../src/runtime/serve-run.js';
import { startRun } from '../../src/runtime/train.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { until } from './support/until.js';

const folder = temporaryFolder();

/** Series without samples in a run of DQN in which nothing fails. */
const SILENT_IN_DQN = new Set([
  'manyhands_actor_restarts_total',
  'manyhands_entropy',
  'manyhands_kl_divergence',
  'manyhands_clip_ratio',
  'manyhands_explained_variance_ratio',
]);

/** What a test leaves behind even when it fails. */
const leftovers: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of leftovers.splice(0).reverse()) await end();
});

async function endlessRun(
  port: number | 'off',
  access: { readonly host?: string; readonly token?: string } = {},
): Promise<Run> {
  const run = await startRun(
    resolveConfig({
      settings: {
        actors: { count: 2 },
        evaluation: { targetReturn: 1e9, episodes: 2, everySteps: 4096 },
        metrics: { port, ...access },
        // So few that the learner also waits for data.
        replay: { samplesPerInsert: 1 },
        run: { mode: 'async', steps: 1e12, out: `${folder}/${readdirSync(folder).length}` },
      },
    }),
  );
  leftovers.push(() => {
    run.stop();
    return run.finished;
  });
  return run;
}

async function serve(run: Run, said: string[] = []): Promise<RunServer> {
  const server = (await serveRun(run, (text) => said.push(text)))!;
  leftovers.push(() => server.close());
  return server;
}

/** The samples of a scrape by their line without the value. */
async function scrape({ url }: RunServer): Promise<ReadonlyMap<string, number>> {
  const response = await fetch(`${url}/metrics`);
  expect(response.status).toBe(200);
  const lines = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const end = line.lastIndexOf(' ');
      return [line.slice(0, end), Number(line.slice(end + 1))];
    }),
  );
}

const sumOf = (samples: ReadonlyMap<string, number>, prefix: string): number =>
  [...samples].reduce((sum, [name, value]) => sum + (name.startsWith(prefix) ? value : 0), 0);

/** Listens on a free port, as another program would. */
function occupyPort(): Promise<number> {
  const other = createServer();
  leftovers.push(() => new Promise((resolve) => other.close(resolve)));
  return new Promise((resolve) => {
    other.listen(0, '127.0.0.1', () => resolve((other.address() as { port: number }).port));
  });
}

describe('/metrics of a run', () => {
  it('has every series, each with samples once there is something to tell', async () => {
    const run = await endlessRun(0);
    const server = await serve(run);
    await until(() => run.evaluation !== undefined, 'an evaluation');
    await run.checkpoint();
    const text = await (await fetch(`${server.url}/metrics`)).text();
    const samples = [...(await scrape(server)).keys()];
    for (const [name, { type }] of Object.entries(RUN_SERIES)) {
      expect(text).toContain(`\n# TYPE ${name} ${type}\n`);
      const hasSamples = samples.some((line) => line.split('{')[0]!.startsWith(name));
      expect(hasSamples, name).toBe(!SILENT_IN_DQN.has(name));
    }
    for (const actor of [0, 1]) expect(samples).toContain(`manyhands_env_steps_total{actor="${actor}"}`);
    expect(text).toMatch(
      new RegExp(`^manyhands_build_info\\{.*environment="CartPole-v1".*run="${run.directory.name}"`, 'm'),
    );
  });

  it("adds the learner's time up to the wall time, within 1 %", async () => {
    const run = await endlessRun(0);
    const server = await serve(run);
    await until(() => run.meter.learner.get('updates') > 0, 'an update');
    await scrape(server);
    /** A scrape of what the learner showed at some moment between `from` and `to`. */
    const measure = async () => {
      // The learner shows its times every few milliseconds: begin when it has just done so.
      const beats = run.meter.learner.get('beats');
      let from = performance.now();
      await until(() => {
        if (run.meter.learner.get('beats') !== beats) return true;
        from = performance.now();
        return false;
      }, 'the learner to show its times');
      const samples = await scrape(server);
      return {
        from,
        to: performance.now(),
        booked: 1e3 * sumOf(samples, 'manyhands_learner_time_seconds_total'),
      };
    };
    const first = await measure();
    await until(() => performance.now() > first.to + 1000, 'a second');
    const second = await measure();
    const booked = second.booked - first.booked;
    // How well the two moments are known follows the load of the machine.
    const [least, most] = [second.from - first.to, second.to - first.from];
    expect(booked).toBeGreaterThan(0.99 * least);
    expect(booked).toBeLessThan(1.01 * most);
  });

  it('counts every env step that an actor made and the learner took in', async () => {
    const run = await endlessRun(0);
    const server = await serve(run);
    await until(() => run.meter.learner.get('updates') > 0, 'an update');
    run.stop();
    await run.finished;
    const samples = await scrape(server);
    const inserted = samples.get('manyhands_replay_inserts_total')!;
    const made = sumOf(samples, 'manyhands_env_steps_total');
    const inRings = sumOf(samples, 'manyhands_ring_blocks') * 4 * 32;
    expect(made).toBe(inserted + inRings);
    expect(sumOf(samples, 'manyhands_actors{state="stopped"}')).toBe(2);
  });

  it('goes to another port when its own is taken, and says so', async () => {
    const port = await occupyPort();
    const run = await endlessRun(port);
    const said: string[] = [];
    const server = await serve(run, said);
    expect(server.port).not.toBe(port);
    expect(said).toEqual([
      expect.stringMatching(
        `^metrics port ${port}: expected a free port .*; this run is at ${server.url} instead$`,
      ),
    ]);
    expect((await scrape(server)).size).toBeGreaterThan(50);
  });

  it('says nothing when its port is free, and frees it when it is closed', async () => {
    const run = await endlessRun(0);
    const said: string[] = [];
    const first = await serve(run, said);
    await scrape(first);
    await first.close();
    await expect(fetch(`${first.url}/metrics`)).rejects.toThrow();
    const again = await endlessRun(first.port);
    const second = await serve(again, said);
    expect(second.port).toBe(first.port);
    expect(said).toEqual([]);
    const name = [...(await scrape(second)).keys()].find((line) => line.startsWith('manyhands_build_info'));
    expect(name).toContain(`run="${again.directory.name}"`);
  });

  it('is not served when the config says off', async () => {
    const said: string[] = [];
    expect(await serveRun(await endlessRun('off'), (text) => said.push(text))).toBeNull();
    expect(said).toEqual([]);
  });

  it('goes to 127.0.0.1 when its host is not of this machine, and says so', async () => {
    const token = 'a-token-of-tests-1';
    const said: string[] = [];
    const server = await serve(await endlessRun(0, { host: '192.0.2.1', token }), said);
    expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
    expect(said).toEqual([
      expect.stringMatching(
        `^metrics host: expected a name or an address .*192.0.2.1.*; this run is at ${server.url} instead$`,
      ),
    ]);
    expect((await fetch(`${server.url}/metrics`)).status).toBe(401);
  });

  it('needs the token of the config, which no file of the run tells', async () => {
    const token = 'a-token-of-tests-1';
    const run = await endlessRun(0, { host: '0.0.0.0', token });
    const said: string[] = [];
    const { url } = await serve(run, said);
    expect((await fetch(`${url}/metrics`)).status).toBe(401);
    const headers = { authorization: `Bearer ${token}` };
    expect((await fetch(`${url}/metrics`, { headers })).status).toBe(200);
    run.stop();
    await run.finished;
    const files = readdirSync(run.directory.path, { recursive: true, encoding: 'utf8' })
      .map((name) => join(run.directory.path, name))
      .filter((path) => statSync(path).isFile());
    expect(files).toContain(run.directory.config);
    for (const file of files) expect(readFileSync(file, 'latin1'), file).not.toContain(token);
    expect(JSON.stringify([said, await (await fetch(`${url}/metrics`, { headers })).text()])).not.toContain(
      token,
    );
    expect(resolveConfig({ file: run.directory.config }).metrics).toMatchObject({ host: null, token: null });
  });
});
