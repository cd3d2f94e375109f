import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BenchComparison } from '../../bench/comparison.js';
import { QUICK_PACE } from '../../bench/pace.js';
import { readReport, type BenchReport } from '../../bench/report.js';
import { SUITES } from '../../bench/suites.js';
import { around, writeReport } from '../bench/support/example-report.js';
import { runCli } from '../support/cli.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const folder = temporaryFolder();
let numFiles = 0;
const newPath = (): string => join(folder, `${numFiles++}.json`);

/** A file with one figure of each kind. */
const fileOf = (steps: number, time: number, path = newPath()): string =>
  writeReport(path, { env: [around('steps', 'steps/s', steps)], weights: [around('publish', 'us', time)] });

describe('manyhands bench', () => {
  it('prints the machine, what a suite times and its figures, and keeps the same in a file', async () => {
    const out = newPath();
    const { code, stdout, stderr } = await runCli(['bench', 'env', '--quick', '--out', out]);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const { machine, quick, suites, date } = readReport(out);
    expect(quick).toBe(true);
    expect(new Date(date).toISOString()).toBe(date);
    expect(Object.keys(suites)).toEqual(['env']);
    const { about, figures } = suites['env']!;
    const [hardware, software, blank, title, ...lines] = stdout.trimEnd().split('\n');
    expect(hardware).toContain(`${machine.cpu}, ${machine.cores} core`);
    expect(software).toContain(`Node ${process.version} (V8 ${process.versions.v8})`);
    expect([blank, title]).toEqual(['', `env: ${SUITES['env']!.about}`]);
    expect(about).toBe(SUITES['env']!.about);
    expect(lines).toHaveLength(figures.length);
    figures.forEach(({ name, rounds, unit, figures }, i) => {
      expect(lines[i]).toContain(`  ${name} `);
      expect(lines[i]).toContain(` ${unit} `);
      expect(lines[i]).toContain(`, ${rounds} rounds)`);
      expect(figures).toHaveLength(rounds);
      expect(rounds).toBe(QUICK_PACE.rounds);
    });
  });

  it('prints one JSON object, the same as its file, and reads it again', async () => {
    const out = newPath();
    const { code, stdout } = await runCli(['bench', 'env', '--quick', '--json', '--out', out]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual(JSON.parse(readFileSync(out, 'utf8')));
    const printed = JSON.parse(stdout) as BenchReport;
    expect(readReport(out)).toEqual(printed);
    const compared = await runCli(['bench', '--compare', out, out, '--max-regression', '0', '--json']);
    const comparison = JSON.parse(compared.stdout) as BenchComparison;
    expect(comparison.figures.every(({ ratio, change }) => ratio === 1 && change === 'none')).toBe(true);
    expect(comparison.figures).toHaveLength(printed.suites['env']!.figures.length);
  });

  it('leaves a file that is there as it is', async () => {
    const out = fileOf(1, 1);
    const before = readFileSync(out, 'utf8');
    const { code, stdout, stderr } = await runCli(['bench', 'weights', '--out', out]);
    expect(stderr).toBe(
      `manyhands: flag --out ${out}: expected a file that is not there yet, got one that is; choose another name\n`,
    );
    expect([code, stdout]).toEqual([2, '']);
    expect(readFileSync(out, 'utf8')).toBe(before);
  });
});

describe('manyhands bench --compare', () => {
  it('is 0 without a limit, and says what changed how much', async () => {
    const [a, b] = [fileOf(100, 10), fileOf(50, 5)];
    const { code, stdout, stderr } = await runCli(['bench', '--compare', a, b]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^before {2}.*\.json {2}abc1234 {2}2026-01-02T03:04:05\.000Z$/m);
    expect(stdout).toMatch(/^env\n {2}steps +100 +50 +steps\/s +0\.500 +\[0\.4\d\d, 0\.5\d\d\] +worse$/m);
    expect(stdout).toMatch(/^weights\n {2}publish +10 +5 +us +2\.000 +\[1\.9\d\d, 2\.0\d\d\] +better$/m);
    expect(stdout).toMatch(/\n2 figures: 1 better, 1 worse, 0 without a change that shows\n$/);
  });

  it.each([
    {
      limit: '45',
      code: 1,
      end: /REGRESSION\n[^]*1 regression \(whole interval below 0\.550, .* of 45 %\)\n$/,
    },
    { limit: '60', code: 0, end: /worse\n[^]*no regression \(whole interval below 0\.400, .* of 60 %\)\n$/ },
    { limit: '0.5', code: 1, end: /1 regression \(whole interval below 0\.995, .* of 0\.5 %\)\n$/ },
  ])('is $code where half is lost and $limit % allowed', async ({ limit, code, end }) => {
    const rest = [fileOf(100, 10), fileOf(50.5, 10), '--max-regression', limit];
    const result = await runCli(['bench', '--compare', ...rest]);
    expect(result.stdout).toMatch(end);
    expect(result.code).toBe(code);
    const json = await runCli(['bench', '--json', '--compare', ...rest]);
    expect(json.code).toBe(code);
    const { figures, maxRegression } = JSON.parse(json.stdout) as BenchComparison;
    expect(maxRegression).toBe(Number(limit));
    expect(figures.map(({ isRegression }) => isRegression)).toEqual([code === 1, false]);
  });

  it('takes the files of a folder for runs of one state of the code', async () => {
    const [a, b] = ['before', 'after'].map((name) => join(folder, name));
    for (const [path, factor] of [
      [a!, 1],
      [b!, 1.01],
    ] as const) {
      mkdirSync(path);
      writeFileSync(join(path, 'notes.txt'), 'not a figure');
      writeFileSync(join(path, '.tmp-3.json'), 'half a file');
      [0.9, 1, 1.1].forEach((run, i) => fileOf(100 * factor * run, 10, join(path, `${i}.json`)));
    }
    const { code, stdout } = await runCli(['bench', '--compare', a!, b!]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^before .*before {2}abc1234 {2}3 runs, 2026-\S+ to 2026-\S+$/m);
    expect(stdout).not.toContain('one run on a side');
    expect(stdout).toMatch(/steps +100 +101 .* 1\.010 +\[0\.\d+, 1\.\d+\]$/m);
  });

  it('lists what is in one of them alone, and what makes the ratios doubtful', async () => {
    const a = writeReport(newPath(), { env: [around('old', 'us', 1)] });
    const b = writeReport(newPath(), { env: [around('new', 'us', 1)] }, { node: 'v22.1.0' });
    const { code, stdout } = await runCli(['bench', '--compare', a, b]);
    expect(code).toBe(0);
    expect(stdout).toContain(
      '\nno figure is in both\n\nonly before:\n  env: old (us)\n\nonly after:\n  env: new (us)\n',
    );
    expect(stdout).toContain('\nNode differs: v20.20.0 before, v22.1.0 after\n');
  });
});

describe('the exit code and the one line of manyhands bench', () => {
  const file = fileOf(1, 1);
  const broken = newPath();
  writeFileSync(broken, '{"machine":');
  const old = newPath();
  writeFileSync(old, JSON.stringify({ machine: {}, suites: { env: [] } }));
  const empty = join(folder, 'empty');
  mkdirSync(empty);
  const nowhere = join(folder, 'no', 'such', 'file.json');

  it.each([
    {
      args: ['wieghts'],
      line: /bench suite: expected one of env, .*, got 'wieghts'; the nearest is 'weights'$/,
    },
    { args: ['toString'], line: /bench suite: expected one of .*, got 'toString'/ },
    {
      args: ['weights', '--out', nowhere],
      line: /flag --out .*: expected a file in a folder .*, got ENOENT/,
    },
    { args: ['weights', '--out', folder], line: /flag --out .*: expected a file that is not there yet/ },
    { args: ['weights', '--out'], line: /option '--out <file>' argument missing/ },
    { args: ['--compare'], line: /option '--compare <files\.\.\.>' argument missing/ },
    {
      args: ['--compare', file],
      line: /flag --compare: expected two files of manyhands bench --out, or folders of them, got 1$/,
    },
    { args: ['--compare', file, file, file], line: /flag --compare: expected two files .*, got 3$/ },
    {
      args: ['--compare', file, nowhere],
      line: /file\.json: expected a file of manyhands bench --out, or a folder of them, got ENOENT/,
    },
    { args: ['--compare', file, empty], line: /empty: expected .*, got a folder without any$/ },
    {
      args: ['--compare', file, broken],
      line: /\.json: expected a file of manyhands bench --out, got .*JSON/,
    },
    {
      args: ['--compare', old, file],
      line: /got one of an older version, without the figures of its rounds; measure again$/,
    },
    {
      args: ['weights', '--compare', file, file],
      line: /flag --compare: expected nothing to measure beside it, got a suite as well; give one of the two$/,
    },
    { args: ['--compare', file, file, '--quick'], line: /got --quick as well/ },
    { args: ['--compare', file, file, '--out', 'x'], line: /got --out as well/ },
    {
      args: ['--max-regression', '5'],
      line: /flag --max-regression: expected a comparison to limit, got none; give --compare too$/,
    },
    ...['x', '', '-1', '100', 'NaN'].map((limit) => ({
      args: ['--compare', file, file, '--max-regression', limit],
      line: new RegExp(`flag --max-regression: expected a percentage from 0 to below 100, got '${limit}'$`),
    })),
  ])('is 2 for $args', async ({ args, line }) => {
    const { code, stdout, stderr } = await runCli(['bench', ...args]);
    expect(stderr.split('\n')[0]).toMatch(line);
    expect([code, stdout]).toEqual([2, '']);
    expect(existsSync('x')).toBe(false);
  });
});
