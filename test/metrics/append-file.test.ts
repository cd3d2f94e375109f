import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppendFile } from '../../src/metrics/append-file.js';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'manyhands-append-'));
  path = join(folder, 'file');
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

const content = () => readFileSync(path, 'utf8');
const openAny = () => AppendFile.openLines(path, 1, () => undefined);

describe('AppendFile', () => {
  it('keeps chunks in order, whatever their size', () => {
    const file = AppendFile.create(path);
    const chunks = [0, 1, 30_000, 5, 22_000, 70_000, 3, 200_000, 65_536, 1].map((length, i) =>
      String(i).repeat(length),
    );
    for (const [i, chunk] of chunks.entries()) file.append(i % 2 === 0 ? chunk : Buffer.from(chunk));
    file.close();
    expect(content()).toBe(chunks.join(''));
  });

  it('counts the bytes of text, not its characters', () => {
    const file = AppendFile.create(path);
    const text = `${'größe \u{1f3af}\n'.repeat(20_000)}${'€'.repeat(30_000)}\n`;
    for (const line of text.split(/(?<=\n)/)) file.append(line);
    file.close();
    expect(content() === text).toBe(true);
  });

  it('never splits a chunk between two writes', () => {
    const file = AppendFile.create(path);
    for (let i = 0; i < 20_000; i++) {
      file.append(`${i}: a line of some length\n`);
      if (i % 100 === 0) expect(content().at(-1) ?? '\n').toBe('\n');
    }
    file.close();
  });

  it.each([
    { ageMilliseconds: 0, wanted: 50 },
    { ageMilliseconds: 500, wanted: 50 },
    { ageMilliseconds: 1000, wanted: 100 },
    { ageMilliseconds: 20_000, wanted: 2000 },
    { ageMilliseconds: 3_600_000, wanted: 2000 },
  ])('of $ageMilliseconds ms writes what is buffered $wanted ms after the first of it', (example) => {
    vi.useFakeTimers({ now: 0 });
    vi.spyOn(performance, 'now').mockImplementation(() => Date.now());
    const { ageMilliseconds, wanted } = example;
    const file = AppendFile.create(path);
    vi.advanceTimersByTime(ageMilliseconds);
    file.append('one\n');
    vi.advanceTimersByTime(wanted - 1);
    file.append('two\n');
    expect(content()).toBe('');
    vi.advanceTimersByTime(1);
    expect(content()).toBe('one\ntwo\n');
    file.append('three\n');
    vi.advanceTimersByTime(2000);
    expect(content()).toBe('one\ntwo\nthree\n');
    file.close();
  });

  it('refuses a chunk after it was closed, and closes twice', () => {
    const file = AppendFile.create(path);
    file.close();
    file.close();
    expect(() => file.append('x')).toThrow(
      expect.objectContaining({
        code: 'ERR_RUN_DIRECTORY',
        message: `${path}: expected an open file, got a closed one`,
      }),
    );
  });

  it.runIf(process.platform === 'linux')(
    'throws the error of a write in the background at the next call',
    () => {
      vi.useFakeTimers();
      // Opens like any file; every write fails for want of space.
      const { file } = AppendFile.openLines('/dev/full', 0, () => undefined);
      file.append('lost\n');
      vi.advanceTimersByTime(2000);
      const refusal = expect.objectContaining({
        code: 'ERR_RUN_DIRECTORY',
        message: expect.stringMatching(/^\/dev\/full: expected a file to write to, got ENOSPC/) as string,
      }) as Error;
      expect(() => file.append('more\n')).toThrow(refusal);
      expect(() => file.flush()).toThrow(refusal);
      expect(() => file.close()).toThrow(refusal);
    },
  );

  it('does not overwrite when it creates', () => {
    writeFileSync(path, 'old');
    expect(() => AppendFile.create(path)).toThrow(expect.objectContaining({ code: 'ERR_RUN_DIRECTORY' }));
    expect(content()).toBe('old');
  });

  it('names the path when it cannot be opened', () => {
    mkdirSync(path);
    expect(openAny).toThrow(
      expect.objectContaining({
        code: 'ERR_RUN_DIRECTORY',
        message: expect.stringContaining(path) as string,
      }),
    );
  });
});

describe('AppendFile.openLines', () => {
  it.each([
    { name: 'a whole file', before: 'h\n1\n2\n', after: 'h\n1\n2\n', isNew: false },
    { name: 'a torn last line', before: 'h\n1\n2', after: 'h\n1\n', isNew: false },
    { name: 'a header alone', before: 'h\n', after: 'h\n', isNew: false },
    { name: 'a torn header', before: 'h', after: '', isNew: true },
    { name: 'an empty file', before: '', after: '', isNew: true },
    {
      name: 'a torn line longer than a read',
      before: `h\n1\n${'x'.repeat(200_000)}`,
      after: 'h\n1\n',
      isNew: false,
    },
    {
      name: 'a line that ends at a read',
      before: `h\n${'x'.repeat(65_533)}\nyy`,
      after: `h\n${'x'.repeat(65_533)}\n`,
      isNew: false,
    },
    { name: 'CRLF cut between its two', before: 'h\n1\r\n2\r', after: 'h\n1\r\n', isNew: false },
  ])('goes on after $name', ({ before, after, isNew }) => {
    writeFileSync(path, before);
    const opened = openAny();
    expect(opened.isNew).toBe(isNew);
    opened.file.append('next\n');
    opened.file.close();
    expect(content() === `${after}next\n`).toBe(true);
  });

  it('shows the header lines to the check, which can refuse the file as it is', () => {
    writeFileSync(path, 'a\nb\nc\ntorn');
    const error = new RangeError('foreign');
    expect(() =>
      AppendFile.openLines(path, 2, (header) => {
        expect(header).toBe('a\nb\n');
        throw error;
      }),
    ).toThrow(expect.objectContaining({ code: 'ERR_RUN_DIRECTORY', cause: error }));
    expect(content()).toBe('a\nb\nc\ntorn');
  });

  it('starts over when it has fewer header lines than it must', () => {
    writeFileSync(path, 'a\n');
    const { file, isNew } = AppendFile.openLines(path, 2, () => expect.unreachable());
    expect(isNew).toBe(true);
    file.close();
    expect(content()).toBe('');
  });

  it('loses only a tail when the process is killed, and goes on with whole lines', async () => {
    const script = fileURLToPath(new URL('./support/killed-appender.js', import.meta.url));
    for (let kill = 0; kill < 3; kill++) {
      const sizeBefore = kill === 0 ? 0 : statSync(path).size;
      const child = spawn(process.execPath, [script, path, String(kill)], { stdio: 'inherit' });
      const exit = once(child, 'exit');
      while ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) < sizeBefore + 1_000_000)
        await setImmediate();
      child.kill('SIGKILL');
      await exit;
    }
    openAny().file.close();
    const lines = content().split('\n');
    expect(lines.shift()).toBe('header');
    expect(lines.pop()).toBe('');
    const next = [0, 0, 0];
    for (const line of lines) {
      const [writer, number, rest] = line.split(',') as [string, string, string];
      if (Number(number) !== next[Number(writer)]! || rest !== 'x'.repeat(Number(number) % 50))
        expect.fail(line);
      next[Number(writer)]! += 1;
    }
    for (const count of next) expect(count).toBeGreaterThan(10_000);
  });
});
