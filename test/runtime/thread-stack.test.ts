import { describe, expect, it } from 'vitest';
import { stackOfThread } from '../../src/runtime/thread-stack.js';
import { StuckThread } from './support/stuck-thread.js';

/** The stack once it shows `functionName`: the thread says that it begins just before it does. */
function stackWith(threadId: number, functionName: string): readonly string[] {
  let stack: readonly string[] = [];
  for (let i = 0; i < 1000 && !stack.some((frame) => frame.includes(functionName)); i++) {
    stack = stackOfThread(threadId);
  }
  return stack;
}

describe('stackOfThread', () => {
  it('shows where each of two threads is that answer nothing, and nothing of one that is dead', async () => {
    const spinning = new StuckThread('spinning');
    const sleeping = new StuckThread('sleeping');
    expect(stackWith(spinning.threadId, 'spinForTheTest').join('\n')).toMatch(
      /spinForTheTest.*stuck\.js:\d+:\d+/,
    );
    expect(stackWith(sleeping.threadId, 'sleepForTheTest').join('\n')).toMatch(
      /sleepForTheTest.*stuck\.js:\d+:\d+/,
    );
    await spinning.end();
    expect(stackOfThread(spinning.threadId)).toEqual([]);
    await sleeping.end();
  });

  it('is empty for a thread that never was', () => {
    expect(stackOfThread(1_000_000)).toEqual([]);
  });
});
