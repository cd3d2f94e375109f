import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../support/temporary-folder.js';

/** Whether Prometheus' own judge of its language is installed. Says so where it is not. */
export const hasPromtool = spawnSync('promtool', ['--version']).error === undefined;
if (!hasPromtool)
  console.warn(
    'promtool is not installed (Debian package prometheus): what it says of the dashboards is skipped',
  );

/** An expression at a moment, in seconds, and the series that it must return: labels in braces to value. */
export interface Expectation {
  readonly expr: string;
  readonly at: number;
  readonly samples: Readonly<Record<string, number>>;
}

/**
 * What promtool finds wrong; empty if every expectation holds.
 *
 * @param series - name and labels to values five seconds apart, in promtool's notation: `0+10x3` is 0, 10, 20, 30
 */
export function contradictions(
  series: Readonly<Record<string, string>>,
  expectations: readonly Expectation[],
): string {
  return promtool(['test', 'rules'], {
    evaluation_interval: '5s',
    tests: [
      {
        interval: '5s',
        input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
        promql_expr_test: expectations.map(({ expr, at, samples }) => ({
          expr,
          eval_time: `${at}s`,
          exp_samples: Object.entries(samples).map(([labels, value]) => ({ labels, value })),
        })),
      },
    ],
  });
}

/** What promtool says of expressions that it cannot read; empty if it can read all. */
export const unreadable = (expressions: readonly string[]): string =>
  promtool(['check', 'rules'], {
    groups: [{ name: 'queries', rules: expressions.map((expr, i) => ({ record: `query:${i}`, expr })) }],
  });

const folder = temporaryFolder();

function promtool(command: readonly string[], input: unknown): string {
  const file = join(folder, 'input.yaml');
  // JSON is YAML.
  writeFileSync(file, JSON.stringify(input));
  const { status, stdout, stderr } = spawnSync('promtool', [...command, file], { encoding: 'utf8' });
  return status === 0 ? '' : stdout + stderr;
}
