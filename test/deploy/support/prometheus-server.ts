import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { end, giveWay, said } from './child.js';

/** Whether Prometheus is here; says so if not. */
export function hasPrometheus(): boolean {
  const isHere = spawnSync('prometheus', ['--version']).error === undefined;
  if (!isHere) console.warn('prometheus is not installed (Debian package prometheus): its tests are skipped');
  return isHere;
}

/** One sample of an instant vector. */
export interface VectorSample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A Prometheus with the config and the rules of `deploy/`, and its HTTP API. */
export interface PrometheusServer {
  /** The `data` of an answer of `/api/v1/<path>`. */
  get(path: string): Promise<unknown>;
  /** @throws Error with the words of Prometheus when it refuses the expression */
  query(expr: string): Promise<readonly VectorSample[]>;
  stop(): Promise<void>;
}

/**
 * Starts Prometheus on a free port of 127.0.0.1, with all that it needs in `folder`.
 *
 * Config and rules are those of `deploy/prometheus`, with shorter intervals, and with moments in the past a second away.
 */
export async function startPrometheus(folder: string, targets: readonly string[]): Promise<PrometheusServer> {
  cpSync('deploy/prometheus', folder, { recursive: true });
  const config = join(folder, 'prometheus.yaml');
  edit(config, /(scrape_interval|scrape_timeout|evaluation_interval): .*/g, '$1: 500ms');
  const rules = join(folder, 'rules');
  for (const name of readdirSync(rules)) edit(join(rules, name), /offset \d+m/g, 'offset 1s');
  writeFileSync(join(folder, 'runs.yaml'), stringify([{ targets }]));

  const child = spawn(
    'prometheus',
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      '--web.listen-address=127.0.0.1:0',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  giveWay(child);
  const address = await said(child, /msg="Listening on".*? address=(127\.0\.0\.1:\d+)/);
  await said(child, /(ready to receive web requests)/);
  return serverAt(`http://${address}/api/v1/`, child);
}

function serverAt(api: string, child: ChildProcess): PrometheusServer {
  const dataOf = async (response: Response): Promise<unknown> => {
    const { status, data, error } = (await response.json()) as {
      readonly status: string;
      readonly data: unknown;
      readonly error?: string;
    };
    if (status !== 'success') throw new Error(error);
    return data;
  };
  return {
    get: async (path) => dataOf(await fetch(api + path)),
    query: async (query) => {
      const body = new URLSearchParams({ query });
      const data = await dataOf(await fetch(`${api}query`, { method: 'POST', body })).catch(
        (error: unknown) => {
          throw new Error(`${query}\n${String(error)}`);
        },
      );
      const { result } = data as {
        readonly result: readonly { metric: Record<string, string>; value: [number, string] }[];
      };
      return result.map(({ metric, value: [, value] }) => ({ metric, value: Number(value) }));
    },
    stop: () => end(child),
  };
}

function edit(file: string, pattern: RegExp, replacement: string): void {
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll(pattern, replacement));
}
