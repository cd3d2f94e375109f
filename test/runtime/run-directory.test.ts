import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { environmentSpec } from '../../src/actors/envs/registry.js';
import { resolveConfig } from '../../src/runtime/config/resolve.js';
import { settle } from '../../src/runtime/config/settle.js';
import { createRunDirectory, runDirectoryAt, writeConfig } from '../../src/runtime/run-directory.js';
import { temporaryFolder } from '../support/temporary-folder.js';

type Settings = Parameters<typeof resolveConfig>[0] & object;

const folder = temporaryFolder();
const NOW = new Date('2026-11-23T16:05:09.123Z');

function settled(settings: Settings['settings'] & object = {}, file?: string) {
  const layers = file === undefined ? { settings } : { settings, file };
  return settle(resolveConfig(layers), environmentSpec('CartPole-v1'), 3);
}

const refusal = (message: RegExp) =>
  expect.objectContaining({
    code: 'ERR_RUN_DIRECTORY',
    message: expect.stringMatching(message) as string,
  }) as Error;

describe('createRunDirectory', () => {
  const home = process.cwd();
  let cwd: string;
  beforeEach(() => {
    cwd = join(folder, String(readdirSync(folder).length));
    mkdirSync(cwd);
    process.chdir(cwd);
  });
  afterEach(() => process.chdir(home));

  it('names a run for its environment, algorithm, seed and second, and numbers those of one second', () => {
    const config = settled({ run: { seed: 42 } });
    const names = [1, 2, 3].map(() => createRunDirectory(config, NOW).name);
    const name = 'CartPole-v1-dqn-42-20261123T160509Z';
    expect(names).toEqual([name, `${name}-2`, `${name}-3`]);
    expect(readdirSync(join(cwd, 'runs')).sort()).toEqual(names);
  });

  it('gives absolute paths, which hold when the working directory changes', () => {
    const directory = createRunDirectory(settled({ run: { out: 'a/b' } }), NOW);
    expect(directory).toEqual(runDirectoryAt(join(cwd, 'a', 'b')));
    expect(directory.path).toBe(join(cwd, 'a', 'b'));
    for (const path of Object.values<string>({ ...directory }).filter((value) => value !== directory.name)) {
      expect(path.startsWith(directory.path)).toBe(true);
    }
  });

  it('takes a folder that is there and empty', () => {
    mkdirSync('empty');
    expect(createRunDirectory(settled({ run: { out: 'empty' } }), NOW).name).toBe('empty');
  });

  it('refuses a folder with anything in it, says how to go on, and touches nothing', () => {
    mkdirSync('full');
    writeFileSync('full/thesis.tex', 'precious');
    expect(() => createRunDirectory(settled({ run: { out: 'full' } }), NOW)).toThrow(
      refusal(/^run directory .*full: expected a new or empty folder, got one with files in it; .*--out$/),
    );
    expect(readdirSync('full')).toEqual(['thesis.tex']);
    expect(readFileSync('full/thesis.tex', 'utf8')).toBe('precious');
  });

  it('refuses the folder of a run that has only just begun', () => {
    const config = settled({ run: { out: 'twice' } });
    createRunDirectory(config, NOW);
    expect(() => createRunDirectory(config, NOW)).toThrow(refusal(/expected a new or empty folder/));
  });

  it('refuses a file in place of the folder, and a folder that cannot be made', () => {
    writeFileSync('file', '');
    for (const out of ['file', 'file/below', '/dev/null/run']) {
      expect(() => createRunDirectory(settled({ run: { out } }), NOW)).toThrow(
        refusal(/^run directory .*: expected a folder to write to, got (EEXIST|ENOTDIR)/),
      );
    }
  });
});

describe('config.yaml', () => {
  it.each<{ name: string; settings: Settings['settings'] & object }>([
    { name: 'the defaults', settings: {} },
    {
      name: 'an async run with everything said otherwise',
      settings: {
        env: { count: 5, terminalReward: 0, options: {} },
        actors: { count: 2, exploration: { kind: 'apex', alpha: 3 } },
        evaluation: { targetReturn: 'none', episodes: 3 },
        optimizer: { learningRate: 1e-7, maxGradientNorm: null },
        run: { mode: 'async', seed: 12, episodes: 77 },
      },
    },
    {
      name: 'a budgetless decay',
      settings: { actors: { exploration: { kind: 'per-episode' } }, evaluation: { targetReturn: -3.5 } },
    },
  ])('read back as --config settles to the same run: $name', async ({ name, settings }) => {
    const config = settled(settings);
    const directory = runDirectoryAt(join(folder, name));
    mkdirSync(directory.path);
    await writeConfig(directory, config);
    expect(readdirSync(directory.path)).toEqual(['config.yaml']);
    const again = settled({}, directory.config);
    expect(again).toEqual(config);
    // Whatever machine reads it.
    expect(settle(again, environmentSpec('CartPole-v1'), 64)).toEqual(config);
  });
});
