import { mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadPolicy } from '../../src/index.js';
import { actorCriticNetwork } from '../../src/shared/network/actor-critic-network.js';
import { conv2d } from '../../src/shared/network/convolutions.js';
import { denseNetwork, singleOutputNetwork } from '../../src/shared/network/dense-network.js';
import { box } from '../../src/shared/spaces.js';
import { outputsReference } from '../shared/network/support.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { writePolicy } from './support/policy-checkpoint.js';

const folder = temporaryFolder();
const newFolder = (): string => {
  const path = join(folder, String(readdirSync(folder).length));
  mkdirSync(path);
  return path;
};

/** Outputs of a network with one hidden ReLU layer, from the definition, in double precision. */
function valuesOf(
  weights: Float32Array,
  [D, H, A]: readonly [number, number, number],
  x: readonly number[],
): number[] {
  const at = (from: number, i: number) => weights[from + i]!;
  const hidden = Array.from({ length: H }, (_, h) => {
    const sum = x.reduce((acc, value, d) => acc + value * at(0, d * H + h), at(D * H, h));
    return Math.max(0, sum);
  });
  const output = (D + 1) * H;
  return Array.from({ length: A }, (_, a) =>
    hidden.reduce((acc, value, h) => acc + value * at(output, h * A + a), at(output + H * A, a)),
  );
}

describe('loadPolicy', () => {
  const { directory, weights, weightsSha256 } = writePolicy(newFolder(), {
    network: denseNetwork(4, [8], 3),
  });
  const observations = [
    [0.1, -0.2, 0.3, 2],
    [-3, 1, 0.5, -0.25],
    [0, 0, 0, 0],
  ];

  it("gives the network's outputs, in an array of its own each time", () => {
    const policy = loadPolicy(directory);
    const kept = observations.map((x) => policy.values(x));
    kept.forEach((values, i) => {
      expect(values).toBeInstanceOf(Float32Array);
      expect(values).toHaveLength(3);
      const expected = valuesOf(weights, [4, 8, 3], observations[i]!);
      // Dot products of at most 8 terms near 1 in float32.
      values.forEach((value, a) => expect(Math.abs(value - expected[a]!)).toBeLessThan(1e-5));
    });
  });

  it('acts greedily, on any kind of array', () => {
    const policy = loadPolicy(directory);
    for (const x of observations) {
      const values = [...policy.values(x)];
      const best = values.indexOf(Math.max(...values));
      expect([policy.act(x), policy.act(Float32Array.from(x)), policy.act(Float64Array.from(x))]).toEqual([
        best,
        best,
        best,
      ]);
    }
  });

  it('knows what it was trained on', () => {
    expect(loadPolicy(directory)).toMatchObject({ environment: 'CartPole-v1', weightsSha256 });
  });

  it('has no value to tell of a Q-network', () => {
    expect(loadPolicy(directory).value(observations[0]!)).toBeUndefined();
  });

  it('gives the mean of a box inside its bounds, in an array of its own each time, and the value', () => {
    const network = actorCriticNetwork({
      ...{ observationSize: 4, policySize: 2, hidden: [8], activation: 'relu', sharedTrunk: true },
      ...{ normalize: undefined, logStandardDeviation: true, value: true },
    });
    const actionSpace = box([2], [-0.5, -Infinity], [0.5, 0.25]);
    const written = writePolicy(newFolder(), { network, actionSpace });
    const policy = loadPolicy(written.directory);
    const kept = observations.map((x) => policy.act(x));
    observations.forEach((x, i) => {
      const { policy: means, value } = outputsReference(network, written.weights, x);
      // Dot products of at most 8 terms near 1 in float32.
      const isNear = (told: number, reference: number) =>
        expect(Math.abs(told - reference)).toBeLessThan(1e-5);
      isNear(policy.value(x)!, value![0]!);
      policy.values(x).forEach((mean, k) => isNear(mean, means![k]!));
      const [raw0, raw1] = policy.values(x);
      expect(kept[i]).toEqual(Float32Array.of(Math.max(-0.5, Math.min(0.5, raw0!)), Math.min(0.25, raw1!)));
    });
    // Some were outside.
    expect(kept.flatMap((action) => [...(action as Float32Array)])).toContain(0.5);
  });

  it('looks at images through the convolutions that a checkpoint keeps', () => {
    const network = singleOutputNetwork(
      {
        observationSize: 60,
        scale: 1 / 255,
        convolutions: [
          conv2d({ height: 4, width: 5, channels: 3 }, { filters: 2, size: 2, stride: 1 }, 'relu'),
        ],
        hidden: [6],
        activation: 'relu',
      },
      3,
    );
    const written = writePolicy(newFolder(), { network });
    const image = Uint8Array.from({ length: 60 }, (_, i) => (53 * i) % 256);
    const { output } = outputsReference(network, written.weights, [...image]);
    // Dot products of at most 24 terms near 1 in float32.
    loadPolicy(written.directory)
      .values(image)
      .forEach((value, a) => expect(Math.abs(value - output![a]!)).toBeLessThan(2e-5));
  });

  it.each([[[]], [[1, 2, 3]], [[1, 2, 3, 4, 5]]])(
    'refuses an observation of another length: %j',
    (observation) => {
      const policy = loadPolicy(directory);
      const refusal = expect.objectContaining({
        code: 'ERR_SHAPE',
        message: `observation: expected 4 numbers, got ${observation.length}`,
      }) as Error;
      expect(() => policy.act(observation)).toThrow(refusal);
      expect(() => policy.values(observation)).toThrow(refusal);
      expect(() => policy.value(observation)).toThrow(refusal);
      // And is none the worse for it.
      expect(policy.act(observations[0]!)).toBe(loadPolicy(directory).act(observations[0]!));
    },
  );

  it('takes a run, its checkpoints, or one of them, and the best before the latest', () => {
    const run = newFolder();
    const checkpoints = join(run, 'checkpoints');
    const best = writePolicy(checkpoints, { envSteps: 256, isBest: true });
    const latest = writePolicy(checkpoints, { envSteps: 512 });
    expect(loadPolicy(run).weightsSha256).toBe(best.weightsSha256);
    expect(loadPolicy(checkpoints).weightsSha256).toBe(best.weightsSha256);
    expect(loadPolicy(latest.directory).weightsSha256).toBe(latest.weightsSha256);
    const unexamined = newFolder();
    const only = writePolicy(join(unexamined, 'checkpoints'));
    expect(loadPolicy(unexamined).weightsSha256).toBe(only.weightsSha256);
  });

  it.each<{ what: string; code: string; damage: (directory: string) => unknown }>([
    { what: 'nothing there', code: 'ERR_CHECKPOINT_MISSING', damage: (path) => join(path, 'no', 'such') },
    { what: 'a file', code: 'ERR_CHECKPOINT_MISSING', damage: (path) => join(path, 'weights.safetensors') },
    { what: 'an empty folder', code: 'ERR_CHECKPOINT_MISSING', damage: newFolder },
    {
      what: 'truncated weights',
      code: 'ERR_CHECKPOINT_CORRUPT',
      damage: (path) => truncateSync(join(path, 'weights.safetensors'), 100),
    },
    {
      what: 'a flipped bit',
      code: 'ERR_CHECKPOINT_CORRUPT',
      damage(path) {
        const file = join(path, 'weights.safetensors');
        const bytes = readFileSync(file);
        bytes[bytes.length - 1]! ^= 1;
        writeFileSync(file, bytes);
      },
    },
    {
      what: 'a manifest that is no JSON',
      code: 'ERR_CHECKPOINT_CORRUPT',
      damage: (path) => writeFileSync(join(path, 'manifest.json'), '{"formatVersion": 1'),
    },
    {
      what: 'a newer format',
      code: 'ERR_CHECKPOINT_MISMATCH',
      damage: (path) => editManifest(path, { formatVersion: 2 }),
    },
    {
      what: 'a network of a kind nobody knows',
      code: 'ERR_CHECKPOINT_MISMATCH',
      damage: (path) => editManifest(path, { network: { layers: [{ kind: 'attention', heads: 8 }] } }),
    },
    {
      what: 'no network at all',
      code: 'ERR_CHECKPOINT_MISMATCH',
      damage: (path) => editManifest(path, { network: null }),
    },
    {
      what: 'actions that are none',
      code: 'ERR_CHECKPOINT_MISMATCH',
      damage: (path) => editActionSpace(path, { kind: 'box', shape: [2] }),
    },
    {
      what: "other actions than the network's",
      code: 'ERR_CHECKPOINT_MISMATCH',
      damage: (path) => editActionSpace(path, { kind: 'discrete', n: 3 }),
    },
    {
      what: "another network than the weights'",
      code: 'ERR_CHECKPOINT_MISMATCH',
      damage: (path) => editManifest(path, { network: denseNetwork(4, [9], 2) }),
    },
  ])('refuses $what', ({ code, damage }) => {
    const { directory: damaged } = writePolicy(newFolder());
    const elsewhere = damage(damaged);
    const path = typeof elsewhere === 'string' ? elsewhere : damaged;
    expect(() => loadPolicy(path)).toThrow(
      expect.objectContaining({
        name: 'ManyhandsError',
        code,
        message: expect.stringContaining(path) as string,
      }) as Error,
    );
  });
});

function editActionSpace(directory: string, actionSpace: object): void {
  const environment = { id: 'CartPole-v1', options: {}, observationSpace: null, actionSpace };
  editManifest(directory, { environment });
}

function editManifest(directory: string, changes: object): void {
  const file = join(directory, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as object;
  writeFileSync(file, JSON.stringify({ ...manifest, ...changes }));
}
