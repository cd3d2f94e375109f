import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Worker } from 'node:worker_threads';
import { SLACK_BYTES } from '../../../src/shared/kernels/arena.js';
import { instantiateKernels } from '../../../src/shared/kernels/kernels.js';
import { loadKernelModule } from '../../../src/shared/kernels/load.js';

const errorMatching = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) as string }) as Error;

describe('loadKernelModule', () => {
  it('says how to make a missing file', () => {
    const url = pathToFileURL(join(tmpdir(), 'no-such-folder', 'kernels.wasm'));
    expect(() => loadKernelModule(url)).toThrow(
      errorMatching('ERR_KERNELS', /no-such-folder.*npm run build.*ENOENT/),
    );
  });

  it('rejects a file that is not WebAssembly', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kernels-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'kernels.wasm');
    for (const content of ['', 'not wasm', Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 99])]) {
      writeFileSync(file, content);
      expect(() => loadKernelModule(pathToFileURL(file))).toThrow(
        errorMatching('ERR_KERNELS', /npm run build/),
      );
    }
  });

  it('gives a module that another thread can instantiate', async () => {
    const worker = new Worker(new URL('./support/sum-in-thread.js', import.meta.url), {
      workerData: loadKernelModule(),
    });
    const sum = await new Promise((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
    await worker.terminate();
    expect(sum).toBe(30);
  });
});

describe('instantiateKernels', () => {
  const module = loadKernelModule();

  it.each([NaN, -1, 1.5, 2 ** 31])('rejects a memory of %d bytes', (bytes) => {
    expect(() => instantiateKernels(module, bytes)).toThrow(
      errorMatching('ERR_KERNELS', /^kernel memory: expected/),
    );
  });

  it('rejects another module', () => {
    const empty = new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
    expect(() => instantiateKernels(empty, 0)).toThrow(errorMatching('ERR_KERNELS', /npm run build/));
  });
});

describe('Arena', () => {
  it('gives aligned, zeroed, disjoint regions, with readable slack after the last', () => {
    const { arena } = instantiateKernels(loadKernelModule(), 400_000);
    const regions = [
      arena.float32(3),
      arena.int32(1),
      arena.float32(0),
      arena.float32(17),
      arena.float32(90_000),
    ];
    const seen = new Set<number>();
    for (const { pointer, view } of regions) {
      expect(pointer % 64).toBe(0);
      expect(pointer).toBeGreaterThan(0);
      expect(view.every((value) => value === 0)).toBe(true);
      for (let byte = pointer; byte < pointer + view.byteLength; byte += 4) {
        expect(seen.has(byte)).toBe(false);
        seen.add(byte);
      }
    }
    const { pointer, view } = regions.at(-1)!;
    expect(pointer + view.byteLength + SLACK_BYTES).toBeLessThanOrEqual(view.buffer.byteLength);
  });

  it('says how much is free when a region does not fit, and takes nothing then', () => {
    const { arena } = instantiateKernels(loadKernelModule(), 1 << 16);
    const { freeBytes } = arena;
    expect(() => arena.float32(1 << 20)).toThrow(
      errorMatching('ERR_KERNELS', new RegExp(`at most the ${freeBytes} bytes`)),
    );
    expect(arena.freeBytes).toBe(freeBytes);
    arena.float32(freeBytes / 4);
    expect(() => arena.int32(1)).toThrow(errorMatching('ERR_KERNELS', /^arena allocation/));
  });

  it.each([-1, 0.5, NaN])('rejects a length of %d', (length) => {
    const { arena } = instantiateKernels(loadKernelModule(), 1024);
    expect(() => arena.float32(length)).toThrow(errorMatching('ERR_KERNELS', /count of elements/));
  });
});
