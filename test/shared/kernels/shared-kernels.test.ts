import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { instantiateKernels, type Kernels } from '../../../src/shared/kernels/kernels.js';
import { loadKernelModule } from '../../../src/shared/kernels/load.js';
import { createSharedKernels } from '../../../src/shared/kernels/shared-kernels.js';
import { TrainableNetwork } from '../../../src/shared/network/backprop.js';
import { denseNetwork } from '../../../src/shared/network/dense-network.js';
import { networkMemoryBytes } from '../../../src/shared/network/memory.js';
import { bits, testUniform } from './support/fixture.js';

const SPEC = denseNetwork(5, [33, 18], 3, 'tanh');
const BATCH = 13;
const BYTES = networkMemoryBytes(SPEC, BATCH, 1);

/** Everything that a pass there and back leaves. */
function passWith(kernels: Kernels): number[] {
  const network = new TrainableNetwork(kernels, SPEC, BATCH);
  const draw = testUniform(1);
  for (const view of [network.parameters, network.input, network.outputGradient])
    view.forEach((_, i) => (view[i] = draw()));
  const output = bits(network.forward(BATCH));
  return [...output, ...bits(network.backward(BATCH))];
}

describe('createSharedKernels', () => {
  it('gives the bits that kernels with a memory of their own give', () => {
    expect(passWith(createSharedKernels(BYTES))).toEqual(
      passWith(instantiateKernels(loadKernelModule(), BYTES)),
    );
  });

  it('has a shared memory of the size asked for, which does not grow', () => {
    const { arena, source } = createSharedKernels(400_000);
    expect(source.memory.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(arena.freeBytes).toBeGreaterThanOrEqual(400_000);
    expect(arena.float32(100_000).view.every((value) => value === 0)).toBe(true);
    expect(() => source.memory.grow(1)).toThrow(RangeError);
  });

  it.each([-1, 2 ** 31, 1.5, NaN])('refuses %d bytes', (bytes) => {
    expect(() => createSharedKernels(bytes)).toThrow(
      expect.objectContaining({ code: 'ERR_KERNELS' }) as Error,
    );
  });
});

describe('attachSharedKernels', () => {
  it('works on the same memory, in another thread', async () => {
    const { arena, source } = createSharedKernels(1024);
    const x = arena.float32(4);
    x.view.set([1, 2, 3, 4]);
    const sum = arena.float32(2);
    const worker = new Worker(new URL('./support/sum-in-crew.js', import.meta.url), {
      workerData: { source, x: x.pointer, sum: sum.pointer },
    });
    await new Promise((resolve, reject) => worker.once('exit', resolve).once('error', reject));
    expect([...sum.view]).toEqual([4, 6]);
  });
});
