import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeCandidate, describeChoice, formatMilliseconds } from '../../src/cli/describe-engines.js';
import type { Diagnosis } from '../../src/runtime/doctor/diagnose.js';
import { ENGINES } from '../../src/shared/config/engines.js';
import { runCli } from '../support/cli.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { WITHOUT_GPU } from '../support/webgpu.js';

const folder = temporaryFolder();

describe('manyhands doctor', () => {
  it('prints one object, with what every engine came to, and is content if the default one runs', async () => {
    const { code, stdout, stderr } = await runCli(['doctor', '--json'], WITHOUT_GPU);
    expect(stderr).toBe('');
    const { ok, engines } = JSON.parse(stdout) as Diagnosis;
    expect([code, ok]).toEqual([0, true]);
    expect(engines.map(({ engine }) => engine)).toEqual(ENGINES);
    const found = Object.fromEntries(engines.map((probe) => [probe.engine, probe]));
    for (const engine of ['simd', 'tfjs-wasm', 'tfjs-cpu'])
      expect(found[engine]).toMatchObject({ installed: true, loads: true, problem: null });
    expect(found['webgpu']).toMatchObject({
      ...{ installed: true, loads: false },
      problem: expect.stringMatching(/^expected .*, got .*; /) as string,
    });
  });
});

describe('manyhands train --engine auto', () => {
  it('says what it takes and why, whether or not progress is shown', async () => {
    const { code, stdout, stderr } = await runCli([
      ...['train', '--engine', 'auto', '--set', 'learner.threads=2', '--envs', '4', '--steps', '1024'],
      ...['--target-return', 'none', '--eval-episodes', '1', '--metrics-port', 'off', '--json', '--quiet'],
      ...['--out', join(folder, 'run')],
    ]);
    expect([code, stderr]).toEqual([
      ...[0, 'engine auto: simd, no other divides an update among 2 threads (learner.threads)\n'],
    ]);
    expect(JSON.parse(stdout)).toMatchObject({ engine: 'simd', engineChoice: { chosen: 'simd' } });
  });
});

describe('describeCandidate', () => {
  const device = { name: 'A GPU', kind: 'gpu', isSoftware: false } as const;
  const figure = { device, millisecondsPerUpdate: 0.4567 };

  it.each([
    [{ engine: 'webgpu', ...figure, problem: null }, 'engine webgpu          0.457 ms an update; A GPU'],
    [
      { engine: 'webgpu', ...figure, problem: 'a software adapter' },
      'engine webgpu          0.457 ms an update; A GPU; a software adapter',
    ],
    [
      { engine: 'tensorflow-gpu', device: null, millisecondsPerUpdate: null, problem: 'not installed' },
      'engine tensorflow-gpu  not installed',
    ],
  ] as const)('has the figure, the device, and what is wrong: %#', (candidate, line) => {
    expect(describeCandidate(candidate)).toBe(line);
  });
});

describe('describeChoice', () => {
  it('has the engine and the reason', () => {
    expect(describeChoice({ asked: 'auto', chosen: 'simd', reason: 'because', candidates: [] })).toBe(
      'engine auto: simd, because',
    );
  });
});

describe('formatMilliseconds', () => {
  it.each([
    [0.051_234, '0.0512'],
    [1.239, '1.24'],
    [184.4, '184'],
    [1234.5, '1235'],
    [0.000_012_34, '0.0000123'],
  ])('writes %d as %s', (value, text) => {
    expect(formatMilliseconds(value)).toBe(text);
  });
});
