import { describe, expect, it } from 'vitest';
import { Control } from '../../../src/shared/memory/control.js';
import { PATIENCE_MILLISECONDS, wakeSleeper } from './support/threads.js';

describe('Control', () => {
  it('starts as run, and shows every thread what main asked for', () => {
    const buffer = Control.allocate();
    const [main, thread] = [new Control(buffer), new Control(buffer)];
    expect([thread.state, thread.isStopped]).toEqual(['run', false]);
    main.request('pause');
    expect([thread.state, thread.isStopped]).toEqual(['pause', false]);
    main.request('stop');
    expect([thread.state, thread.isStopped]).toEqual(['stop', true]);
  });

  it('stays stopped', () => {
    const control = new Control(Control.allocate());
    expect([control.request('stop'), control.request('run'), control.state]).toEqual([true, false, 'stop']);
  });

  it('waits only while paused', () => {
    const control = new Control(Control.allocate());
    expect(control.waitWhilePaused(PATIENCE_MILLISECONDS)).toBe('run');
    control.request('pause');
    expect(control.waitWhilePaused(0)).toBe('pause');
  });

  it('wakes a paused thread on stop', async () => {
    const buffer = Control.allocate();
    const control = new Control(buffer);
    control.request('pause');
    expect(await wakeSleeper({ at: 'pause', buffer }, () => control.request('stop'))).toBe(true);
  });

  it('rings the learner, so that it looks', () => {
    const control = new Control(Control.allocate());
    control.request('stop');
    expect(control.doorbell.wait(PATIENCE_MILLISECONDS)).toBe(true);
  });

  it('rejects memory of another size', () => {
    expect(() => new Control(new SharedArrayBuffer(8))).toThrow('control: expected 256 bytes, got 8');
  });
});
