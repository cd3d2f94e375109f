import { beforeEach, describe, expect, it } from 'vitest';
import { ACROBOT } from '../../../src/actors/envs/acrobot.js';
import { CARTPOLE } from '../../../src/actors/envs/cartpole.js';
import { ClassicVector } from '../../../src/actors/envs/classic-vector.js';
import { MOUNTAIN_CAR_CONTINUOUS } from '../../../src/actors/envs/mountain-car-continuous.js';
import { MOUNTAIN_CAR } from '../../../src/actors/envs/mountain-car.js';
import { PENDULUM } from '../../../src/actors/envs/pendulum.js';
import { randomActions } from './support/columns.js';

/** Which elements of the state are speeds, and how fast they may be. */
const TASKS = [
  { name: CARTPOLE.id, task: CARTPOLE, speeds: { 1: Infinity, 3: Infinity } },
  { name: MOUNTAIN_CAR.id, task: MOUNTAIN_CAR, speeds: { 1: 0.07 } },
  { name: MOUNTAIN_CAR_CONTINUOUS.id, task: MOUNTAIN_CAR_CONTINUOUS, speeds: { 1: Math.fround(0.07) } },
  { name: ACROBOT.id, task: ACROBOT, speeds: { 2: 4 * Math.PI } },
  { name: PENDULUM.id, task: PENDULUM, speeds: { 1: 8 } },
] as const;

describe.each(TASKS)('a nudge of $name', ({ task, speeds }) => {
  const isSpeed = (k: number): boolean => k in speeds;
  let vector: ClassicVector;
  beforeEach(() => {
    vector = new ClassicVector(task, { numEnvs: 2 });
    vector.reset([3, 4]);
    for (const actions of randomActions(5, 2, task.actionSpace)) vector.step(actions);
  });

  it('changes the speeds of that environment, and nothing else', () => {
    const { states, elapsed, rewards } = vector;
    const before = { states: states.slice(), elapsed: elapsed.slice(), rewards: rewards.slice() };
    vector.nudge(1, 1);
    const changed = [...states.keys()].filter((i) => states[i] !== before.states[i]);
    expect(changed).toEqual(Object.keys(speeds).map((k) => task.stateSize + Number(k)));
    expect(elapsed).toEqual(before.elapsed);
    expect(rewards).toEqual(before.rewards);
  });

  it('is seen by the policy before the next step', () => {
    vector.nudge(0, -1);
    const seen = new Float32Array(task.observationSpace.low.length);
    task.dynamics({}).observe(vector.states, 0, seen, 0, false);
    expect(vector.observations.subarray(0, seen.length)).toEqual(seen);
  });

  it('goes the other way with the other sign, as far', () => {
    const before = vector.states.slice();
    vector.nudge(0, 0.5);
    const there = vector.states.slice();
    vector.nudge(0, -1);
    const way = before.map((x, k) => there[k]! - x);
    // To the precision of float32, which MountainCarContinuous keeps its speed in.
    way.forEach((step, k) => expect(vector.states[k]).toBeCloseTo(before[k]! - step, 7));
  });

  it('leaves no speed above its limit', () => {
    for (const strength of [1, -1]) {
      for (let i = 0; i < 30; i++) vector.nudge(0, strength);
      for (const [k, limit] of Object.entries(speeds)) {
        expect(Math.abs(vector.states[Number(k)]!)).toBeLessThanOrEqual(limit);
      }
    }
  });

  it('moves the start of an episode too', () => {
    const [nudged, still] = [1, 0].map((strength) => {
      const fresh = new ClassicVector(task, { numEnvs: 1 });
      fresh.reset([7]);
      fresh.nudge(0, strength);
      for (const actions of randomActions(1, 1, task.actionSpace)) fresh.step(actions);
      return fresh.states;
    });
    const speed = [...nudged!.keys()].find(isSpeed)!;
    expect(Math.abs(nudged![speed]! - still![speed]!)).toBeGreaterThan(0.005);
  });
});

describe('a nudge of the cart', () => {
  it('is what a great force for a short time comes to', () => {
    // Equations of motion (Barto, Sutton, Anderson 1983) with a force of 1e9 newtons for 0.5e-9 seconds.
    const [gravity, cart, pole, half, force] = [9.8, 1, 0.1, 0.5, 1e9];
    const vector = new ClassicVector(CARTPOLE, { numEnvs: 1 });
    vector.reset([1]);
    const [, xDot, theta, thetaDot] = vector.states as unknown as [number, number, number, number];
    const [sin, cos, mass] = [Math.sin(theta), Math.cos(theta), cart + pole];
    const push = (-force - pole * half * thetaDot ** 2 * sin) / mass;
    const turn = (gravity * sin + cos * push) / (half * (4 / 3 - (pole * cos ** 2) / mass));
    const run = (force + pole * half * (thetaDot ** 2 * sin - turn * cos)) / mass;
    vector.nudge(0, 1);
    expect(vector.states[1]).toBeCloseTo(xDot + run * 0.5e-9, 7);
    expect(vector.states[3]).toBeCloseTo(thetaDot + turn * 0.5e-9, 7);
  });
});

describe('finalStates', () => {
  it('are where each episode ended, though the next one has begun', () => {
    const vector = new ClassicVector(CARTPOLE, { numEnvs: 3 });
    vector.reset([0, 1, 2]);
    const numSeen = [0, 0, 0];
    expect([...vector.finalStates]).toEqual(Array.from({ length: 12 }, () => 0));
    for (const actions of randomActions(200, 3, CARTPOLE.actionSpace)) {
      vector.step(actions);
      for (let i = 0; i < 3; i++) {
        if (vector.terminated[i] === 0) continue;
        numSeen[i]!++;
        const ended = vector.finalStates.subarray(4 * i, 4 * i + 4);
        expect(Float32Array.from(ended)).toEqual(vector.nextObservations.subarray(4 * i, 4 * i + 4));
        expect([...vector.states.subarray(4 * i, 4 * i + 4)]).not.toEqual([...ended]);
      }
    }
    expect(Math.min(...numSeen)).toBeGreaterThan(1);
  });
});
