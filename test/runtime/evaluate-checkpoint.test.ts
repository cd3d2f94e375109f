import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { evaluateCheckpoint } from '../../src/runtime/evaluate-checkpoint.js';
import { actorCriticNetwork } from '../../src/shared/network/actor-critic-network.js';
import { denseNetwork } from '../../src/shared/network/dense-network.js';
import { box } from '../../src/shared/spaces.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { writePolicy } from './support/policy-checkpoint.js';

// By path: the test runner does not know the package's name outside its folder.
const PACKAGE = new URL('../../src/index.js', import.meta.url).href;
const folder = temporaryFolder();
const newFolder = (): string => {
  const path = join(folder, String(readdirSync(folder).length));
  mkdirSync(path);
  return path;
};

const policyWithValue = ({ logStandardDeviation }: { logStandardDeviation: boolean }) =>
  actorCriticNetwork({
    ...{ observationSize: 4, policySize: 2, hidden: [8], activation: 'tanh', sharedTrunk: false },
    ...{ normalize: { limit: 10 }, logStandardDeviation, value: true },
  });

/** A module that registers an environment of three-step episodes that earn `reward` a step. */
function writeModule(id: string, { size = 4, actions = 'discrete(2)', reward = 1 } = {}): string {
  const path = join(newFolder(), 'environment.mjs');
  writeFileSync(
    path,
    `import { box, discrete, registerEnvironment } from '${PACKAGE}';
registerEnvironment('${id}', { create() {
  let step = 0;
  const observation = new Float32Array(${size});
  return {
    observationSpace: box([${size}], 0, 1), actionSpace: ${actions},
    reset() { step = 0; return { observation, info: {} }; },
    step() { return { observation, reward: ${reward}, terminated: ++step === 3, truncated: false, info: {} }; },
  };
} });\n`,
  );
  return path;
}

describe('evaluateCheckpoint', () => {
  it('says what was played and how it went, and repeats it', async () => {
    const { directory, weightsSha256 } = writePolicy(newFolder());
    const result = await evaluateCheckpoint(directory, { episodes: 20, seed: 3 });
    expect(result).toMatchObject({
      ...{ checkpoint: directory, run: 'a-run', algorithm: 'dqn', environment: 'CartPole-v1' },
      ...{ envSteps: 128, policyVersion: 3, episodes: 20, seed: 3, weightsSha256 },
    });
    expect(result.minReturn).toBeGreaterThanOrEqual(1);
    expect(result.meanReturn).toBeGreaterThanOrEqual(result.minReturn);
    expect(await evaluateCheckpoint(directory, { episodes: 20, seed: 3 })).toEqual(result);
    const other = await evaluateCheckpoint(directory, { episodes: 20, seed: 300 });
    expect(other.meanReturn).not.toBe(result.meanReturn);
  });

  it("plays what the checkpoint's own evaluation played unless told otherwise", async () => {
    const facts = {
      evaluation: {
        episodes: 6,
        seed: 11,
        actions: 'greedy' as const,
        meanReturn: 1,
        stdReturn: 0,
        minReturn: 1,
      },
    };
    const { directory } = writePolicy(newFolder(), { facts });
    expect(await evaluateCheckpoint(directory)).toMatchObject({ episodes: 6, seed: 11 });
    expect(await evaluateCheckpoint(directory, { seed: 12 })).toMatchObject({ episodes: 6, seed: 12 });
    const { directory: unexamined } = writePolicy(newFolder());
    expect(await evaluateCheckpoint(unexamined)).toMatchObject({ episodes: 100, seed: 7 });
  });

  it("plays by the run's settings of the environment", async () => {
    const { directory } = writePolicy(newFolder(), { env: { maxEpisodeSteps: 3 } });
    expect(await evaluateCheckpoint(directory)).toMatchObject({ meanReturn: 3, stdReturn: 0, minReturn: 3 });
  });

  it("plays a user's environment from its module, and says so when that is gone", async () => {
    const module = writeModule('Kept-v0', { reward: 2 });
    const { directory } = writePolicy(newFolder(), { env: { id: 'Kept-v0', module } });
    expect(await evaluateCheckpoint(directory)).toMatchObject({ environment: 'Kept-v0', meanReturn: 6 });

    const gone = writeModule('Gone-v0');
    const { directory: orphan } = writePolicy(newFolder(), { env: { id: 'Gone-v0', module: gone } });
    rmSync(gone);
    await expect(evaluateCheckpoint(orphan)).rejects.toMatchObject({
      code: 'ERR_ENV_LOAD',
      message: `environment module '${gone}': expected an existing file, got none at that path`,
    });
    const { directory: nameless } = writePolicy(newFolder(), { env: { id: 'Nobody-v0' } });
    await expect(evaluateCheckpoint(nameless)).rejects.toMatchObject({ code: 'ERR_ENV_UNKNOWN' });
  });

  it.each([
    { what: 'observations', id: 'Wide-v0', size: 5, got: '5 numbers and 2 actions' },
    { what: 'actions', id: 'Armed-v0', actions: 'discrete(3)', got: '4 numbers and 3 actions' },
    {
      what: 'kind of actions',
      id: 'Boxed-v0',
      actions: 'box([2], -1, 1)',
      got: '4 numbers and actions of 2 numbers',
    },
  ])('refuses an environment whose $what have changed since', async ({ id, size, actions, got }) => {
    const module = writeModule(id, { ...(size && { size }), ...(actions && { actions }) });
    const { directory } = writePolicy(newFolder(), { env: { id, module } });
    await expect(evaluateCheckpoint(directory)).rejects.toMatchObject({
      code: 'ERR_CHECKPOINT_MISMATCH',
      message: `${directory}: expected an environment with observations of 4 numbers and 2 actions, got '${id}' with ${got}`,
    });
  });

  it('plays a policy beside its value, greedily or by draws, and says which', async () => {
    const network = policyWithValue({ logStandardDeviation: false });
    const { directory, weightsSha256 } = writePolicy(newFolder(), { network });
    const greedy = await evaluateCheckpoint(directory, { episodes: 20 });
    expect(greedy).toMatchObject({ actions: 'greedy', weightsSha256 });
    const sampled = await evaluateCheckpoint(directory, { episodes: 20, actions: 'sampled' });
    expect(sampled.actions).toBe('sampled');
    expect(sampled.meanReturn).not.toBe(greedy.meanReturn);
    expect(await evaluateCheckpoint(directory, { episodes: 20, actions: 'sampled' })).toEqual(sampled);
  });

  it('chooses as the evaluation of the run did, unless told otherwise', async () => {
    const network = policyWithValue({ logStandardDeviation: false });
    const about = { episodes: 20, seed: 7, meanReturn: 1, stdReturn: 0, minReturn: 1 };
    const facts = { evaluation: { ...about, actions: 'sampled' as const } };
    const { directory } = writePolicy(newFolder(), { network, facts });
    const sampled = await evaluateCheckpoint(directory);
    expect(sampled.actions).toBe('sampled');
    const greedy = await evaluateCheckpoint(directory, { actions: 'greedy' });
    expect(greedy.actions).toBe('greedy');
    expect(greedy.meanReturn).not.toBe(sampled.meanReturn);
  });

  it('plays actions of a box', async () => {
    const module = writeModule('Steered-v0', { actions: 'box([2], -1, 1)', reward: 2 });
    const network = policyWithValue({ logStandardDeviation: true });
    const env = { id: 'Steered-v0', module };
    const { directory } = writePolicy(newFolder(), { network, actionSpace: box([2], -1, 1), env });
    for (const actions of ['greedy', 'sampled'] as const) {
      expect(await evaluateCheckpoint(directory, { episodes: 3, actions })).toMatchObject({
        meanReturn: 6,
        actions,
      });
    }
  });

  it('refuses to draw from action values', async () => {
    const { directory } = writePolicy(newFolder());
    await expect(evaluateCheckpoint(directory, { actions: 'sampled' })).rejects.toMatchObject({
      code: 'ERR_USAGE',
      message:
        "sampled actions: expected a stochastic policy to draw them from, got the action values of 'dqn'",
    });
  });

  it('refuses settings of an environment that are none', async () => {
    const env = { count: -1 } as const;
    const { directory } = writePolicy(newFolder(), { env, network: denseNetwork(4, [], 2) });
    await expect(evaluateCheckpoint(directory)).rejects.toMatchObject({
      code: 'ERR_CHECKPOINT_CORRUPT',
      message: expect.stringContaining(directory) as string,
    });
  });
});
