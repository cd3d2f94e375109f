import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { TrainProcess } from '../../src/compare/train-process.js';
import { until } from '../runtime/support/until.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const FAKE = fileURLToPath(new URL('./support/fake-train.js', import.meta.url));
const LEAVER = fileURLToPath(new URL('./support/leave-children.js', import.meta.url));
const folder = temporaryFolder();

const train = (kind: string) =>
  new TrainProcess([
    ...([process.execPath, FAKE, 'train', '--seed', '3'] as const),
    ...['--out', join(folder, kind), '--set', `fake=${kind}`],
  ]);

describe('TrainProcess', () => {
  it('gives the summary that the command prints, whether the target was met or missed', async () => {
    expect(await train('solve').result).toMatchObject({ summary: { seed: 3, solved: true } });
    expect(await train('miss').result).toMatchObject({ summary: { seed: 3, solved: false } });
  });

  it('gives the line that says what went wrong, without what came before and after', async () => {
    expect(await train('fail').result).toEqual({ error: 'loss: expected a number, got NaN' });
  });

  it('says how a process died that said nothing', async () => {
    expect(await train('die').result).toEqual({ error: 'ended by SIGKILL' });
    expect(await new TrainProcess([process.execPath, '-e', 'process.exit(7)']).result).toEqual({
      error: 'exit code 7',
    });
  });

  it('does not take any output for a summary', async () => {
    for (const text of ['null', '{}', '3', '[1', '"weightsSha256"'])
      expect(await new TrainProcess([process.execPath, '-p', `'${text}'`]).result).toEqual({
        error: 'exit code 0',
      });
  });

  it('says that a program cannot be started', async () => {
    expect(await new TrainProcess([join(folder, 'nothing')]).result).toMatchObject({
      error: expect.stringContaining('ENOENT') as string,
    });
  });

  it('stops a run, which gives what it has', async () => {
    const waiting = train('wait');
    await until(() => isThere(join(folder, 'wait', 'ready')), 'a run under way');
    waiting.stop();
    expect(await waiting.result).toMatchObject({ summary: { reason: 'stopped' } });
  });

  it('takes its run along when the process ends', async () => {
    const out = join(folder, 'left');
    await promisify(execFile)(process.execPath, [LEAVER, FAKE, out]);
    const pid = Number(readFileSync(join(out, 'ready'), 'utf8'));
    await until(() => !isAlive(pid), 'the end of the run');
    expect(isAlive(pid)).toBe(false);
  });
});

function isThere(path: string): boolean {
  try {
    return readFileSync(path, 'utf8') !== '';
  } catch {
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A killed process whose parent is gone may stay in the table until somebody asks for its exit.
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}
