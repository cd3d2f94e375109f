import { describe, expect, it } from 'vitest';
import type { EnginePace } from '../../../../bench/suites/engines/engine-pace.js';
import { prepare } from '../../../../bench/suites/engines/prepare.js';

const PACE: EnginePace = {
  rounds: 1,
  roundNanoseconds: 1e9,
  warmUpNanoseconds: 1,
  updateNanoseconds: 1e9,
  caseNanoseconds: 1e9,
  fewestRounds: 1,
};

/** Takes so long for an update, whatever the clock says. */
function engineTaking(nanosecondsOf: (rows: number) => number) {
  const tried = new Set<number>();
  let rows = 0;
  const engine = {
    resize: (to: number) => void tried.add((rows = to)),
    updates: () => Promise.resolve(nanosecondsOf(rows)),
  };
  return { engine, tried };
}

describe('prepare', () => {
  it('comes to the whole batch by and by, and fills a round with its updates', async () => {
    const { engine, tried } = engineTaking((rows) => 1e5 * rows);
    const { updates, updateNanoseconds } = await prepare(engine, 64, PACE);
    expect([...tried]).toEqual([8, 32, 64]);
    expect(updateNanoseconds).toBe(64e5);
    // At least half of a round, and in powers of two.
    expect(updates).toBe(128);
  });

  it('does not try what is sure to take too long, and says how it knows', async () => {
    const { engine, tried } = engineTaking((rows) => 0.02e9 * rows);
    await expect(prepare(engine, 512, PACE)).rejects.toThrow(
      'an update of 32 rows took 0.64 s: too long for one of 512, for which at most 1 s are waited',
    );
    expect([...tried]).toEqual([8, 32]);
  });

  it('goes on where most of the time is not for rows', async () => {
    const { engine, tried } = engineTaking((rows) => 0.4e9 + 0.001e9 * rows);
    expect((await prepare(engine, 256, PACE)).updates).toBe(1);
    expect([...tried]).toEqual([8, 32, 128, 256]);
  });

  it('says so where the whole batch turns out to take too long', async () => {
    const { engine } = engineTaking((rows) => (rows === 64 ? 1.5e9 : 1e6));
    await expect(prepare(engine, 64, PACE)).rejects.toThrow(
      'an update of 64 rows took 1.5 s; at most 1 s are waited for',
    );
  });
});
