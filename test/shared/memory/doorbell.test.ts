import { describe, expect, it } from 'vitest';
import { Doorbell } from '../../../src/shared/memory/doorbell.js';
import { play } from './support/bell-player.js';
import { PATIENCE_MILLISECONDS, startThread, wakeSleeper } from './support/threads.js';

describe('Doorbell', () => {
  it('remembers one ring, however often it was rung', () => {
    const bell = Doorbell.attach(Doorbell.allocate());
    expect(bell.wait(0)).toBe(false);
    bell.ring();
    bell.ring();
    expect([bell.wait(PATIENCE_MILLISECONDS), bell.wait(0)]).toEqual([true, false]);
  });

  it('works after a thread died at it', () => {
    const buffer = Doorbell.allocate();
    const WAITING = 1;
    new Int32Array(buffer)[0] = WAITING;
    const bell = Doorbell.attach(buffer);
    expect(bell.wait(0)).toBe(false);
    new Int32Array(buffer)[0] = WAITING;
    bell.ring();
    expect(bell.wait(PATIENCE_MILLISECONDS)).toBe(true);
  });

  it('wakes a sleeping thread', async () => {
    const buffer = Doorbell.allocate();
    expect(await wakeSleeper({ at: 'doorbell', buffer }, () => Doorbell.attach(buffer).ring())).toBe(true);
  });

  it('loses no ring between two threads that take turns', async () => {
    const words = new SharedArrayBuffer(4);
    const [mine, other] = [Doorbell.allocate(), Doorbell.allocate()];
    const numTurns = 20_000;
    const file = new URL('./support/bell-player.js', import.meta.url);
    const player = startThread(file, { words, myBell: other, otherBell: mine, parity: 1, numTurns });
    play({ words, myBell: mine, otherBell: other, parity: 0, numTurns });
    expect(await player.exited).toBe(0);
    expect(new Int32Array(words)[0]).toBe(2 * numTurns);
  });

  it('rejects memory of another size', () => {
    expect(() => Doorbell.attach(new SharedArrayBuffer(4))).toThrow(
      expect.objectContaining({ code: 'ERR_MEMORY_LAYOUT', message: 'doorbell: expected 128 bytes, got 4' }),
    );
  });
});
