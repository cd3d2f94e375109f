import { mkdtempSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { hasPromtool, promtool } from './support/promtool.js';

interface Config {
  readonly global: { readonly scrape_interval: string; readonly scrape_timeout: string };
  readonly rule_files: readonly string[];
  readonly scrape_configs: readonly {
    readonly job_name: string;
    readonly authorization?: { readonly credentials_file: string };
    readonly file_sd_configs?: readonly { readonly files: readonly string[] }[];
    readonly static_configs?: readonly { readonly targets: readonly string[] }[];
  }[];
}

const FOLDER = 'deploy/prometheus';
const read = (name: string) => parse(readFileSync(join(FOLDER, name), 'utf8')) as Config;
const local = read('prometheus.yaml');
const composed = read('prometheus.compose.yaml');

describe('the configs of Prometheus', () => {
  it('differ in where the run is and in the token alone', () => {
    const common = ({ scrape_configs, ...config }: Config) => ({
      ...config,
      jobs: scrape_configs.map(({ job_name }) => job_name),
    });
    expect(common(composed)).toEqual(common(local));
    expect(local.scrape_configs[0]!.file_sd_configs).toEqual([{ files: ['runs.yaml'] }]);
    expect(composed.scrape_configs[0]!.static_configs).toEqual([{ targets: ['training:9464'] }]);
    expect(composed.scrape_configs[0]!.authorization?.credentials_file).toBe('/run/secrets/manyhands_token');
  });

  it('scrape the port that a run takes', () => {
    const runs = parse(readFileSync(join(FOLDER, 'runs.yaml'), 'utf8')) as readonly { targets: string[] }[];
    expect(runs.flatMap(({ targets }) => targets)).toEqual(['127.0.0.1:9464']);
  });

  it('time out later than ManyhandsRunUnresponsive takes for a time-out', () => {
    expect(local.global.scrape_timeout).toBe('4s');
    expect(readFileSync(join(FOLDER, 'rules/alerts.yaml'), 'utf8')).toContain('scrape_duration_seconds >= 3');
  });

  it.skipIf(!hasPromtool('its check of our configs')).each(['prometheus.yaml', 'prometheus.compose.yaml'])(
    '%s passes promtool check config, with its rules',
    (name) => {
      const folder = mkdtempSync(join(tmpdir(), 'manyhands-config-'));
      try {
        cpSync(FOLDER, folder, { recursive: true });
        // The token is where the container has it.
        const token = join(folder, 'token');
        writeFileSync(token, 'not-a-real-token-00\n');
        const file = join(folder, name);
        writeFileSync(file, readFileSync(file, 'utf8').replace('/run/secrets/manyhands_token', token));
        const { status, output } = promtool('check', 'config', '--lint=all', '--lint-fatal', file);
        expect(output).toContain(`SUCCESS: 2 rule files found`);
        expect(output).toContain('is valid prometheus config file syntax');
        expect(status, output).toBe(0);
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );
});
