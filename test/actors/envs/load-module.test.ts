import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, describe, expect, it } from 'vitest';
import type { LoadOutcome } from './support/load-in-thread.js';

// Outside the repository, where `manyhands` is found only because the loader says what it is.
const folder = mkdtempSync(join(tmpdir(), 'environment-modules-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, source: string): string {
  const file = join(folder, name);
  writeFileSync(file, source);
  return file;
}

/** Loads in a thread of plain Node: in this one the test runner does the importing. */
async function load(...paths: string[]): Promise<LoadOutcome[]> {
  const worker = new Worker(new URL('./support/load-in-thread.js', import.meta.url), { workerData: paths });
  const [outcomes] = (await once(worker, 'message')) as [LoadOutcome[]];
  return outcomes;
}

/** A module that registers `id`; with types in it unless told otherwise. */
const moduleOf = (id: string, number = ': number') => `
import { box, discrete, registerEnvironment } from 'manyhands';
const length${number} = 3;
registerEnvironment('${id}', {
  create: () => ({
    observationSpace: box([length], -1, 1),
    actionSpace: discrete(2),
    reset: () => ({ observation: new Float32Array(length).fill(0.5), info: {} }),
    step: () => ({
      observation: new Float32Array(length),
      reward: 2,
      terminated: true,
      truncated: false,
      info: {},
    }),
  }),
});
`;

describe('loadEnvironmentModule', () => {
  it('loads JavaScript and TypeScript, by absolute and by relative path', async () => {
    const files = [
      write('plain.js', moduleOf('Plain-v0', '')),
      write('plain.mjs', moduleOf('Plain-v1', '')),
      relative(process.cwd(), write('typed.ts', moduleOf('Typed-v0'))),
      write('typed.mts', moduleOf('Typed-v1')),
    ];
    // A package.json tells Node that .js files are modules; TypeScript needs none.
    write('package.json', '{ "type": "module" }');
    const outcomes = await load(...files);
    expect(outcomes).toEqual(
      ['Plain-v0', 'Plain-v1', 'Typed-v0', 'Typed-v1'].map((id) => ({
        ids: [id],
        episodes: [{ firstObservation: [0.5, 0.5, 0.5], steps: 1, totalReward: 2 }],
      })),
    );
  });

  it('loads a module once, and what it imports', async () => {
    write('lengths.ts', 'export const length: number = 3;\n');
    const source = moduleOf('Split-v0').replace(
      'const length: number = 3;',
      "import { length } from './lengths.ts';",
    );
    const file = write('split.ts', source);
    const [first, second] = await load(file, file);
    expect(first).toMatchObject({ ids: ['Split-v0'] });
    expect(second).toEqual(first);
  });

  it('registers anew in every thread', async () => {
    const file = write('threads.mjs', moduleOf('Threads-v0', ''));
    const [one, other] = await Promise.all([load(file), load(file)]);
    expect(one).toMatchObject([{ ids: ['Threads-v0'] }]);
    expect(other).toEqual(one);
  });

  it("loads the example, as 'manyhands train --env-module' does", async () => {
    const [outcome] = await load('examples/custom-environment.ts');
    // Thrust 4 to one side covers the unit to the end of the track in sqrt(2 / 4) seconds, 14 steps, or a little more.
    expect(outcome).toMatchObject({
      ids: ['Chase-v0'],
      episodes: [{ firstObservation: { length: 4 }, steps: 15 }],
    });
  });

  it.each([
    ['enum.ts', 'enum Way { Left, Right }\n', /enum\.ts:1:1: .*enum.*Types are only erased here/s],
    [
      'property.ts',
      'class A {\n  constructor(readonly a: number) {}\n}\n',
      /property\.ts:2:24: .*Types are only erased/s,
    ],
    ['syntax.ts', 'const x: = 3;\n', /syntax\.ts:1:10: /],
    ['syntax.mjs', 'const = 3;\n', /Unexpected token/],
    ['throws.mjs', "throw new Error('boom');\n", /expected a module that loads, got boom/],
    [
      'type.ts',
      "import { Environment } from 'manyhands';\nexport let e: Environment;\n",
      /use 'import type'/,
    ],
    ['missing.mjs', "import './nowhere.js';\n", /nowhere\.js/],
    ['nothing.ts', 'export const answer: number = 42;\n', /expected a call of registerEnvironment.*got none/],
    ['twice.mjs', moduleOf('CartPole-v1', ''), /expected one not registered yet, got 'CartPole-v1'/],
    ['common.cts', 'export {};\n', /expected a \.js, \.mjs, \.ts or \.mts file, got '\.cts'/],
  ])('explains %s', async (name, source, message) => {
    const file = write(name, source);
    const [outcome] = await load(file);
    expect(outcome).toMatchObject({
      code: 'ERR_ENV_LOAD',
      message: expect.stringMatching(message) as string,
    });
    expect(outcome).toMatchObject({
      message: expect.stringContaining(`environment module '${file}'`) as string,
    });
  });

  it('says that a file is missing', async () => {
    const [outcome] = await load(join(folder, 'nope.ts'), folder);
    expect(outcome).toMatchObject({
      code: 'ERR_ENV_LOAD',
      message: expect.stringContaining('expected an existing file') as string,
    });
  });
});
