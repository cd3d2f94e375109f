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
  it.each([
    { how: 'spinning', functionName: 'spinForTheTest' },
    { how: 'sleeping', functionName: 'sleepForTheTest' },
  ] as const)('shows where a $how thread is, and nothing once it is dead', async ({ how, functionName }) => {
    const other = new StuckThread(how === 'spinning' ? 'sleeping' : 'spinning');
    const thread = new StuckThread(how);
    const stack = stackWith(thread.threadId, functionName);
    expect(stack.find((frame) => frame.includes(functionName))).toMatch(/stuck\.js:\d+:\d+/);
    await Promise.all([thread.end(), other.end()]);
    expect(stackOfThread(thread.threadId)).toEqual([]);
  });

  it('is empty for a thread that never was', () => {
    expect(stackOfThread(1_000_000)).toEqual([]);
  });
});
