import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ensureVenv, type RunTool } from '../../../bench/peers/venv.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

/** Stands in for Python: makes what `-m venv` makes, and fails where it is told to. */
function tools(failing?: (command: string) => boolean): { run: RunTool; commands: string[] } {
  const commands: string[] = [];
  const run: RunTool = (command) => {
    const line = command.join(' ');
    commands.push(line);
    if (failing?.(line) === true) return Promise.reject(new Error('no such version'));
    if (line.includes('-m venv')) mkdirSync(join(command.at(-1)!, 'bin'), { recursive: true });
    return Promise.resolve();
  };
  return { run, commands };
}

const isIndexed = (command: string): boolean => command.includes('--index-url');
const say = (): void => undefined;
const root = temporaryFolder();
const python = 'python3';

describe('ensureVenv', () => {
  it('makes an environment once, from its file of requirements', async () => {
    const folder = join(root, 'once');
    const { run, commands } = tools();
    const interpreter = await ensureVenv('envpool', { folder, python, run, say });
    const [venv] = readdirSync(folder);
    expect(interpreter).toBe(join(folder, venv!, 'bin', 'python'));
    expect(venv).toMatch(/^envpool-[0-9a-f]{8}$/);
    expect(commands[0]).toBe(`python3 -m venv --clear ${join(folder, venv!)}`);
    expect(commands[1]).toMatch(
      /bin\/python -m pip install --quiet --requirement .*requirements\/envpool\.txt$/,
    );
    expect(commands).toHaveLength(2);

    expect(await ensureVenv('envpool', { folder, python, run, say })).toBe(interpreter);
    expect(commands).toHaveLength(2);
  });

  it('begins anew where an installation was cut short', async () => {
    const folder = join(root, 'again');
    const broken = tools((command) => command.includes('--requirement'));
    const making = ensureVenv('jax', { folder, python, run: broken.run, say });
    await expect(making).rejects.toThrow('no such version');
    const { run, commands } = tools();
    await ensureVenv('jax', { folder, python, run, say });
    expect(commands[0]).toContain('-m venv --clear');
    expect(commands).toHaveLength(2);
  });

  it.runIf(process.platform === 'linux' && process.arch === 'x64')(
    'asks for PyTorch without CUDA first, and says so if there is none within reach',
    async () => {
      const within = tools();
      await ensureVenv('torch', { folder: join(root, 'within'), python, run: within.run, say });
      expect(within.commands.filter(isIndexed)).toEqual([
        expect.stringMatching(
          /--no-deps .*--index-url https:\/\/download\.pytorch\.org\/whl\/cpu torch==[\d.]+$/,
        ),
      ]);

      const said: string[] = [];
      const beyond = tools(isIndexed);
      const options = { folder: join(root, 'beyond'), python, run: beyond.run };
      await ensureVenv('torch', { ...options, say: (line) => said.push(line) });
      expect(beyond.commands.at(-1)).toContain('--requirement');
      expect(said.at(-1)).toMatch(/about 3 GB/);
    },
  );
});
