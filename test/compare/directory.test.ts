import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createComparisonDirectory } from '../../src/compare/directory.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const folder = temporaryFolder();
const NOW = new Date('2026-01-02T03:04:05.678Z');
const home = process.cwd();

beforeEach(() => {
  mkdirSync(join(folder, 'cwd'), { recursive: true });
  process.chdir(join(folder, 'cwd'));
});
afterEach(() => process.chdir(home));

describe('createComparisonDirectory', () => {
  it('names a comparison by its time, and a second one of that time by a number', () => {
    const [first, second] = [createComparisonDirectory(null, NOW), createComparisonDirectory(null, NOW)];
    expect([basename(first.path), basename(second.path)]).toEqual(['20260102T030405Z', '20260102T030405Z-2']);
  });

  it('takes an empty folder and no other', () => {
    mkdirSync('empty');
    expect(createComparisonDirectory('empty', NOW).runs).toBe(join(process.cwd(), 'empty', 'runs'));
    const refused = { code: 'ERR_RUN_DIRECTORY' };
    expect(() => createComparisonDirectory('empty', NOW)).toThrow(expect.objectContaining(refused));
    mkdirSync('full');
    writeFileSync(join('full', 'notes'), '');
    expect(() => createComparisonDirectory('full', NOW)).toThrow(expect.objectContaining(refused));
    writeFileSync('file', '');
    expect(() => createComparisonDirectory('file', NOW)).toThrow(expect.objectContaining(refused));
  });
});
