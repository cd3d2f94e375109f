import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HeartbeatMonitor } from '../../src/runtime/heartbeat-monitor.js';

const TICK = 250;

class Thread {
  beats = 0;
  alarms = 0;
  readonly pulse = { read: () => this.beats, onStill: () => this.countAlarm() };

  countAlarm(): void {
    this.alarms++;
  }
}

describe('HeartbeatMonitor', () => {
  let monitor: HeartbeatMonitor;
  beforeEach(() => {
    vi.useFakeTimers({ now: 1_000_000 });
    monitor = new HeartbeatMonitor(1);
  });
  afterEach(() => {
    monitor.close();
    vi.useRealTimers();
  });

  it('tells once of a thread that stood still for the time-out, and never of one that moves', () => {
    const [still, moving] = [new Thread(), new Thread()];
    monitor.watch(still.pulse);
    monitor.watch(moving.pulse);
    const after = (ticks: number) => {
      for (let i = 0; i < ticks; i++) {
        moving.beats++;
        vi.advanceTimersByTime(TICK);
      }
      return [still.alarms, moving.alarms];
    };
    expect(after(3)).toEqual([0, 0]);
    expect(after(1)).toEqual([1, 0]);
    expect(after(20)).toEqual([1, 0]);
  });

  it('starts over whenever the thread moves, backwards too', () => {
    const thread = new Thread();
    monitor.watch(thread.pulse);
    // The beats are an int32 that wraps.
    for (const beats of [1, 2, -(2 ** 31), 5]) {
      vi.advanceTimersByTime(3 * TICK);
      thread.beats = beats;
    }
    vi.advanceTimersByTime(4 * TICK);
    expect(thread.alarms).toBe(0);
    vi.advanceTimersByTime(TICK);
    expect(thread.alarms).toBe(1);
  });

  it('watches no longer when told so, and afresh when told again', () => {
    const thread = new Thread();
    const unwatch = monitor.watch(thread.pulse);
    vi.advanceTimersByTime(3 * TICK);
    unwatch();
    vi.advanceTimersByTime(10 * TICK);
    expect(thread.alarms).toBe(0);
    expect(monitor.movedAt(thread.pulse)).toBeUndefined();
    monitor.watch(thread.pulse);
    vi.advanceTimersByTime(3 * TICK);
    expect(thread.alarms).toBe(0);
    vi.advanceTimersByTime(TICK);
    expect(thread.alarms).toBe(1);
  });

  it('knows when a thread was last seen to move', () => {
    const thread = new Thread();
    monitor.watch(thread.pulse);
    expect(monitor.movedAt(thread.pulse)).toBe(1_000_000);
    thread.beats++;
    vi.advanceTimersByTime(2 * TICK);
    expect(monitor.movedAt(thread.pulse)).toBe(1_000_000 + TICK);
  });

  it('calls nobody hung because main was busy, or the process suspended', () => {
    const thread = new Thread();
    monitor.watch(thread.pulse);
    // The clock goes an hour ahead; the ticks that fell into it come as one.
    vi.setSystemTime(1_000_000 + 3_600_000);
    vi.advanceTimersByTime(TICK);
    expect(thread.alarms).toBe(0);
  });

  it('gives the shortest time-out two ticks', () => {
    const hasty = new HeartbeatMonitor(0.001);
    const thread = new Thread();
    hasty.watch(thread.pulse);
    vi.advanceTimersByTime(TICK);
    expect(thread.alarms).toBe(0);
    vi.advanceTimersByTime(TICK);
    expect(thread.alarms).toBe(1);
    hasty.close();
  });

  it('ticks no more when it is closed', () => {
    const thread = new Thread();
    monitor.watch(thread.pulse);
    monitor.close();
    vi.advanceTimersByTime(100 * TICK);
    expect(thread.alarms).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});
