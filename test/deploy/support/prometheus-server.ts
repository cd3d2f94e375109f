import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
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

/** What is scraped, and the token that it wants. */
export interface Target {
  readonly target: string;
  readonly token: string | undefined;
}

/**
 * Starts Prometheus on a free port of 127.0.0.1, with all that it needs in `folder`.
 *
 * Config and rules are those of `deploy/prometheus`, with shorter intervals, and with moments in the past a second away. Targets
 * that want a token are scraped as the compose file has it, the others as without containers.
 */
export async function startPrometheus(folder: string, targets: readonly Target[]): Promise<PrometheusServer> {
  cpSync('deploy/prometheus', folder, { recursive: true });
  const rules = join(folder, 'rules');
  for (const name of readdirSync(rules)) {
    const file = join(rules, name);
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll(/offset \d+m/g, 'offset 1s'));
  }
  const open = targets.filter(({ token }) => token === undefined);
  writeFileSync(join(folder, 'runs.yaml'), stringify([{ targets: open.map(({ target }) => target) }]));
  const config = join(folder, 'prometheus.yaml');
  writeFileSync(config, stringify(configFor(folder, targets)));

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

interface Config {
  readonly global: object;
  readonly scrape_configs: readonly object[];
}

function configFor(folder: string, targets: readonly Target[]): Config {
  const [local, composed] = ['prometheus.yaml', 'prometheus.compose.yaml'].map(
    (name) => parse(readFileSync(join(folder, name), 'utf8')) as Config,
  );
  const guarded = targets.flatMap(({ target, token }, i) => {
    if (token === undefined) return [];
    const credentials_file = join(folder, `token-${i}`);
    writeFileSync(credentials_file, `${token}\n`);
    const job = composed!.scrape_configs[0]!;
    // In place of the container's name and file; and no two jobs have one name.
    const own = { static_configs: [{ targets: [target] }], job_name: `manyhands-${i}` };
    return [{ ...job, ...own, authorization: { type: 'Bearer', credentials_file } }];
  });
  const intervals = { scrape_interval: '500ms', scrape_timeout: '500ms', evaluation_interval: '500ms' };
  return { ...local!, global: intervals, scrape_configs: [...local!.scrape_configs, ...guarded] };
}
