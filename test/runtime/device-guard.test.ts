import { describe, expect, it, onTestFinished } from 'vitest';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { DeviceGuard } from '../../src/runtime/device-guard.js';
import { Doorbell } from '../../src/shared/memory/doorbell.js';

/** A guard that counts how often it asks its thread to end, and does `end` then. */
function guard(end: (memory: SharedArrayBuffer) => void = () => undefined) {
  const asked = { count: 0 };
  const before = process.listeners('exit');
  const made: DeviceGuard = new DeviceGuard(() => {
    asked.count++;
    end(made.memory);
  });
  onTestFinished(() => made.dispose());
  const added = process.listeners('exit').filter((listener) => !before.includes(listener));
  /** What happens to it when the process exits. */
  const exit = (): void => {
    for (const listener of added) listener.call(process, 0);
  };
  return { guard: made, asked, exit, added };
}

const ring = (memory: SharedArrayBuffer): void => Doorbell.attach(memory).ring();

/** Rings its bell in a thread of its own, once it has said in another memory that it is over. */
const RINGER = `
  const { workerData, parentPort } = require('node:worker_threads');
  const over = new Int32Array(workerData.over);
  import(workerData.doorbell).then(({ Doorbell }) => {
    parentPort.postMessage('here');
    parentPort.once('message', () => {
      Atomics.wait(over, 1, 0, 50);
      Atomics.store(over, 0, 1);
      Doorbell.attach(workerData.memory).ring();
    });
  });`;

describe('DeviceGuard', () => {
  it('asks the thread to end when the process exits, and holds the exit up until it has', async () => {
    const { guard: made, asked, exit } = guard(() => worker.postMessage('end'));
    const over = new Int32Array(new SharedArrayBuffer(8));
    const doorbell = new URL('../../src/shared/memory/doorbell.js', import.meta.url).href;
    const workerData = { over: over.buffer, memory: made.memory, doorbell };
    const worker = new Worker(RINGER, { eval: true, workerData });
    await once(worker, 'message');
    exit();
    // Once, although a process may be told to exit while it exits.
    exit();
    expect([asked.count, Atomics.load(over, 0)]).toEqual([1, 1]);
    expect(made.isReturned).toBe(true);
    await once(worker, 'exit');
  });

  it('asks nothing of a thread that has said that it holds no device', async () => {
    const { guard: made, asked, exit } = guard();
    ring(made.memory);
    exit();
    await made.end(new Promise(() => undefined));
    exit();
    expect(asked.count).toBe(0);
  });

  it('waits for the thread to exit, not only for its device', async () => {
    let exited = false;
    const { guard: made, asked } = guard(ring);
    await made.end(
      new Promise((resolve) =>
        setImmediate(() => {
          exited = true;
          resolve();
        }),
      ),
    );
    expect([asked.count, exited]).toEqual([1, true]);
  });

  it('listens no more once it is disposed of', () => {
    const { guard: made, added } = guard();
    expect(added).toHaveLength(1);
    made.dispose();
    expect(process.listeners('exit')).not.toContain(added[0]);
  });
});
