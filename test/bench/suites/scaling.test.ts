import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BenchReport } from '../../../bench/report.js';
import { rowsOf } from '../../../bench/scaling/rows.js';
import { resolveConfig } from '../../../src/runtime/config/resolve.js';
import { runCli } from '../../support/cli.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const folder = temporaryFolder();

/** `manyhands bench scaling` with one tiny configuration for each mode or algorithm. */
const bench = (...args: string[]) =>
  runCli(['bench', 'scaling', '--quick', '--actors', '1', '--envs', '4', '--block-length', '8', ...args]);

describe('the scaling suite', () => {
  it('runs an idle learner and one that trains, measures what they are made of, and suggests the better', async () => {
    const file = join(folder, 'suggested.yaml');
    const { code, stdout, stderr } = await bench('--algo', 'dqn', '--json', '--suggest', file);
    expect({ code, wrong: stderr.split('\n').filter((line) => /failed|Error/.test(line)) }).toEqual({
      code: 0,
      wrong: [],
    });
    const { suites } = JSON.parse(stdout) as BenchReport;
    const { figures } = suites['scaling']!;
    expect(rowsOf(figures).map(({ configuration }) => configuration)).toEqual([
      { algorithm: 'dqn', mode: 'async', lag: null, actors: 1, envsPerActor: 4, blockLength: 8 },
    ]);
    for (const { name, value } of figures)
      expect({ name, isFinite: Number.isFinite(value) }).toEqual({ name, isFinite: true });
    const costs = figures.filter(({ parameters }) => parameters?.['cost'] !== undefined);
    // Of the actor, the learner, and what one and two busy threads cost each other: no more than there are cores.
    expect(costs.length).toBeGreaterThanOrEqual(6 + 3 + 3);
    // A copy that was no dearer than looking costs nothing beyond it.
    for (const { name, value } of costs.filter(({ parameters }) => parameters!['cost'] !== 'weightsNs'))
      expect({ name, isPositive: value > 0 }).toEqual({ name, isPositive: true });
    const { env, actors, algorithm, run } = resolveConfig({ file });
    expect([algorithm.name, run.mode, actors.count, env.count, actors.blockLength]).toEqual([
      'dqn',
      'async',
      1,
      4,
      8,
    ]);
    expect(readFileSync(file, 'utf8')).toMatch(
      /^# .*\n# .*\n# best: dqn, async, 1 actor of 4 environments, blocks of 8 steps\n/,
    );
    expect(stderr).toContain(`wrote ${file}; manyhands train --config ${file}\n`);
  });

  it('takes turns with an idle learner, and prints tables', async () => {
    const { code, stdout } = await bench('--algo', 'none,ppo', '--mode', 'sync', '--lag', '0', '--markdown');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /\n\*\*none, sync, lag 0\*\*\n\n\| actors \|.*\n\| -+: \|.*\n\| +1 \| +4 \| +8 \| /,
    );
    expect(stdout).toContain('\n**ppo, sync, lag 0**\n');
  });
});
