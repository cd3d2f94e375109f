import { afterEach, describe, expect, it, vi } from 'vitest';
import { compareEngines } from '../../../../bench/suites/engines/compare-engines.js';
import type { EnginePace } from '../../../../bench/suites/engines/engine-pace.js';
import { WITHOUT_GPU } from '../../../support/webgpu.js';

/** Whatever else the machine has to do meanwhile: nothing here takes too long. */
const PACE: EnginePace = {
  rounds: 3,
  roundNanoseconds: 1e6,
  warmUpNanoseconds: 1e6,
  updateNanoseconds: 600e9,
  caseNanoseconds: 600e9,
  fewestRounds: 3,
};
const CASES = [{ network: '4-128-128-2', batchSize: 64 }] as const;

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('compareEngines', () => {
  it('measures those that load side by side, and says why others do not', async () => {
    for (const [name, value] of Object.entries(WITHOUT_GPU)) vi.stubEnv(name, value);
    const leftOut: string[][] = [];
    const figures = await compareEngines(['simd', 'webgpu', 'tfjs-wasm'], CASES, PACE, (what, why) =>
      leftOut.push([what, why]),
    );
    expect(leftOut).toEqual([['webgpu', expect.stringMatching(/^engine 'webgpu': expected [^\n]+$/)]]);
    expect(figures.map(({ name, unit }) => `${name} [${unit}]`)).toEqual(
      ['simd', 'tfjs-wasm'].flatMap((engine) => [
        `DQN 4-128-128-2, batch 64, ${engine} [updates/s]`,
        `DQN 4-128-128-2, batch 64, ${engine}: samples [samples/s]`,
        `DQN 4-128-128-2, batch 64, ${engine}: transfers [% of update time]`,
      ]),
    );
    for (const [i, engine] of ['simd', 'tfjs-wasm'].entries()) {
      const [updates, samples, transfers] = figures.slice(3 * i, 3 * i + 3);
      expect(updates!.rounds).toBe(PACE.rounds);
      expect(updates!.figures.every((rate) => rate > 0 && Number.isFinite(rate))).toBe(true);
      updates!.figures.forEach((rate, round) => expect(samples!.figures[round]).toBeCloseTo(64 * rate, 3));
      // The kernels' batch lies where they work.
      expect(transfers!.figures.map((share) => share > 0)).toEqual(
        Array(PACE.rounds).fill(engine !== 'simd'),
      );
      expect(updates).toMatchObject({
        parameters: { engine, network: '4-128-128-2', batchSize: 64 },
        note: expect.stringMatching(/./) as string,
      });
    }
  });

  it('leaves a case out that an engine would take too long for, and gives fewer rounds to what takes long', async () => {
    const leftOut: string[] = [];
    const impatient = { ...PACE, updateNanoseconds: 1 };
    const note = (what: string) => void leftOut.push(what);
    expect(await compareEngines(['simd'], CASES, impatient, note)).toEqual([]);
    expect(leftOut).toEqual(['DQN 4-128-128-2, batch 64, simd']);
    const hasty = { ...PACE, caseNanoseconds: 1, fewestRounds: 2 };
    const [updates] = await compareEngines(['simd'], CASES, hasty, note);
    expect(updates!.rounds).toBe(2);
  });
});
