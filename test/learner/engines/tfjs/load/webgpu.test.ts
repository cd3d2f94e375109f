import { afterEach, describe, expect, it } from 'vitest';
import { loadBackend } from '../../../../../src/learner/engines/tfjs/load/load-backend.js';
import type { TfjsBackend } from '../../../../../src/learner/engines/tfjs/backend.js';
import { WEBGPU } from '../../../../support/webgpu.js';

const scope = globalThis as { readonly navigator?: { readonly gpu?: GPU } };

let open: TfjsBackend | undefined;
afterEach(async () => {
  await open?.close();
  open = undefined;
});

async function load(): Promise<TfjsBackend> {
  open = await loadBackend('webgpu');
  return open;
}

/** A sum that the device computes, and not the library in its place as it does with little. */
async function compute({ tf }: TfjsBackend): Promise<number> {
  const sum = tf.add(tf.ones([2000]), tf.fill([2000], 39));
  const [first] = await sum.data();
  sum.dispose();
  return first!;
}

/** The device that the library computes with. */
const deviceOf = ({ tf }: TfjsBackend): GPUDevice =>
  (tf.backend() as unknown as { device: GPUDevice }).device;

describe.runIf(WEBGPU)('loadWebGpu', () => {
  it('loads a device, which says what it is, as often as it is closed', async () => {
    for (let i = 0; i < 2; i++) {
      const backend = await load();
      expect(backend.device).toMatchObject({ kind: 'gpu', isSoftware: WEBGPU === 'software' });
      expect(backend.device.name).toMatch(/^[^\s-].*[^\s-]$/);
      expect(deviceOf(backend).limits.maxBufferSize).toBeGreaterThan(256 * 2 ** 20);
      expect(await compute(backend)).toBe(40);
      await backend.close();
    }
  });

  it('leaves no trace where it was closed, and what was there before', async () => {
    const listeners = process.listenerCount('exit');
    const names = (): string[] =>
      Object.getOwnPropertyNames(globalThis).filter((name) => /^GPU|^navi/.test(name));
    const before = names();
    const backend = await load();
    expect(names()).toContain('GPUBuffer');
    const gpu = scope.navigator!.gpu!;
    await backend.close();
    expect(names()).toEqual(before);
    expect(scope.navigator?.gpu).toBeUndefined();
    expect(process.listenerCount('exit')).toBe(listeners);

    // Somebody else's, who keeps it.
    const { globals } = await import('webgpu');
    Object.assign(globalThis, globals);
    const own = scope.navigator ?? {};
    Object.defineProperty(own, 'gpu', { value: gpu, configurable: true });
    if (scope.navigator === undefined)
      Object.defineProperty(globalThis, 'navigator', { value: own, configurable: true });
    const again = await load();
    expect(await compute(again)).toBe(40);
    await again.close();
    expect(scope.navigator!.gpu).toBe(gpu);
    expect(names()).toContain('GPUBuffer');
    Reflect.deleteProperty(own, 'gpu');
    if (!before.includes('navigator')) Reflect.deleteProperty(globalThis, 'navigator');
    for (const name of Object.keys(globals)) Reflect.deleteProperty(globalThis, name);
  });

  it('takes its turn with other engines of a thread', async () => {
    for (const engine of ['tfjs-cpu', 'webgpu', 'tfjs-wasm', 'webgpu'] as const) {
      const backend = await loadBackend(engine);
      expect([await compute(backend), backend.engine]).toEqual([40, engine]);
      await backend.close();
    }
  });

  it('throws in one line once its device is lost', async () => {
    const backend = await load();
    await compute(backend);
    const reading = compute(backend);
    deviceOf(backend).destroy();
    const lost = "engine 'webgpu': expected its device to last, got it lost: ";
    await expect(reading).rejects.toMatchObject({ code: 'ERR_ENGINE' });
    await expect(reading).rejects.toThrow(lost);
    await expect(compute(backend)).rejects.toThrow(lost);
  });

  it('throws in one line once its device could not do something, rather than go on with zeros', async () => {
    const backend = await load();
    const device = deviceOf(backend);
    device.createBuffer({ size: device.limits.maxBufferSize + 8, usage: GPUBufferUsage.STORAGE });
    await expect(compute(backend)).rejects.toThrow(
      /^engine 'webgpu': expected its device to do what it is asked, got Buffer size/,
    );
  });

  it('says what to do once the memory of its device is full', async () => {
    const backend = await load();
    // As Dawn reports it; filling a real one takes all that the machine has.
    const error = new GPUOutOfMemoryError('Cannot allocate 1 GiB.\nDetails');
    deviceOf(backend).dispatchEvent(new GPUUncapturedErrorEvent('uncapturederror', { error }));
    await expect(compute(backend)).rejects.toThrow(
      /room in the memory of its device, got Cannot allocate 1 GiB; lower learner.batchSize/,
    );
  });
});
