import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { CARTPOLE_PICTURE, PICTURE_SIDE } from '../../../src/actors/envs/cartpole-picture.js';
import { CARTPOLE_PIXELS } from '../../../src/actors/envs/cartpole-pixels.js';
import { CARTPOLE } from '../../../src/actors/envs/cartpole.js';
import { ClassicVector } from '../../../src/actors/envs/classic-vector.js';
import { environmentSpec, makeEnvironment } from '../../../src/actors/envs/registry.js';
import { describeSpace } from '../../../src/shared/spaces.js';
import { randomActions } from './support/columns.js';

const FRAMES = 4;
const SIZE = PICTURE_SIDE * PICTURE_SIDE;

function picture(x: number, theta: number): Uint8Array {
  const pixels = new Uint8Array(SIZE).fill(77);
  CARTPOLE_PICTURE.draw(Float64Array.of(99, x, 0, theta, 0), 1, pixels);
  return pixels;
}

/** Frame number `frame` of an environment's observation, oldest first. */
const frameOf = (observations: Float32Array, frame: number, index = 0): Uint8Array =>
  Uint8Array.from({ length: SIZE }, (_, p) => observations[(index * SIZE + p) * FRAMES + frame]!);

/** Quicker than a matcher over thousands of elements. */
const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

describe('CartPolePixels-v1', () => {
  it('is four pictures of bytes, with the actions, limit and threshold of CartPole-v1', () => {
    const spec = environmentSpec('CartPolePixels-v1');
    expect(describeSpace(spec.observationSpace)).toBe('box[84, 84, 4] of uint8, 4 frames');
    expect(spec).toEqual({
      ...environmentSpec('CartPole-v1'),
      id: 'CartPolePixels-v1',
      observationSpace: CARTPOLE_PIXELS.observationSpace,
    });
  });

  it('leads through the same states as CartPole-v1, to the same rewards and ends, with every option', () => {
    const numEnvs = 3;
    const options = { terminalReward: -2, maxEpisodeSteps: 30 };
    const [seen, told] = [CARTPOLE_PIXELS, CARTPOLE].map((task) => {
      const vector = new ClassicVector(task, { numEnvs, options });
      vector.reset([5, 6, 7]);
      return vector;
    });
    let ends = 0;
    for (const actions of randomActions(120, numEnvs, CARTPOLE.actionSpace)) {
      seen!.step(actions);
      told!.step(actions);
      for (const column of [
        'states',
        'finalStates',
        'elapsed',
        'rewards',
        'terminated',
        'truncated',
      ] as const)
        expect(seen![column]).toEqual(told![column]);
      ends += seen!.terminated.reduce((sum, x) => sum + x, 0);
    }
    expect(ends).toBeGreaterThan(3);
  });

  it('shows the pictures of the last four states, the newest last, and those before an end beside the next episode', () => {
    const vector = new ClassicVector(CARTPOLE_PIXELS, { numEnvs: 2 });
    vector.reset([1, 2]);
    const picturesOf = (states: Float64Array): Uint8Array[] => [
      picture(states[0]!, states[2]!),
      picture(states[4]!, states[6]!),
    ];
    const first = picturesOf(vector.states);
    let histories = first.map((frame) => [frame, frame, frame, frame]);
    let ends = 0;
    for (const actions of randomActions(60, 2, CARTPOLE.actionSpace)) {
      vector.step(actions);
      const [latest, final] = [picturesOf(vector.states), picturesOf(vector.finalStates)];
      histories = histories.map((history, i) => {
        const isOver = vector.terminated[i] === 1;
        const next = [...history.slice(1), isOver ? final[i]! : latest[i]!];
        const isNext = next.map((frame, k) => sameBytes(frame, frameOf(vector.nextObservations, k, i)));
        expect(isNext).toEqual([true, true, true, true]);
        const shown = isOver ? next.map(() => latest[i]!) : next;
        const isShown = shown.map((frame, k) => sameBytes(frame, frameOf(vector.observations, k, i)));
        expect(isShown).toEqual([true, true, true, true]);
        ends += Number(isOver);
        return shown;
      });
    }
    expect(ends).toBeGreaterThan(1);
  });

  it('is not moved on by a nudge, which changes speeds alone', () => {
    const vector = new ClassicVector(CARTPOLE_PIXELS, { numEnvs: 1 });
    vector.reset([3]);
    for (const actions of randomActions(5, 1, CARTPOLE.actionSpace)) vector.step(actions);
    const before = frameOf(vector.observations, 2);
    vector.nudge(0, 1);
    expect(sameBytes(frameOf(vector.observations, 2), before)).toBe(true);
  });

  it('is an environment to step by hand too', () => {
    const environment = makeEnvironment('CartPolePixels-v1');
    const { observation } = environment.reset({ seed: 0 });
    const { observation: next } = environment.step(1);
    expect(frameOf(next, 2)).toEqual(frameOf(observation, 3));
    expect(frameOf(next, 3)).not.toEqual(frameOf(observation, 3));
  });
});

describe('the picture of a cart-pole', () => {
  it('is the same bytes on every machine', () => {
    const hash = createHash('sha256');
    for (const x of [-2.4, -1.3, -0.01, 0, 0.7, 2.4])
      for (const theta of [-0.25, -0.1, 0, 0.003, 0.2]) hash.update(picture(x, theta));
    expect(hash.digest('hex')).toBe('765d7ea4a7ef0c62f33529330913b87ae149d3bca95689991d2e6136d8369185');
  });

  it('has rail, cart and pole where they belong', () => {
    const rows = [8, 40, 70, 75, 80].map((y) => [...picture(0, 0).subarray(y * 84 + 34, y * 84 + 50)]);
    const dark = Array<number>(16).fill(0);
    const pole = [...dark.slice(0, 6), 128, 255, 255, 128, ...dark.slice(0, 6)];
    expect(rows).toEqual([
      dark,
      pole,
      [0, 80, ...Array<number>(12).fill(160), 80, 0],
      Array<number>(16).fill(90),
      dark,
    ]);
  });

  it('shows the whole track: half of the cart at least, and a part of the pole, at both ends', () => {
    for (const x of [-2.4, 2.4]) {
      const pixels = picture(x, 0);
      expect(pixels.filter((grey) => grey === 160).length).toBeGreaterThan(60);
      expect(pixels.filter((grey) => grey === 255).length).toBeGreaterThan(100);
    }
  });

  it('tells a tenth of a degree, and half a millimetre, by hundreds of shades', () => {
    const difference = (a: Uint8Array, b: Uint8Array): number =>
      a.reduce((sum, grey, i) => sum + Math.abs(grey - b[i]!), 0);
    const still = picture(0.3, 0.05);
    expect(difference(still, picture(0.3, 0.05 + Math.PI / 1800))).toBeGreaterThan(500);
    expect(difference(still, picture(0.3005, 0.05))).toBeGreaterThan(100);
  });
});
