import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { loadBackend } from '../../../../../src/learner/engines/tfjs/load/load-backend.js';
import type { TfjsBackend } from '../../../../../src/learner/engines/tfjs/backend.js';
import { WEBGPU } from '../../../../support/webgpu.js';

const scope = globalThis as { readonly navigator?: { readonly gpu?: GPU } };

let open: TfjsBackend | undefined;
/** An instance that is collected may take the process with it. */
let kept: GPU | undefined;
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

/** Those that WebGPU is known by. */
const globalNames = (): string[] =>
  Object.getOwnPropertyNames(globalThis).filter((name) => /^GPU|^navigator$/.test(name));

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

  it('leaves no trace where it was closed', async () => {
    const listeners = process.listenerCount('exit');
    const before = globalNames();
    const backend = await load();
    expect(globalNames()).toContain('GPUBuffer');
    await backend.close();
    expect(globalNames()).toEqual(before);
    expect(scope.navigator?.gpu).toBeUndefined();
    expect(process.listenerCount('exit')).toBe(listeners);
  });

  it("takes somebody else's WebGPU where there is one, and leaves it there", async () => {
    const { create, globals } = await import('webgpu');
    kept = create([]);
    const dawn = kept;
    let asked = 0;
    const gpu = {
      requestAdapter: (options?: GPURequestAdapterOptions) => {
        asked++;
        return dawn.requestAdapter(options);
      },
    } as GPU;
    vi.stubGlobal('navigator', { gpu });
    for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value);
    onTestFinished(() => void vi.unstubAllGlobals());
    const backend = await load();
    expect([asked, await compute(backend)]).toEqual([1, 40]);
    await backend.close();
    expect(scope.navigator!.gpu).toBe(gpu);
    expect(globalNames()).toContain('GPUBuffer');
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
    const { tf } = backend;
    const sum = tf.add(tf.ones([2000]), tf.ones([2000]));
    device.createBuffer({ size: device.limits.maxBufferSize + 8, usage: GPUBufferUsage.STORAGE });
    const refused = /^engine 'webgpu': expected its device to do what it is asked, got Buffer size/;
    await expect(sum.data()).rejects.toThrow(refused);
    expect(() => tf.add(sum, 1)).toThrow(refused);
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
