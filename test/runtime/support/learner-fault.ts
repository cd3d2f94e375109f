/** Preloaded into a process: its learner, once it trains on WebGPU, has the fault that `LEARNER_FAULT` names. */
import { isMainThread, workerData } from 'node:worker_threads';

/** By then the learner trains: loading takes fewer. */
const AT_BUFFER = 300;

const isLearner =
  !isMainThread && (workerData as { readonly hostPort?: unknown } | null)?.hostPort !== undefined;
if (isLearner) {
  const timer = setInterval(() => {
    if (!('GPUDevice' in globalThis)) return;
    clearInterval(timer);
    failAt(AT_BUFFER);
  }, 1);
}

function failAt(last: number): void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the device below
  const { createBuffer } = GPUDevice.prototype;
  let made = 0;
  GPUDevice.prototype.createBuffer = function (this: GPUDevice, descriptor): GPUBuffer {
    if (++made === last) fail(this);
    return createBuffer.call(this, descriptor);
  };
}

function fail(device: GPUDevice): void {
  const fault = process.env['LEARNER_FAULT'];
  if (fault === 'device lost') device.destroy();
  if (fault === 'out of memory') fillTheHeap();
  // Amid what it awaits.
  if (fault === 'throw')
    setImmediate(() => {
      throw new Error('a mistake of the learner');
    });
}

function fillTheHeap(): never {
  const kept: string[][] = [];
  for (;;) kept.push(Array.from({ length: 100_000 }, (_, i) => `${kept.length} ${i}`));
}
