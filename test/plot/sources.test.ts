import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { groupRuns } from '../../src/plot/curves/group-runs.js';
import { findSources } from '../../src/plot/sources/find-sources.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { writeRun } from './support/run-files.js';

const folder = temporaryFolder();
let numFolders = 0;

function newFolder(): string {
  const path = join(folder, String(numFolders++));
  mkdirSync(path);
  return path;
}

const namesOf = (paths: readonly string[]) =>
  findSources(paths).runs.map(({ data }) => basename(data.directory.path));

function fileWith(content: unknown, name = 'file.json'): string {
  const path = join(newFolder(), name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

/** A comparison of two contestants, one run of which failed, with its runs' directories where `manyhands compare` puts them. */
function comparison(): string {
  const root = newFolder();
  const runs = [
    { contestant: 'dqn', outcome: 'solved', run: '1-dqn/seed-0' },
    { contestant: 'dqn', outcome: 'failed', run: '1-dqn/seed-1' },
    { contestant: 'dqn+algorithm.double=true', outcome: 'unsolved', run: '2-dqn/seed-0' },
  ].map((about) => ({ ...about, run: `/elsewhere/runs/Cliff-v0/${about.run}` }));
  for (const { run } of runs) writeRun(join(root, 'runs'), run.split('/').slice(-3).join('/'));
  writeFileSync(join(root, 'comparison.json'), JSON.stringify({ seeds: [0, 1], runs }));
  return root;
}

describe('findSources', () => {
  it('finds a run, and all of a folder at any depth, in the order of their numbers', () => {
    const root = newFolder();
    for (const name of ['run-10', 'run-9', 'more/CartPole-v1/run-11']) writeRun(root, name);
    mkdirSync(join(root, 'run-9', 'checkpoints'));
    expect(namesOf([join(root, 'run-9')])).toEqual(['run-9']);
    expect(namesOf([root])).toEqual(['run-11', 'run-9', 'run-10']);
  });

  it('finds each run once, however often and by whatever way it is named', () => {
    const root = newFolder();
    const run = writeRun(root, 'run');
    symlinkSync(run, join(root, 'link'));
    expect(namesOf([root, run, `${run}/`, join(root, 'link')])).toHaveLength(1);
  });

  it('reads what a run is from its config', () => {
    const about = {
      algorithm: 'ppo',
      environment: 'Ice-v1',
      seed: 5,
      targetReturn: null,
      criterionEpisodes: 20,
    };
    const [run] = findSources([writeRun(newFolder(), 'run', about)]).runs;
    expect(run).toMatchObject({
      label: null,
      data: { algorithm: 'ppo', environment: 'Ice-v1', seed: 5, targetReturn: null, criterionEpisodes: 20 },
    });
    expect(run!.data.settings.get('algorithm.hidden')).toBe('[64,64]');
  });

  it('finds the finished runs of a comparison by its folder or its file, wherever it has been moved', () => {
    const root = comparison();
    const moved = join(newFolder(), 'moved');
    cpSync(root, moved, { recursive: true });
    for (const path of [root, moved, join(moved, 'comparison.json')]) {
      const labels = findSources([path]).runs.map(({ label, data }) => [
        label,
        basename(data.directory.path),
      ]);
      expect(labels).toEqual([
        ['dqn', 'seed-0'],
        ['dqn+algorithm.double=true', 'seed-0'],
      ]);
    }
  });

  it.each([
    { what: 'a path that leads nowhere', path: () => '/no/such/path', got: 'nothing there' },
    { what: 'a folder without a run', path: newFolder, got: 'a folder without any' },
    { what: 'a file that is no JSON', path: () => fileWith('{'), got: /got .*JSON/ },
    {
      what: 'JSON of another kind',
      path: () => fileWith({ machine: {} }),
      got: 'machine.cpu: Invalid input',
    },
    {
      what: 'a comparison of another kind',
      path: () => fileWith({ a: 1 }, 'comparison.json'),
      got: 'Invalid input',
    },
    {
      what: 'a comparison without a run left',
      path: () =>
        fileWith({ runs: [{ contestant: 'a', outcome: 'solved', run: '/x/runs/a/b/c' }] }, 'comparison.json'),
      got: 'comparison with runs that finished, and their directories, got none',
    },
  ])('refuses $what, on one line with its path', ({ path: make, got }) => {
    const path = make();
    try {
      findSources([path]);
    } catch (error) {
      const { code, message } = error as Error & { code: string };
      expect(code).toBe('ERR_USAGE');
      expect(message).toMatch(got);
      expect(message.startsWith(`${path}: expected `)).toBe(true);
      expect(message).not.toContain('\n');
      return;
    }
    expect.unreachable();
  });

  it.each([
    { text: 'env: [', got: /config\.yaml: expected the config of a run, got Flow sequence/ },
    { text: 'env: 3', got: /config\.yaml: expected the config of a run, got env: Invalid input/ },
    { text: '', got: /config\.yaml: expected the config of a run, got the file: Invalid input/ },
  ])('says what is wrong with the config $text', ({ text, got }) => {
    const run = writeRun(newFolder(), 'run');
    writeFileSync(join(run, 'config.yaml'), text);
    expect(() => findSources([run])).toThrow(got);
  });
});

describe('groupRuns', () => {
  const groupsOf = (root: string) =>
    groupRuns(findSources([root]).runs).map(({ label, runs }) => [label, runs.map(({ seed }) => seed)]);

  it('puts runs together that differ in seed, folder and port alone', () => {
    const root = newFolder();
    for (const seed of [3, 4]) writeRun(root, `dqn-${seed}`, { seed });
    writeRun(root, 'ppo', { algorithm: 'ppo', seed: 9, learningRate: 0.1 });
    expect(groupsOf(root)).toEqual([
      ['dqn', [3, 4]],
      ['ppo', [9]],
    ]);
  });

  it('names the settings in which the runs of an algorithm differ', () => {
    const root = newFolder();
    writeRun(root, 'a', { seed: 1 });
    writeRun(root, 'b', { seed: 2, learningRate: 0.01 });
    writeRun(root, 'c', { seed: 3, learningRate: 0.01, targetReturn: null });
    expect(groupsOf(root)).toEqual([
      ['dqn optimizer.learningRate=0.001 evaluation.targetReturn=90', [1]],
      ['dqn optimizer.learningRate=0.01 evaluation.targetReturn=90', [2]],
      ['dqn optimizer.learningRate=0.01 evaluation.targetReturn=null', [3]],
    ]);
  });

  it('leaves the names that a comparison gave, and gives other runs others', () => {
    const root = newFolder();
    cpSync(comparison(), join(root, 'comparison'), { recursive: true });
    writeRun(root, 'other', { seed: 7, learningRate: 0.01 });
    expect(groupsOf(root)).toEqual([
      ['dqn', [0]],
      ['dqn+algorithm.double=true', [0]],
      ['dqn optimizer.learningRate=0.01', [7]],
    ]);
  });
});
