import { describe, expect, it } from 'vitest';
import type { EngineProbe } from '../../../src/learner/probe/probe-engine.js';
import { diagnose } from '../../../src/runtime/doctor/diagnose.js';
import { ENGINES, type EngineName } from '../../../src/shared/config/engines.js';
import { packageVersion } from '../../../src/shared/package-version.js';

/** Engines that all run, but for those that are said to have a problem. */
const running =
  (problems: Partial<Record<EngineName, string>> = {}) =>
  (engine: EngineName): Promise<EngineProbe> =>
    Promise.resolve({
      ...{ engine, installed: true, loads: true, millisecondsPerUpdate: 1, fix: null },
      device: { name: 'A device', kind: 'cpu', isSoftware: false },
      problem: problems[engine] ?? null,
    });

describe('diagnose', () => {
  it('describes the machine, looks at what runs stand on, and tries every engine in turn', async () => {
    const trying: EngineName[] = [];
    const diagnosis = await diagnose((engine) => trying.push(engine), running());
    expect(diagnosis).toMatchObject({ ok: true, manyhands: packageVersion(), node: process.version });
    expect(diagnosis.checks.map(({ name }) => name)).toEqual([
      ...['Node.js', 'kernels', 'threads', 'runs folder', 'page'],
    ]);
    expect(diagnosis.training).toEqual({ algorithm: 'dqn', network: [4, 64, 64, 2], batchSize: 64 });
    expect(trying).toEqual(ENGINES);
    expect(diagnosis.engines.map(({ engine }) => engine)).toEqual(ENGINES);
    expect(diagnosis.memoryBytes).toBeGreaterThan(1e8);
  });

  it.each([
    ['fine without an engine that is not asked for', 'webgpu', true],
    ['not fine without the one that runs take unless told otherwise', 'simd', false],
  ] as const)('is %s', async (_, engine, ok) => {
    const problem = 'its process was ended by SIGSEGV';
    const diagnosis = await diagnose(undefined, running({ [engine]: problem }));
    expect(diagnosis.ok).toBe(ok);
    expect(diagnosis.engines.find((each) => each.engine === engine)!.problem).toBe(problem);
  });

  it('tries the training of a run with default settings', async () => {
    await diagnose(undefined, (engine, { config }) => {
      expect(config.learner.engine).toBe('simd');
      expect(config.env.id).toBe('CartPole-v1');
      return running()(engine);
    });
    expect.assertions(2 * ENGINES.length);
  });
});
