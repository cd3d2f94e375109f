import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { GROUP_NAMES, RULE_FOLDER } from './rule-files.js';

/** Whether promtool is here; says so if not, once per file of tests. */
export function hasPromtool(what: string): boolean {
  const isHere = spawnSync('promtool', ['--version']).error === undefined;
  if (!isHere) console.warn(`promtool is not installed (Debian package prometheus): ${what} is skipped`);
  return isHere;
}

export interface PromtoolResult {
  readonly status: number | null;
  readonly output: string;
}

export function promtool(...args: readonly string[]): PromtoolResult {
  const { status, stdout, stderr } = spawnSync('promtool', args, { encoding: 'utf8' });
  return { status, output: stdout + stderr };
}

/** A series to values in promtool's notation, one every 15 seconds: `'0+15x4 stale'`. */
export type InputSeries = Readonly<Record<string, string>>;

export interface AlertExpectation {
  readonly eval_time: string;
  readonly alertname: string;
  readonly exp_alerts: readonly {
    readonly exp_labels: Readonly<Record<string, string>>;
    readonly exp_annotations: Readonly<Record<string, string>>;
  }[];
}

export interface QueryExpectation {
  readonly eval_time: string;
  readonly expr: string;
  readonly exp_samples: readonly { readonly labels: string; readonly value: number }[];
}

/** Runs both rule files over some series. @returns what promtool says; nothing but `SUCCESS` if all is as expected */
export function testRules(
  series: InputSeries,
  expectations: {
    readonly alert_rule_test?: readonly AlertExpectation[];
    readonly promql_expr_test?: readonly QueryExpectation[];
  },
): string {
  const folder = mkdtempSync(join(tmpdir(), 'manyhands-promtool-'));
  try {
    const file = join(folder, 'test.yaml');
    const test = {
      rule_files: [resolve(RULE_FOLDER, 'recording.yaml'), resolve(RULE_FOLDER, 'alerts.yaml')],
      evaluation_interval: '15s',
      // What is recorded is there for the alerts of the same moment.
      group_eval_order: GROUP_NAMES,
      tests: [
        {
          interval: '15s',
          input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
          ...expectations,
        },
      ],
    };
    // JSON is YAML.
    writeFileSync(file, JSON.stringify(test));
    return promtool('test', 'rules', file).output.replace(file, '').replace('Unit Testing:', '').trim();
  } finally {
    rmSync(folder, { recursive: true });
  }
}
