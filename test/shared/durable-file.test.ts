import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TEMPORARY_PREFIX, temporaryBeside, writeFileDurably } from '../../src/shared/durable-file.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'manyhands-durable-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('writeFileDurably', () => {
  it('writes text and bytes, and replaces what was there', () => {
    const path = join(folder, 'summary.json');
    writeFileDurably(path, 'first');
    expect(readFileSync(path, 'utf8')).toBe('first');
    writeFileDurably(path, Uint8Array.of(1, 2, 3));
    expect([...readFileSync(path)]).toEqual([1, 2, 3]);
    expect(readdirSync(folder)).toEqual(['summary.json']);
  });

  it('leaves the old state and no temporary file when the rename fails', () => {
    // A directory that is not empty cannot be replaced by a file, also when root tries.
    const path = join(folder, 'taken');
    mkdirSync(path);
    writeFileSync(join(path, 'inside'), 'old');
    expect(() => writeFileDurably(path, 'new')).toThrow();
    expect(readdirSync(folder)).toEqual(['taken']);
    expect(readFileSync(join(path, 'inside'), 'utf8')).toBe('old');
  });

  it('leaves nothing when the directory is missing', () => {
    expect(() => writeFileDurably(join(folder, 'absent', 'file'), 'new')).toThrow(/ENOENT/);
    expect(existsSync(join(folder, 'absent'))).toBe(false);
  });

  it.skipIf(process.getuid?.() === 0)('leaves the old file when the directory is read-only', () => {
    const path = join(folder, 'file');
    writeFileDurably(path, 'old');
    chmodSync(folder, 0o500);
    expect(() => writeFileDurably(path, 'new')).toThrow(/EACCES/);
    chmodSync(folder, 0o700);
    expect(readFileSync(path, 'utf8')).toBe('old');
  });

  it('is not misled by what a crash left between the temporary file and the rename', () => {
    const path = join(folder, 'file');
    writeFileDurably(path, 'old');
    writeFileSync(join(folder, `${TEMPORARY_PREFIX}file-1-0-1`), 'half of the n');
    expect(readFileSync(path, 'utf8')).toBe('old');
    writeFileDurably(path, 'new');
    expect(readFileSync(path, 'utf8')).toBe('new');
  });

  it('overwrites a temporary file that a dead process of the same id left', () => {
    const path = join(folder, 'file');
    const number = Number(/(\d+)$/.exec(temporaryBeside(path))![1]);
    const next = join(folder, `${TEMPORARY_PREFIX}file-${process.pid}-0-${number + 1}`);
    writeFileSync(next, 'a longer text than the new one');
    writeFileDurably(path, 'new');
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it('shows readers one whole content at any time, also after the process is killed while it writes', async () => {
    const path = join(folder, 'state');
    const script = fileURLToPath(new URL('./support/killed-writer.js', import.meta.url));
    // Three times, for the kill to hit another instruction.
    for (let kill = 0; kill < 3; kill++) {
      const child = spawn(process.execPath, [script, folder], { stdio: 'inherit' });
      const exit = once(child, 'exit');
      while (!existsSync(path)) await setImmediate();
      while (readRound(path) < 20) await setImmediate();
      child.kill('SIGKILL');
      await exit;
      expect(readRound(path)).toBeGreaterThanOrEqual(20);
      rmSync(path);
    }
  });
});

/** The number that the writer repeats in the file, every time it is read. */
function readRound(path: string): number {
  const lines = readFileSync(path, 'utf8').split('\n');
  expect(lines).toHaveLength(5001);
  expect(new Set(lines.slice(0, -1)).size).toBe(1);
  return Number(lines[0]);
}

describe('temporaryBeside', () => {
  it('never gives the same name twice, and always one that readers skip', () => {
    const names = [1, 2, 3].map(() => temporaryBeside(join(folder, '1000')));
    expect(new Set(names).size).toBe(3);
    for (const name of names) expect(name.startsWith(join(folder, TEMPORARY_PREFIX))).toBe(true);
  });
});
