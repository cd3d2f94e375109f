import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { summarizeRounds } from '../../bench/measure.js';
import type { WrittenFigure } from '../../src/plot/write-figures.js';
import { writeReport } from '../bench/support/example-report.js';
import { countColors, countMarks, decodePng } from '../plot/support/png.js';
import { learning, writeRun } from '../plot/support/run-files.js';
import { runCli } from '../support/cli.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const CLI = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));
const HIDE = fileURLToPath(new URL('../plot/support/without-packages.js', import.meta.url));
const DOCS = fileURLToPath(new URL('../../../docs/plotting.md', import.meta.url));

const folder = temporaryFolder();
let numFolders = 0;

function newFolder(): string {
  const path = join(folder, String(numFolders++));
  mkdirSync(path);
  return path;
}

/** Two algorithms with two seeds each. */
function severalRuns(): string {
  const root = newFolder();
  for (const seed of [0, 1]) {
    writeRun(root, `dqn-${seed}`, learning(20, { seed }));
    writeRun(root, `ppo-${seed}`, learning(30, { seed, algorithm: 'ppo' }));
  }
  return root;
}

function benchFile(): string {
  const rows = [1, 2].map((actors) => summarizeRounds('acting', 'steps/s', [actors], { actors }));
  return writeReport(join(newFolder(), 'bench.json'), { scaling: rows });
}

const png = (path: string) => decodePng(readFileSync(path));

describe('manyhands plot', () => {
  it('draws a run into its directory, as SVG and as a PNG that shows the same, and prints the paths', async () => {
    const run = writeRun(newFolder(), 'run', learning(40));
    const { code, stdout, stderr } = await runCli(['plot', run]);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((path) => resolve(path)),
    ).toEqual([join(run, 'training.svg'), join(run, 'training.png')]);
    expect(readFileSync(join(run, 'training.svg'), 'utf8')).toMatch(/^<svg [^>]*width="1000"[^]*<\/svg>$/);
    const pixels = png(join(run, 'training.png'));
    expect(pixels.width).toBe(2000);
    expect(countColors(pixels)).toBeGreaterThan(200);
    expect(readdirSync(run).some((name) => name.startsWith('.tmp'))).toBe(false);

    // Derived files are replaced: the newest figures under the name that is known.
    const before = readFileSync(join(run, 'training.svg'), 'utf8');
    await runCli(['plot', run, '--smooth', '3', '--format', 'svg']);
    expect(readFileSync(join(run, 'training.svg'), 'utf8')).not.toBe(before);
  });

  it('really writes on the PNG: without the text it is another picture', async () => {
    const run = writeRun(newFolder(), 'run', learning(40));
    await runCli(['plot', run, '--scale', '1']);
    const svg = readFileSync(join(run, 'training.svg'), 'utf8');
    const { findRasterizer } = await import('../../src/plot/drawing/rasterizer.js');
    const bare = decodePng(
      (await findRasterizer())!.rasterize(svg.replaceAll(/<text\b.*?<\/text>/gs, ''), 1),
    );
    const full = png(join(run, 'training.png'));
    expect([full.width, full.height]).toEqual([bare.width, bare.height]);
    expect(countMarks(full) - countMarks(bare)).toBeGreaterThan(5000);
  });

  it('draws learning curves of a folder of runs into it, against steps and seconds', async () => {
    const root = severalRuns();
    const { code, stdout } = await runCli([
      'plot',
      root,
      '--json',
      '--theme',
      'dark',
      '--width',
      '500',
      '--scale',
      '1.5',
    ]);
    expect(code).toBe(0);
    const { files, leftOut } = JSON.parse(stdout) as { files: WrittenFigure[]; leftOut: string[] };
    expect(leftOut).toEqual([]);
    expect(files.map(({ path, format, kind }) => [path, format, kind])).toEqual(
      ['steps', 'seconds'].flatMap((axis) =>
        ['svg', 'png'].map((format) => [
          join(root, `Cliff-v0-learning-by-${axis}.${format}`),
          format,
          'learning-curves',
        ]),
      ),
    );
    expect(files[0]!.shows).toContain('dqn (2 runs), ppo (2 runs)');
    expect(files[0]!.sources).toHaveLength(4);
    expect(readFileSync(files[0]!.path, 'utf8')).toContain('fill="#14171c"');
    expect(png(files[1]!.path).width).toBe(750);
  });

  it('draws what several paths lead to into one folder', async () => {
    const root = severalRuns();
    const out = join(newFolder(), 'a', 'b');
    const paths = [join(root, 'dqn-0'), join(root, 'ppo-0'), benchFile()];
    const { code } = await runCli(['plot', ...paths, '--out', out, '--x', 'episodes', '--format', 'svg']);
    expect(code).toBe(0);
    expect(readdirSync(out).sort()).toEqual(['Cliff-v0-learning-by-episodes.svg', 'bench-scaling.svg']);
    const cwd = newFolder();
    execFileSync(process.execPath, [CLI, 'plot', ...paths.slice(0, 2), '--format', 'svg'], { cwd });
    expect(readdirSync(cwd)).toEqual(['plots']);
  });

  it('draws a benchmark beside its file', async () => {
    const path = benchFile();
    expect((await runCli(['plot', path, '--format', 'png', '--scale', '1'])).code).toBe(0);
    expect(readdirSync(join(path, '..')).sort()).toEqual(['bench-scaling.png', 'bench.json']);
  });

  it('draws the runs of a comparison under the names of its contestants', async () => {
    const root = newFolder();
    writeRun(root, 'runs/Cliff-v0/1-a/seed-0', learning(8));
    writeRun(root, 'runs/Cliff-v0/2-b/seed-0', learning(8));
    const runs = ['1-a', '2-b'].map((name) => ({
      ...{ contestant: `contestant ${name}`, outcome: 'solved', run: `/moved/runs/Cliff-v0/${name}/seed-0` },
    }));
    writeFileSync(join(root, 'comparison.json'), JSON.stringify({ runs }));
    await runCli(['plot', root, '--x', 'steps', '--format', 'svg']);
    const svg = readFileSync(join(root, 'Cliff-v0-learning-by-steps.svg'), 'utf8');
    expect(svg).toContain('contestant 1-a (seed 0)');
    expect(svg).toContain('contestant 2-b (seed 0)');
  });

  it('names the runs of a folder that have nothing to show yet, and is 1 where none has', async () => {
    const root = severalRuns();
    const bare = writeRun(root, 'bare');
    const some = await runCli(['plot', root, '--format', 'svg', '--json']);
    expect(some.code).toBe(0);
    expect(some.stderr).toBe(`${bare}: left out, it has no such returns yet\n`);
    expect((JSON.parse(some.stdout) as { leftOut: string[] }).leftOut).toEqual([bare]);

    const one = await runCli(['plot', bare]);
    expect(one.code).toBe(1);
    expect(one.stderr).toBe(
      `manyhands: ${bare}: expected a run with episodes, evaluations or updates, got one that has none yet\n`,
    );
    const none = newFolder();
    for (const name of ['a', 'b']) writeRun(none, name);
    expect((await runCli(['plot', none])).code).toBe(1);
  });

  it('is 1, with the line that is damaged, for a damaged run', async () => {
    const run = writeRun(newFolder(), 'run', learning(4));
    writeFileSync(join(run, 'progress.csv'), 'time_seconds,env_steps\n1,two\n');
    const { code, stderr } = await runCli(['plot', run]);
    expect(stderr).toBe(`manyhands: ${join(run, 'progress.csv')} line 2: expected numbers, got "1,two"\n`);
    expect(code).toBe(1);
  });

  it.each([
    {
      args: ['/no/such'],
      line: /^manyhands: \/no\/such: expected a run, a folder of runs, .*, got nothing there$/,
    },
    { args: ['.', '--format', 'svg,gif'], line: /flag --format: expected some of svg,png, got 'gif'/ },
    { args: ['.', '--width', '10'], line: /flag --width: expected an integer of at least 200, got '10'/ },
    { args: ['.', '--scale', '0'], line: /flag --scale: expected a number above 0, got '0'/ },
    { args: ['.', '--scale', 'big'], line: /flag --scale: expected a number above 0, got 'big'/ },
    { args: ['.', '--scale', '9'], line: /expected at most 8000 pixels together, got 1000 times 9/ },
    { args: ['.', '--smooth', '0'], line: /flag --smooth: expected an integer of at least 1, got '0'/ },
    { args: ['.', '--theme', 'pink'], line: /'pink' is invalid. Allowed choices are light, dark/ },
    { args: ['.', '--x', 'time'], line: /Allowed choices are steps, seconds, episodes/ },
    { args: [], line: /missing required argument 'paths'/ },
  ])('is 2 for $args', async ({ args, line }) => {
    const { code, stdout, stderr } = await runCli(['plot', ...args]);
    expect(stderr.split('\n')[0]).toMatch(line);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  it('is 2 for two benchmarks that would get one file', async () => {
    const [a, b] = [benchFile(), benchFile()];
    const { code, stderr } = await runCli(['plot', a, b, '--out', newFolder()]);
    expect(stderr).toMatch(
      /bench-scaling: expected one figure of this name, got .* and .*; plot them one by one$/m,
    );
    expect(code).toBe(2);
  });

  it('says what to write to where it cannot', async () => {
    const run = writeRun(newFolder(), 'run', learning(4));
    const { code, stderr } = await runCli(['plot', run, '--out', join(run, 'config.yaml')]);
    expect(stderr).toMatch(/config\.yaml\/training\.svg: expected a file to write, got E(NOTDIR|EXIST)/);
    expect(code).toBe(1);
  });
});

describe('manyhands plot without the packages that draw', () => {
  const run = () => writeRun(newFolder(), 'run', learning(4));
  const plot = (path: string, hidden: string, ...more: string[]) =>
    runCli(['plot', path, ...more], {
      NODE_OPTIONS: `--import=${HIDE}`,
      MANYHANDS_TEST_HIDDEN_PACKAGES: hidden,
    });

  it.each(['@resvg/resvg-wasm', '@fontsource/dejavu-sans'])(
    'draws SVG alone without %s, and says what to install',
    async (hidden) => {
      const path = run();
      const { code, stdout, stderr } = await plot(path, hidden);
      expect(stderr).toBe('no PNG: npm install @resvg/resvg-wasm @fontsource/dejavu-sans draws them\n');
      expect(
        stdout
          .trimEnd()
          .split('\n')
          .map((line) => basename(line)),
      ).toEqual(['training.svg']);
      expect(existsSync(join(path, 'training.png'))).toBe(false);
      expect(code).toBe(0);
      const asked = await plot(path, hidden, '--format', 'png');
      expect(asked.stderr).toMatch(
        /^manyhands: PNG files: expected .* to be installed, got .*; npm install @resvg\/resvg-wasm @fontsource\/dejavu-sans\n$/,
      );
      expect(asked.code).toBe(2);
    },
  );

  it.each(['vega', 'vega-lite'])('draws nothing without %s, and says what to install', async (hidden) => {
    const path = run();
    const { code, stderr } = await plot(path, hidden);
    expect(stderr).toMatch(
      /^manyhands: plots: expected .* to be installed, got .*; npm install vega vega-lite\n$/,
    );
    expect(existsSync(join(path, 'training.svg'))).toBe(false);
    expect(code).toBe(2);
  });
});

describe('docs/plotting.md', () => {
  it('has an example that works as it stands, and lists the files it makes', () => {
    const docs = readFileSync(DOCS, 'utf8');
    const [, example] = /```sh\n(manyhands train[^]*?)```/.exec(docs)!;
    const cwd = newFolder();
    const printed = example!
      .trimEnd()
      .split('\n')
      .map((line) => {
        const args = line.split(' ').slice(1);
        return execFileSync(process.execPath, [CLI, ...args], { cwd, encoding: 'utf8', stdio: 'pipe' });
      });
    const files = printed.at(-1)!.trimEnd().split('\n');
    expect(files).toEqual(['runs/example/training.svg', 'runs/example/training.png']);
    for (const file of files) expect(docs).toContain(file);
    expect(png(join(cwd, files[1]!)).width).toBe(860);
    rmSync(cwd, { recursive: true });
  });

  it('shows a picture that the command drew', () => {
    const path = join(DOCS, '..', 'images', 'training.png');
    expect(readFileSync(DOCS, 'utf8')).toContain('](images/training.png)');
    expect(statSync(path).size).toBeLessThan(100_000);
    expect(countColors(png(path))).toBeGreaterThan(100);
  });
});
