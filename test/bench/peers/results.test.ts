import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createResultsFolder, readResults, writeResults } from '../../../bench/peers/results.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { duel, results, run, trained } from './support/results.js';

describe('results', () => {
  const folder = temporaryFolder();

  it('come back from their file as they were', () => {
    const kept = results({ matches: [duel()], runs: [run({ contestant: 'ours', answer: trained() })] });
    expect(readResults(writeResults(folder, kept))).toEqual(kept);
  });

  it.each([
    ['nothing.json', undefined, /nothing\.json \(ENOENT/],
    ['text.json', 'text', /text\.json \(Unexpected token/],
    ['other.json', '{"date":1}', /other\.json \(date: /],
  ])('are not read from %s', (name, content, message) => {
    const path = join(folder, name);
    if (content !== undefined) writeFileSync(path, content);
    const mistake = { code: 'ERR_USAGE', message: expect.stringMatching(message) as string };
    expect(() => readResults(path)).toThrow(expect.objectContaining(mistake) as Error);
  });

  it('get a folder of their own: a new one, or an empty one', () => {
    const mine = join(folder, 'deep', 'mine');
    createResultsFolder(mine);
    createResultsFolder(mine);
    mkdirSync(join(mine, 'runs'));
    const code = 'ERR_RUN_DIRECTORY';
    expect(() => createResultsFolder(mine)).toThrow(expect.objectContaining({ code }) as Error);
    writeFileSync(join(folder, 'file'), '');
    expect(() => createResultsFolder(join(folder, 'file'))).toThrow(
      expect.objectContaining({ code }) as Error,
    );
  });
});
