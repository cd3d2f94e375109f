import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { HAS_TENSORFLOW } from '../../support/tensorflow.js';

/** What a thread of its own says that computes with the addon. */
async function said(): Promise<unknown> {
  const worker = new Worker(new URL('./try.js', import.meta.url));
  const [message] = await Promise.all([once(worker, 'message'), once(worker, 'exit')]);
  return message[0];
}

describe.runIf(HAS_TENSORFLOW)('the addon of TensorFlow', () => {
  it('computes in one thread after another, and in two at once', async () => {
    const first = await said();
    expect(first).toMatch(/^TensorFlow 2\.\d+\.\d+ computes on Node v/);
    expect(await Promise.all([said(), said()])).toEqual([first, first]);
  });
});
