import { describe, expect, it } from 'vitest';
import { publishToActDelays } from '../../../bench/suites/support/publish-to-act.js';
import { VersionLog } from '../../../bench/suites/support/version-log.js';

const events = (...pairs: readonly (readonly [version: number, nanoseconds: number])[]) =>
  pairs.map(([version, nanoseconds]) => ({ version, nanoseconds }));

describe('publishToActDelays', () => {
  it('runs from the publication to the first block with that version', () => {
    expect(publishToActDelays(events([1, 100], [2, 250]), events([0, 0], [1, 130], [2, 290]))).toEqual([
      { publishedAt: 100, nanoseconds: 30 },
      { publishedAt: 250, nanoseconds: 40 },
    ]);
  });

  it('ends with a newer version where one was passed over', () => {
    const firstBlocks = events([0, 0], [3, 330]);
    expect(publishToActDelays(events([1, 100], [2, 200], [3, 300]), firstBlocks)).toEqual([
      { publishedAt: 100, nanoseconds: 230 },
      { publishedAt: 200, nanoseconds: 130 },
      { publishedAt: 300, nanoseconds: 30 },
    ]);
  });

  it('leaves out what nobody came to act with', () => {
    expect(publishToActDelays(events([1, 100], [2, 200]), events([0, 0], [1, 150]))).toEqual([
      { publishedAt: 100, nanoseconds: 50 },
    ]);
    expect(publishToActDelays(events([1, 100]), [])).toEqual([]);
  });

  it('is 0 for an actor that was quicker than the return of publish', () => {
    expect(publishToActDelays(events([1, 100]), events([1, 99]))).toEqual([
      { publishedAt: 100, nanoseconds: 0 },
    ]);
  });
});

describe('VersionLog', () => {
  it('keeps what was appended, in order, up to its size', () => {
    const buffer = VersionLog.allocate(2);
    const writer = new VersionLog(buffer);
    expect(new VersionLog(buffer).events()).toEqual([]);
    for (const version of [4, 5, 6]) writer.append(version, version / 8);
    expect(new VersionLog(buffer).events()).toEqual(events([4, 0.5], [5, 0.625]));
  });
});
