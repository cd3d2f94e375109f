import { appendFileSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { GrowingLines } from '../../src/metrics/growing-lines.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const folder = temporaryFolder();
let path: string;
let numFiles = 0;
beforeEach(() => {
  path = join(folder, `${numFiles++}.csv`);
});

function readAll(lines: GrowingLines): [string, number][] {
  const read: [string, number][] = [];
  lines.read((line, number) => void read.push([line, number]));
  return read;
}

describe('GrowingLines', () => {
  it('gives each line once, when it is whole, wherever writes end', () => {
    const lines = new GrowingLines(path);
    expect(readAll(lines)).toEqual([]);
    const text = 'héader\nfirst\r\n\nthird\nfourth';
    const seen: [string, number][] = [];
    for (const byte of Buffer.from(text)) {
      appendFileSync(path, Buffer.of(byte));
      seen.push(...readAll(lines));
    }
    expect(seen).toEqual([
      ['héader', 1],
      ['first', 2],
      ['', 3],
      ['third', 4],
    ]);
    expect(readAll(lines)).toEqual([]);
    appendFileSync(path, '\n');
    expect(readAll(lines)).toEqual([['fourth', 5]]);
  });

  it('reads files that are larger than its buffer', () => {
    const wanted = Array.from({ length: 300_000 }, (_, i) => `line ${i} é`);
    writeFileSync(path, `${wanted.join('\n')}\n`);
    const read = readAll(new GrowingLines(path));
    expect(read.length).toBe(wanted.length);
    expect(read.every(([line, number]) => line === wanted[number - 1])).toBe(true);
  });

  it('says in one line what cannot be a file that grows', () => {
    const lines = new GrowingLines(path);
    writeFileSync(path, 'one\ntwo\n');
    readAll(lines);
    truncateSync(path, 3);
    const refused = (message: string) =>
      expect.objectContaining({ code: 'ERR_RUN_DIRECTORY', message }) as Error;
    expect(() => readAll(lines)).toThrow(
      refused(`${path}: expected a file that only grows, with at least 8 bytes, got 3`),
    );
    writeFileSync(path, `short\n${'x'.repeat(2 ** 21)}`);
    expect(() => readAll(new GrowingLines(path))).toThrow(
      refused(`${path} line 2: expected lines of at most 1048576 bytes, got a longer one`),
    );
    mkdirSync(`${path}.folder`);
    expect(() => readAll(new GrowingLines(`${path}.folder`))).toThrow(
      /^\S+: expected a file to read, got EISDIR/,
    );
  });
});
