import { describe, expect, it } from 'vitest';
import type { EngineProbe } from '../../../src/learner/probe/probe-engine.js';
import {
  chooseEngine,
  type ChoiceFacts,
  type EngineCandidate,
} from '../../../src/runtime/engine-choice/choose-engine.js';
import { ENGINES, type EngineName } from '../../../src/shared/config/engines.js';

const CPU = { name: 'A CPU', kind: 'cpu', isSoftware: false } as const;
const GPU = { name: 'A GPU', kind: 'gpu', isSoftware: false, memoryBytes: 8e9 } as const;
const SOFTWARE = { name: 'A driver', kind: 'gpu', isSoftware: true } as const;
const FACTS: ChoiceFacts = { threads: 1, hasGpuEngine: true };

/** What each engine is found to be; those that are left out are not installed. */
type World = Partial<Record<EngineName, Partial<EngineProbe>>>;

/** A probe of such a world. */
const inWorld =
  (world: World) =>
  (engine: EngineName): Promise<EngineProbe> =>
    Promise.resolve({
      ...{ engine, installed: true, loads: true, device: CPU, millisecondsPerUpdate: 1 },
      ...{ problem: null, fix: null },
      ...(world[engine] ?? {
        ...{ installed: false, loads: false, device: null, millisecondsPerUpdate: null },
        ...{ problem: 'not installed', fix: `npm install ${engine}` },
      }),
    });

const choose = (world: World, facts = FACTS) => chooseEngine(facts, inWorld(world));

describe('chooseEngine', () => {
  it.each<[string, World, EngineName]>([
    [
      'the fastest',
      {
        simd: { millisecondsPerUpdate: 10 },
        webgpu: { millisecondsPerUpdate: 9, device: GPU },
        'tensorflow-gpu': { millisecondsPerUpdate: 0.5, device: GPU },
      },
      'tensorflow-gpu',
    ],
    ['simd where that is the fastest', { simd: { millisecondsPerUpdate: 0.04 }, webgpu: {} }, 'simd'],
    [
      'no software adapter, however fast',
      { simd: { millisecondsPerUpdate: 10 }, webgpu: { millisecondsPerUpdate: 1, device: SOFTWARE } },
      'simd',
    ],
    [
      'none that was fast and then died',
      {
        simd: { millisecondsPerUpdate: 10 },
        webgpu: { millisecondsPerUpdate: 1, device: GPU, problem: 'its process was ended by SIGABRT' },
      },
      'simd',
    ],
    ['simd where nothing runs', {}, 'simd'],
  ])('takes %s', async (_, world, chosen) => {
    expect((await choose(world)).chosen).toBe(chosen);
  });

  it('keeps the figures, and why what was not chosen could not be', async () => {
    const choice = await choose({
      simd: { millisecondsPerUpdate: 10 },
      webgpu: { millisecondsPerUpdate: 1, device: SOFTWARE },
      'tfjs-wasm': { loads: false, device: null, millisecondsPerUpdate: null, problem: 'expected A, got B' },
    });
    expect(choice).toEqual({
      ...{ asked: 'auto', chosen: 'simd', reason: 'the fastest that runs here' },
      candidates: [
        { engine: 'simd', device: CPU, millisecondsPerUpdate: 10, problem: null },
        ...(['tensorflow-gpu', 'tensorflow'] as const).map((engine) => ({
          ...{ engine, device: null, millisecondsPerUpdate: null },
          problem: `not installed; npm install ${engine}`,
        })),
        { engine: 'webgpu', device: SOFTWARE, millisecondsPerUpdate: 1, problem: 'a software adapter' },
        { engine: 'tfjs-wasm', device: null, millisecondsPerUpdate: null, problem: 'expected A, got B' },
        {
          ...{ engine: 'tfjs-cpu', device: null, millisecondsPerUpdate: null },
          problem: 'not installed; npm install tfjs-cpu',
        },
      ],
    });
  });

  it('says so where nothing runs', async () => {
    expect((await choose({})).reason).toBe('no engine could be timed');
  });

  it('tries one engine at a time, and tells of each at once', async () => {
    const events: string[] = [];
    await chooseEngine(
      FACTS,
      async (engine) => {
        events.push(`try ${engine}`);
        return inWorld({})(engine);
      },
      ({ engine }: EngineCandidate) => events.push(`tried ${engine}`),
    );
    expect(events).toEqual(ENGINES.flatMap((engine) => [`try ${engine}`, `tried ${engine}`]));
  });

  it.each([
    [
      'several threads',
      { threads: 2, hasGpuEngine: true },
      'no other divides an update among 2 threads (learner.threads)',
    ],
    [
      'no engine for a GPU',
      { threads: 1, hasGpuEngine: false },
      'no engine for a GPU is installed (manyhands doctor says how)',
    ],
  ])('takes simd at once with %s', async (_, facts, reason) => {
    const probe = () => Promise.reject(new Error('nothing is to be tried'));
    expect(await chooseEngine(facts, probe)).toEqual({
      ...{ asked: 'auto', chosen: 'simd', reason, candidates: [] },
    });
  });
});
