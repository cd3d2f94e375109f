import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BASELINE_PATH, readBaseline, writeBaseline, type Baseline } from '../../../bench/ci/baseline.js';
import { benchCi } from '../../../bench/ci/bench-ci.js';
import { measureSelection, type Ratios } from '../../../bench/ci/measure-selection.js';
import { SELECTION } from '../../../bench/ci/selection.js';
import type { Machine } from '../../../bench/machine.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { MACHINE } from '../support/example-report.js';

const folder = temporaryFolder();
const date = '2026-01-02T03:04:05.000Z';
const rounds = (value: number): number[] => [0.98, 1, 1.02, 1.01, 0.99].map((factor) => factor * value);

function baselineFile(ratios: Readonly<Record<string, number>>, machine: Partial<Machine> = {}): string {
  const path = join(folder, 'baseline.json');
  const runs = Object.entries(ratios).map(([name, value]) => [name, [rounds(value), rounds(value)]] as const);
  writeBaseline(path, { machine: { ...MACHINE, ...machine }, date, ratios: Object.fromEntries(runs) });
  return path;
}

/** Measures these, one after the other, the last of them again and again. */
async function run(
  baselinePath: string,
  measured: readonly Readonly<Record<string, number>>[],
  isUpdate = false,
): Promise<{ readonly code: number; readonly text: string; readonly numRuns: number }> {
  let text = '';
  let numRuns = 0;
  const measureOnce = (): Promise<Ratios> => {
    const values = Object.entries(measured[Math.min(numRuns++, measured.length - 1)]!);
    return Promise.resolve(Object.fromEntries(values.map(([name, value]) => [name, rounds(value)])));
  };
  const print = (more: string): void => void (text += more);
  const code = await benchCi({ isUpdate, baselinePath, machine: MACHINE, date, measureOnce, print });
  return { code, text, numRuns };
}

describe('benchCi', () => {
  it('is 0 for figures near their baseline, after three runs', async () => {
    const { code, text, numRuns } = await run(baselineFile({ env: 2, ring: 4 }), [{ env: 2.1, ring: 3.9 }]);
    expect(code).toBe(0);
    expect(numRuns).toBe(3);
    expect(text).toContain('A CPU, 16 cores');
    expect(text).toMatch(/env {2,}2 {2,}2\.1 {2,}1\.050 {2,}\[1\.0\d\d, 1\.0\d\d\]/);
    expect(text).toMatch(/no loss \(more than 30 %, the whole 95 % interval beyond it\)\n$/);
  });

  it.each([
    { ratio: 0.75, code: 0, numRuns: 3 },
    { ratio: 0.65, code: 1, numRuns: 6 },
  ])('is $code at $ratio of the baseline, after $numRuns runs', async ({ ratio, code, numRuns }) => {
    const result = await run(baselineFile({ env: 2, ring: 4 }), [{ env: 2 * ratio, ring: 4 }]);
    expect(result).toMatchObject({ code, numRuns });
    if (code === 1)
      expect(result.text).toMatch(
        /env .* LOSS\n[^]*lost more than 30 %, the whole 95 % interval beyond it: env; where that is meant, npm run bench:ci -- --update makes a new baseline\n$/,
      );
  });

  it('is 0 for a loss that does not show again', async () => {
    const [lost, kept] = [{ env: 1 }, { env: 2 }];
    const { code, text, numRuns } = await run(baselineFile({ env: 2 }), [lost, lost, lost, kept]);
    expect(text).toContain('a loss: measuring all of it once more');
    expect({ code, numRuns }).toEqual({ code: 0, numRuns: 6 });
  });

  it('shows what is in one of the two alone, and does not judge it', async () => {
    const { code, text } = await run(baselineFile({ gone: 1, env: 2 }), [{ env: 2, new: 0.1 }]);
    expect(code).toBe(0);
    expect(text).toMatch(/^new .* in one of the two alone$/m);
    expect(text).toMatch(/^gone .* in one of the two alone$/m);
  });

  it.each([{ platform: 'linux arm64' }, { node: 'v22.1.0' }])(
    'does not judge by a baseline of %j',
    async (machine) => {
      const { code, text, numRuns } = await run(baselineFile({ env: 2 }, machine), [{ env: 1 }]);
      expect({ code, numRuns }).toEqual({ code: 0, numRuns: 3 });
      expect(text).not.toContain('LOSS');
      expect(text).toMatch(
        /not judged: linux \w+, Node v\d+ in the baseline, linux x64, Node v20 here; npm run bench:ci -- --update makes a new baseline\n$/,
      );
    },
  );

  it('judges by a baseline of another CPU, and says so', async () => {
    const { code, text } = await run(baselineFile({ env: 2 }, { cpu: 'Another' }), [{ env: 1 }]);
    expect(code).toBe(1);
    expect(text).toContain('\nthe baseline is of another CPU\n');
  });

  it('makes a baseline that the next run agrees with', async () => {
    const path = join(folder, 'new.json');
    const { code, text } = await run(path, [{ env: 1.23456789, ring: 4 }], true);
    expect(code).toBe(0);
    expect(text).toContain(`new baseline: ${path}\n`);
    const expected: Baseline = readBaseline(path);
    expect(expected).toMatchObject({ machine: MACHINE, date });
    expect(expected.ratios['env']).toHaveLength(3);
    expect(expected.ratios['env']![0]![1]).toBe(1.2346);
    expect((await run(path, [{ env: 1.23456789, ring: 4 }])).code).toBe(0);
  });

  it('refuses a baseline that is not there or is something else, before it measures', async () => {
    const path = join(folder, 'nothing.json');
    await expect(run(path, [])).rejects.toMatchObject({
      code: 'ERR_USAGE',
      message: expect.stringMatching(
        /nothing\.json: expected a baseline of bench:ci, got ENOENT.*; npm run bench:ci -- --update makes one$/,
      ) as string,
    });
    writeFileSync(path, '{}');
    await expect(run(path, [])).rejects.toThrow(/got machine: Invalid input/);
  });
});

describe('measureSelection', () => {
  it('has a positive number for each round of each case', async () => {
    const ratios = await measureSelection({ rounds: 2, roundNanoseconds: 1e4, warmUpNanoseconds: 1e4 });
    expect(Object.keys(ratios)).toEqual(SELECTION.map(({ name }) => name));
    for (const values of Object.values(ratios)) {
      expect(values).toHaveLength(2);
      expect(values.every((value) => value > 0 && Number.isFinite(value))).toBe(true);
    }
  });
});

describe('bench/baseline.json', () => {
  it('is of the cases there are', () => {
    expect(Object.keys(readBaseline(BASELINE_PATH).ratios).sort()).toEqual(
      SELECTION.map(({ name }) => name).sort(),
    );
  });

  it('is as it was written', () => {
    const path = join(folder, 'again.json');
    writeBaseline(path, readBaseline(BASELINE_PATH));
    expect(readFileSync(path, 'utf8')).toBe(readFileSync(BASELINE_PATH, 'utf8'));
  });
});
