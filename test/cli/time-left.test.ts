import { describe, expect, it } from 'vitest';
import { TimeLeft } from '../../src/cli/time-left.js';

/** Goes through phases of so many seconds at so many a second, ten looks a second. */
function after(...phases: readonly (readonly [seconds: number, speed: number])[]): TimeLeft {
  let [seconds, done] = [100, 0];
  const left = new TimeLeft(seconds, done);
  for (const [duration, speed] of phases) {
    for (let look = 0; look < duration * 10; look++) {
      seconds += 0.1;
      done += speed / 10;
      left.update(seconds, done);
    }
  }
  return left;
}

describe('TimeLeft', () => {
  it('divides the rest by a steady speed, from the first look on', () => {
    expect(after([0.1, 1000]).until(1100)).toBeCloseTo(1, 6);
    expect(after([30, 1000]).until(60_000)).toBeCloseTo(30, 6);
  });

  it('knows nothing before, and is at the end at the end', () => {
    expect(after().until(10)).toBeNaN();
    expect(after([1, 1000]).until(1000)).toBeCloseTo(0, 6);
    expect(after([2, 1000]).until(1000)).toBe(0);
    expect(after([1, 0]).until(10)).toBe(Infinity);
  });

  it('is moved little by a pause, and all the way by a change of pace', () => {
    const steady = after([40, 1000]).until(100_000);
    const paused = after([40, 1000], [0.3, 0]).until(100_000);
    expect(paused / steady).toBeGreaterThan(1);
    expect(paused / steady).toBeLessThan(1.05);
    const slower = after([40, 1000], [160, 100]);
    expect(slower.until(156_000)).toBeGreaterThan(0.9 * 1000);
    expect(slower.until(156_000)).toBeLessThan(1.1 * 1000);
  });

  it('is not misled by two looks at one moment', () => {
    const left = new TimeLeft(0, 0);
    left.update(1, 10);
    left.update(1, 20);
    expect(left.until(30)).toBe(2);
  });
});
