import { describe, expect, it } from 'vitest';
import { CheckedEnvironment } from '../../../src/actors/envs/checked-environment.js';
import type { Environment } from '../../../src/actors/envs/environment.js';
import { VectorAdapter } from '../../../src/actors/envs/vector-adapter.js';
import { ManyhandsError } from '../../../src/shared/errors.js';
import { box, discrete, frameStack, type BoxSpace } from '../../../src/shared/spaces.js';

const spec = {
  id: 'Faulty-v0',
  observationSpace: box([2], -1, 1),
  actionSpace: discrete(2),
  maxEpisodeSteps: null,
  returnThreshold: null,
};

/** A sound environment, with anything in it replaced; as loosely typed as a user's JavaScript. */
function faulty(replaced: Record<string, unknown> = {}): Environment {
  const observation = new Float32Array(2);
  return {
    observationSpace: spec.observationSpace,
    actionSpace: spec.actionSpace,
    reset: () => ({ observation, info: {} }),
    step: () => ({ observation, reward: 0, terminated: false, truncated: false, info: {} }),
    ...replaced,
  };
}

/** Steps environment 12 of the run, on actor 3, until it fails at its third step. */
function failAtThirdStep(fault: Record<string, unknown> | (() => unknown)): ManyhandsError {
  let steps = 0;
  const sound = faulty();
  const step = (action: number): unknown => {
    if (++steps < 3) return sound.step(action);
    return typeof fault === 'function' ? fault() : { ...sound.step(action), ...fault };
  };
  let made = 0;
  const create = () => (made++ === 2 ? faulty({ step }) : faulty());
  const vector = new VectorAdapter(spec, create, { numEnvs: 4, firstIndex: 10, actorIndex: 3 });
  vector.reset([1, 2, 3, 4]);
  return errorOf(() => {
    for (let t = 0; t < 3; t++) vector.step(new Int32Array(4));
  });
}

function errorOf(action: () => unknown): ManyhandsError {
  try {
    action();
  } catch (thrown) {
    if (thrown instanceof ManyhandsError) return thrown;
    throw thrown;
  }
  throw new Error('nothing was thrown');
}

const AT_STEP = "environment 'Faulty-v0' #12 on actor 3, step 3, ";

/** Lets an environment show these observations, a reset before each `null`, and returns what comes of the last. */
function show(observationSpace: BoxSpace, rows: readonly (readonly number[] | null)[]): unknown {
  let row = 0;
  const next = () => ({ observation: Float32Array.from(rows[row++]!), info: {} });
  const step = () => ({ ...next(), reward: 0, terminated: false, truncated: false });
  const environment = faulty({ observationSpace, reset: next, step });
  const checked = new CheckedEnvironment(environment, { id: 'Faulty-v0' }, null);
  checked.reset({ seed: 1 });
  while (row < rows.length) {
    if (rows[row] !== null) checked.step(0);
    else {
      row++;
      checked.reset();
    }
  }
  return 'nothing wrong';
}

describe('an observation', () => {
  const bytes = box([2], 0, 255, 'uint8');
  const stack = frameStack(bytes, 2);

  it('of bytes may be any whole number from 0 to 255', () => {
    expect(
      show(bytes, [
        [0, 255],
        [7, 128],
      ]),
    ).toBe('nothing wrong');
    expect(show(bytes, [[-0, 1]])).toBe('nothing wrong');
  });

  it.each([
    [256, '256'],
    [-1, '-1'],
    [0.5, '0.5'],
    [NaN, 'NaN'],
    [Infinity, 'Infinity'],
  ])('of bytes cannot be %d', (x, got) => {
    expect(
      errorOf(() =>
        show(bytes, [
          [0, 0],
          [0, x],
        ]),
      ),
    ).toMatchObject({
      code: 'ERR_ENV_CONTRACT',
      message: `environment 'Faulty-v0', step 1, observation of step, element 1: expected a whole number from 0 to 255, got ${got}`,
    });
  });

  it('of frames begins with its first and then moves on by one', () => {
    expect(show(stack, [[5, 5, 9, 9], [5, 6, 9, 8], [6, 7, 8, 8], null, [1, 1, 2, 2], [1, 3, 2, 2]])).toBe(
      'nothing wrong',
    );
  });

  it.each([
    [[[5, 5, 9, 8]], 'observation of reset, element 2: expected 8 as the first frame throughout, got 9'],
    [
      [
        [5, 5, 9, 9],
        [6, 5, 9, 8],
      ],
      'step 1, observation of step, element 0: expected 5 as the frame after it in the observation before, got 6',
    ],
    [
      [[5, 5, 9, 9], [5, 6, 9, 8], null, [6, 6, 8, 7]],
      'observation of reset, element 2: expected 7 as the first frame throughout, got 8',
    ],
  ])('of frames cannot be %j', (rows, message) => {
    expect(errorOf(() => show(stack, rows)).message).toContain(message);
  });
});

describe('VectorAdapter', () => {
  it.each([
    [
      { observation: new Float32Array(3) },
      'observation of step: expected a Float32Array of 2, got Float32Array of 3',
    ],
    [{ observation: [0, 0] }, 'observation of step: expected a Float32Array of 2, got Array of 2'],
    [{ observation: undefined }, 'observation of step: expected a Float32Array of 2, got undefined'],
    [
      { observation: Float32Array.of(0, NaN) },
      'observation of step, element 1: expected a finite number, got NaN',
    ],
    [
      { observation: Float32Array.of(-Infinity, 0) },
      'observation of step, element 0: expected a finite number, got -Infinity',
    ],
    [{ reward: NaN }, 'reward: expected a finite number, got NaN'],
    [{ reward: Infinity }, 'reward: expected a finite number, got Infinity'],
    [{ reward: '1' }, "reward: expected a finite number, got '1'"],
    [{ terminated: 1 }, 'terminated: expected true or false, got 1'],
    [{ truncated: undefined }, 'truncated: expected true or false, got undefined'],
    [{ info: null }, 'info of step: expected an object, got null'],
  ])('names the environment, the actor and the step of %j', (fault, message) => {
    expect(failAtThirdStep(fault)).toMatchObject({ code: 'ERR_ENV_CONTRACT', message: AT_STEP + message });
  });

  it('explains results that are none', () => {
    const wanted = '{ observation, reward, terminated, truncated, info }';
    const message = (got: string) => `${AT_STEP}what step returned: expected ${wanted}, got ${got}`;
    expect(failAtThirdStep(() => undefined).message).toBe(message('undefined'));
    expect(failAtThirdStep(() => Promise.resolve({})).message).toBe(message('Promise'));
    expect(failAtThirdStep(() => Object.create(null) as unknown).message).toContain('observation of step');
  });

  it('names the place of a throw and passes its cause', () => {
    const cause = new Error('the cart fell off');
    const throws = () => {
      throw cause;
    };
    expect(failAtThirdStep(throws)).toMatchObject({
      code: 'ERR_ENV_STEP',
      message: `${AT_STEP}step: expected a result, got an error: the cart fell off`,
      cause,
    });
    const vector = new VectorAdapter(spec, () => faulty({ reset: throws }), { numEnvs: 1, actorIndex: 0 });
    expect(errorOf(() => vector.reset([5]))).toMatchObject({
      code: 'ERR_ENV_STEP',
      message:
        "environment 'Faulty-v0' #0 on actor 0, step 0, reset: expected a result, got an error: the cart fell off",
      cause,
    });
  });

  it('refuses environments whose spaces differ', () => {
    let made = 0;
    const create = () => faulty(made++ === 1 ? { actionSpace: discrete(3) } : {});
    expect(errorOf(() => new VectorAdapter(spec, create, { numEnvs: 2, firstIndex: 6 }))).toMatchObject({
      code: 'ERR_ENV_CONTRACT',
      message:
        "environment 'Faulty-v0' #7, actionSpace: expected discrete(2) as in every other, got discrete(3)",
    });
  });

  it("gives each environment its row of a box's actions, and keeps the policy's memory from it", () => {
    const actionSpace = box([2], -1, 1);
    const taken: number[][] = [];
    const step = (action: Float32Array): unknown => {
      taken.push([...action]);
      action.fill(7);
      return faulty().step(0);
    };
    const create = () => faulty({ actionSpace, step });
    const vector = new VectorAdapter({ ...spec, actionSpace }, create, { numEnvs: 3 });
    vector.reset([1, 2, 3]);
    // The last ones lie outside the box: whether to clip them is the environment's business.
    const actions = Float32Array.of(0.25, -0.5, 0.75, 1, -8, 9);
    for (let t = 0; t < 2; t++) vector.step(actions);
    const rows = [[0.25, -0.5], [0.75, 1], [-8, 9]]; // prettier-ignore
    expect(taken).toEqual([...rows, ...rows]);
    expect([...actions]).toEqual(rows.flat());
  });
});

describe('CheckedEnvironment', () => {
  const check = (environment: unknown) =>
    errorOf(() => new CheckedEnvironment(environment as Environment, { id: 'Faulty-v0' }, null));

  it.each([
    [1, "environment 'Faulty-v0': expected an environment object, got 1"],
    [faulty({ step: undefined }), "environment 'Faulty-v0', step: expected a method, got undefined"],
    [
      faulty({ observationSpace: discrete(2) }),
      "environment 'Faulty-v0', observationSpace: expected a box, as box(shape, low, high) makes it, got discrete(2)",
    ],
    [
      faulty({ observationSpace: { ...box([2], 0, 1), shape: [3] } }),
      "environment 'Faulty-v0', observationSpace: expected a box, as box(shape, low, high) makes it, got Object",
    ],
    [
      faulty({ actionSpace: { ...box([2], 0, 1), shape: [3] } }),
      "environment 'Faulty-v0', actionSpace: expected a space, as discrete(n) or box(shape, low, high) makes it, got Object",
    ],
    [
      faulty({ actionSpace: { kind: 'discrete', n: 0 } }),
      "environment 'Faulty-v0', actionSpace: expected a space, as discrete(n) or box(shape, low, high) makes it, got Object",
    ],
  ])('refuses what is no environment: %#', (environment, message) => {
    expect(check(environment)).toMatchObject({ code: 'ERR_ENV_CONTRACT', message });
  });

  it.each([
    [1, ': expected a Float32Array of 2, got 1'],
    [[0, 0], ': expected a Float32Array of 2, got Array of 2'],
    [new Float32Array(3), ': expected a Float32Array of 2, got Float32Array of 3'],
    [Float32Array.of(0, NaN), ', element 1: expected a finite number, got NaN'],
    [Float32Array.of(-Infinity, 0), ', element 0: expected a finite number, got -Infinity'],
  ])('names the step that was to be made with an action that is none: %#', (action, message) => {
    for (const [actionSpace, got] of [
      [box([2], 0, 3, 'uint8'), 'box[2] of uint8'],
      [frameStack(box([2], 0, 3), 2), 'box[2, 2], 2 frames'],
    ] as const) {
      expect(
        errorOf(() => new CheckedEnvironment(faulty({ actionSpace }), { id: 'Faulty-v0' }, null)).message,
      ).toBe(`environment 'Faulty-v0', actionSpace: expected a box of floats, got ${got}`);
    }
    const sound = faulty({ actionSpace: box([2], -1, 1) });
    const place = { id: 'Faulty-v0', index: 4, actorIndex: 1 };
    const environment = new CheckedEnvironment(sound, place, null);
    environment.reset({ seed: 1 });
    environment.step(Float32Array.of(5, -5));
    expect(errorOf(() => environment.step(action as Float32Array))).toMatchObject({
      code: 'ERR_ACTION',
      message: `environment 'Faulty-v0' #4 on actor 1, step 1, action${message}`,
    });
  });

  it('hands on seeds, options and what the environment returns', () => {
    const calls: unknown[] = [];
    const result = { observation: new Float32Array(2), info: { from: 'reset' } };
    const reset = (options: unknown) => {
      calls.push(options);
      return result;
    };
    const environment = new CheckedEnvironment(faulty({ reset }), { id: 'Faulty-v0' }, null);
    expect(environment.reset({ seed: 4, options: { level: 2 } })).toBe(result);
    environment.reset();
    expect(calls).toEqual([{ seed: 4, options: { level: 2 } }, {}]);
  });

  it('seeds an environment with 0 that nobody has seeded, so that nothing is random by accident', () => {
    const seeds: unknown[] = [];
    const sound = faulty();
    const reset = (options: { seed?: number }) => {
      seeds.push(options.seed);
      return sound.reset();
    };
    const environment = new CheckedEnvironment(faulty({ reset }), { id: 'Faulty-v0' }, null);
    environment.reset();
    environment.reset();
    expect(seeds).toEqual([0, undefined]);
  });
});
