import { Ajv2020 } from 'ajv/dist/2020.js';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { runCli } from '../support/cli.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const FILE = 'deploy/compose.yaml';
const folder = temporaryFolder();

interface Service {
  readonly image: string;
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly user: string;
  readonly command?: readonly string[];
  readonly ports: readonly string[];
  readonly volumes: readonly string[];
  readonly secrets?: readonly string[];
  readonly cap_drop: readonly string[];
  readonly security_opt: readonly string[];
  readonly healthcheck: { readonly test: readonly string[] };
  readonly cpus: number;
  readonly mem_limit: string;
}

interface Compose {
  readonly services: Readonly<Record<'training' | 'prometheus' | 'grafana', Service>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

const compose = parse(readFileSync(FILE, 'utf8'), { merge: true }) as Compose;
const { training, prometheus, grafana } = compose.services;
const services = Object.entries(compose.services);

/** A mount as `source:target:mode`. */
const mounts = services.flatMap(([service, { volumes }]) =>
  volumes.map((volume) => {
    const [source, target, mode] = volume.split(':');
    return { service, source: source!, target: target!, mode };
  }),
);
const isPath = ({ source }: { readonly source: string }) => source.startsWith('.');

/** The image of a service, or what its Dockerfile is made from. */
const imagesOf = ({ image, build }: Service): readonly string[] =>
  build === undefined ? [image] : [...dockerfile.matchAll(/^FROM (\S+)/gm)].map((match) => match[1]!);

const dockerfile = readFileSync('deploy/Dockerfile', 'utf8');

describe('deploy/compose.yaml', () => {
  it('follows the schema of the Compose Specification', () => {
    const schema = JSON.parse(readFileSync('test/deploy/fixtures/compose-spec.json', 'utf8')) as object;
    const validate = new Ajv2020({ strict: false, allErrors: true }).compile(schema);
    expect(validate(compose), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ ...compose, services: { training: { imgae: 'manyhands' } } })).toBe(false);
  });

  it('runs a training run, Prometheus and Grafana', () => {
    expect(services.map(([name]) => name)).toEqual(['training', 'prometheus', 'grafana']);
  });

  it.each(services)('%s is an image of one exact version', (_, service) => {
    for (const image of imagesOf(service)) expect(image).toMatch(/^[\w./-]+:v?\d+\.\d+\.\d+(?:-[\w-]+)?$/);
  });

  it.each(services)('%s is reached from this machine only', (_, { ports }) => {
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:(\d+):\1$/);
  });

  it.each(services)('%s has no privileges and limits to what it uses', (_, service) => {
    expect(service.user).not.toMatch(/^(?:0|root)\b/);
    expect(service.cap_drop).toEqual(['ALL']);
    expect(service.security_opt).toEqual(['no-new-privileges:true']);
    expect(service.cpus).toBeGreaterThan(0);
    expect(service.mem_limit).toMatch(/^\d+[mg]$/);
  });

  it.each(services)('%s is asked for its health on its own port', (_, { healthcheck, ports }) => {
    const port = ports[0]!.split(':')[1]!;
    expect(healthcheck.test.join(' ')).toContain(`http://127.0.0.1:${port}/`);
  });

  it('mounts folders that exist, for reading only', () => {
    const paths = mounts.filter(isPath);
    expect(paths.length).toBeGreaterThan(0);
    for (const { source, mode } of paths) {
      expect(existsSync(join(dirname(FILE), source)), source).toBe(true);
      expect(mode).toBe('ro');
    }
  });

  it('starts a run whose settings are accepted', async () => {
    const out = join(folder, 'run');
    const other = [
      '--host=127.0.0.1',
      '--metrics-port=off',
      '--steps=2000',
      '--set=evaluation.everySteps=auto',
    ];
    const args = [...training.command!, ...other, '--eval-episodes=1', '--quiet', `--out=${out}`];
    const env = { MANYHANDS_METRICS__TOKEN: 'not-guessed-by-anybody' };
    const { code, stdout } = await runCli(args, env);
    // Its target cannot be reached.
    expect(code).toBe(1);
    expect(stdout).toContain('not solved');
    expect(training.command).toContain('--host=0.0.0.0');
  });

  it('keeps the runs and what the services store in volumes', () => {
    const volumes = mounts.filter((mount) => !isPath(mount)).map(({ source }) => source);
    expect(volumes).toEqual(Object.keys(compose.volumes));
    expect(mounts).toContainEqual({
      service: 'training',
      source: 'runs',
      target: '/data/runs',
      mode: undefined,
    });
  });

  it('gives the token to the run and to Prometheus as a file that git leaves alone', () => {
    const { file } = compose.secrets['manyhands_token']!;
    expect(readFileSync('.gitignore', 'utf8').split('\n')).toContain(join(dirname(FILE), file));
    for (const { secrets } of [training, prometheus]) expect(secrets).toEqual(['manyhands_token']);
  });

  it('builds the image from files that exist', () => {
    const { context, dockerfile: path } = training.build!;
    const root = resolve(dirname(FILE), context);
    expect(existsSync(join(root, path))).toBe(true);
    const ignore = readFileSync(join(root, `${path}.dockerignore`), 'utf8');
    const taken = [...ignore.matchAll(/^!(.+)$/gm)].map((match) => match[1]!);
    expect(taken.length).toBeGreaterThan(0);
    for (const name of taken) expect(existsSync(join(root, name)), name).toBe(true);
    for (const { sources } of copiedFromContext()) {
      for (const name of sources) expect(taken, `COPY ${name}`).toContain(name);
    }
  });

  it('shows dashboards of which the first page is one', () => {
    const dashboards = mounts.find(({ source }) => source.endsWith('grafana/dashboards'))!;
    const { environment } = grafana as Service & { readonly environment: Readonly<Record<string, string>> };
    const home = environment['GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH']!;
    expect(dirname(home)).toBe(dashboards.target);
    expect(existsSync(join('grafana/dashboards', home.slice(dashboards.target.length)))).toBe(true);
    const provider = parse(readFileSync('grafana/provisioning/dashboards/manyhands.yaml', 'utf8')) as {
      readonly providers: readonly { readonly options: { readonly path: string } }[];
    };
    expect(provider.providers.map(({ options }) => options.path)).toEqual([dashboards.target]);
  });

  it('has the data source of grafana/provisioning, with Prometheus where it is', () => {
    const [own, compared] = ['deploy/grafana/datasources', 'grafana/provisioning/datasources'].map(
      (folder) => {
        const text = readFileSync(`${folder}/prometheus.yaml`, 'utf8');
        return parse(text) as { readonly datasources: readonly [{ readonly url: string }] };
      },
    );
    expect(own!.datasources[0].url).toBe('http://prometheus:9090');
    const local = 'http://127.0.0.1:9090';
    expect({ ...own, datasources: [{ ...own!.datasources[0], url: local }] }).toEqual(compared);
  });
});

/** `COPY` from the context, not from another stage: its sources without `.`. */
function copiedFromContext(): { readonly sources: readonly string[] }[] {
  return [...dockerfile.matchAll(/^COPY (?!--from)(.+)$/gm)].map((match) => ({
    sources: match[1]!
      .split(' ')
      .slice(0, -1)
      .filter((name) => name !== '.'),
  }));
}
