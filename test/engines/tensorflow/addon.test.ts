import { createRequire } from 'node:module';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { ADDON } from './packages.js';

const isBuilt = canResolve(ADDON.name);

function canResolve(name: string): boolean {
  try {
    return createRequire(import.meta.url).resolve(name) !== '';
  } catch {
    console.warn(`Skipped, as ${name} is not installed (docs/gpu.md): tests of its addon.`);
    return false;
  }
}

/** What a thread of its own says that computes with the addon. */
async function said(): Promise<unknown> {
  const worker = new Worker(new URL('./try.js', import.meta.url));
  const [message] = await Promise.all([once(worker, 'message'), once(worker, 'exit')]);
  return message[0];
}

describe.runIf(isBuilt)('the addon of TensorFlow', () => {
  it('computes in one thread after another, and in two at once', async () => {
    const first = await said();
    expect(first).toMatch(/^TensorFlow 2\.\d+\.\d+ computes on Node v/);
    expect(await Promise.all([said(), said()])).toEqual([first, first]);
  });
});
