import { describe, expect, it } from 'vitest';
import { algorithmSchema, type AlgorithmConfig } from '../../../../../src/learner/algorithms/config.js';
import { dqnProgram } from '../../../../../src/learner/algorithms/dqn/program.js';
import { networksOf } from '../../../../../src/learner/algorithms/networks.js';
import { ppoProgram } from '../../../../../src/learner/algorithms/ppo/program.js';
import { createDistribution } from '../../../../../src/learner/distributions/create-distribution.js';
import { crewMemoryBytes, layOutCrew } from '../../../../../src/learner/engines/simd/crew/crew-memory.js';
import { OrderSheet, type OrderName } from '../../../../../src/learner/engines/simd/crew/orders.js';
import { Share } from '../../../../../src/learner/engines/simd/crew/share.js';
import type { UpdatePasses } from '../../../../../src/learner/engines/simd/executor.js';
import { actorCriticNetwork } from '../../../../../src/shared/network/actor-critic-network.js';
import type { BodyShape } from '../../../../../src/shared/network/body.js';
import { convolutionLayers } from '../../../../../src/shared/network/convolutions.js';
import { singleOutputNetwork } from '../../../../../src/shared/network/dense-network.js';
import type { NetworkSpec } from '../../../../../src/shared/network/spec.js';
import { createSharedKernels } from '../../../../../src/shared/kernels/shared-kernels.js';
import { unrollFormat } from '../../../../../src/shared/memory/block-layout.js';
import { box } from '../../../../../src/shared/spaces.js';
import { testUniform } from '../../../../shared/kernels/support/fixture.js';
import { ADAM, RMSPROP } from '../../../support/dqn-engine.js';

const OBSERVATIONS = box([3], -1, 1);
const PLANE = box([2], -1, 1);

type AnyPasses = UpdatePasses<object, object>;

function passesOf(
  given: { readonly name: 'dqn' | 'ppo' } & Record<string, unknown>,
  network?: NetworkSpec,
): AnyPasses {
  const config: AlgorithmConfig = algorithmSchema.parse(given);
  const { trained } = networksOf(
    config,
    OBSERVATIONS,
    config.name === 'dqn' ? { kind: 'discrete', n: 3 } : PLANE,
  );
  const [spec, observations] = network === undefined ? [trained, OBSERVATIONS] : [network, IMAGES];
  if (config.name === 'dqn')
    return dqnProgram(config, spec, unrollFormat(observations, PLANE)) as unknown as AnyPasses;
  if (config.name !== 'ppo') throw new TypeError('no such case');
  const format = unrollFormat(observations, PLANE, { logProbability: true });
  return ppoProgram(config, spec, format, createDistribution(PLANE), () => 0.2) as unknown as AnyPasses;
}

const IMAGES = box([7, 6, 2], 0, 255, 'uint8');
/** More patches than the kernels take at a time, from a few rows on, and places that overlap. */
const BODY: BodyShape = {
  observationSize: 84,
  scale: 1 / 255,
  convolutions: convolutionLayers(
    { height: 7, width: 6, channels: 2 },
    [
      { filters: 16, size: 3, stride: 1 },
      { filters: 3, size: 2, stride: 2 },
    ],
    'relu',
  ),
  hidden: [5],
  activation: 'relu',
};
const TARGET = { updateInterval: 1, tau: 0.25 };
const CASES: readonly (readonly [string, AnyPasses])[] = [
  // Layers of several widths: where a row lies differs from one to the next.
  [
    'Double DQN of three hidden layers',
    passesOf({ name: 'dqn', hidden: [9, 40, 21], double: true, target: TARGET }),
  ],
  [
    'DQN without a hidden layer',
    passesOf({ name: 'dqn', hidden: [], target: { updateInterval: 1, tau: 1 } }),
  ],
  [
    'PPO, a trunk for all heads',
    passesOf({ name: 'ppo', hidden: [21, 9], sharedTrunk: true, normalizeObservations: true }),
  ],
  ['PPO, a trunk for each head', passesOf({ name: 'ppo', hidden: [5, 18], sharedTrunk: false })],
];

const apart = actorCriticNetwork({
  ...BODY,
  policySize: 2,
  sharedTrunk: false,
  logStandardDeviation: true,
  value: true,
});
/** Networks of more numbers. */
const LARGER_CASES: typeof CASES = [
  // What carries the gradient back through it goes over more rows of its weight than a thread's part has.
  ['DQN with a wide layer', passesOf({ name: 'dqn', hidden: [1024, 16] })],
  ['Double DQN of images', passesOf({ name: 'dqn', double: true }, singleOutputNetwork(BODY, 3))],
  ['PPO of images, convolutions for each head', passesOf({ name: 'ppo' }, apart)],
];

const THREADS_AND_ROWS = [
  [2, 30],
  [3, 30],
  [3, 17],
  [2, 1],
  [5, 6],
] as const;

/** A round of each kind, in the order of an update. */
const roundsOf = (rows: number, numPasses: number): readonly (readonly [OrderName, ...number[]])[] => [
  ['forward', rows, 0, numPasses],
  ['backward', rows],
  ['gradient', rows],
  ['step', 0.01, 1, 0.5, 1, 1],
];

const MAX_BATCH = 30;

function changedPlaces(after: Int32Array, before: Int32Array): number[] {
  const places: number[] = [];
  for (let i = 0; i < after.length; i++) if (after[i] !== before[i]) places.push(i);
  return places;
}

/** A crew's memory, full of numbers, so that a write shows wherever it goes. */
function makeShares(passes: AnyPasses, numThreads: number) {
  const kernels = createSharedKernels(crewMemoryBytes(passes, MAX_BATCH, numThreads));
  const optimizer = passes.target?.tau === 1 ? RMSPROP : ADAM;
  const made = layOutCrew(kernels.arena, passes, { maxBatchSize: MAX_BATCH, optimizer }, numThreads);
  const memory = new Float32Array(kernels.source.memory.buffer);
  const draw = testUniform(3);
  memory.forEach((_, i) => (memory[i] = draw()));
  // Means of squares, with roots.
  for (const view of Object.values(made.optimizer.state)) view.forEach((value, i) => (view[i] = value ** 2));
  const shares = Array.from({ length: numThreads }, (_, i) => new Share(kernels.run, memory, made.plan, i));
  const scratch = Math.min(...made.plan.scratch) / 4;
  return { shares, words: new Int32Array(memory.buffer), scratch, ...made };
}

describe.each([
  ...CASES.map(([name, passes]) => [name, passes, THREADS_AND_ROWS] as const),
  ...LARGER_CASES.map(
    ([name, passes]) =>
      [
        name,
        passes,
        [
          [3, 17],
          [5, 6],
        ],
      ] as const,
  ),
])('the shares of %s', (_, passes, threadsAndRows) => {
  it.each(threadsAndRows)('of %d threads, on %d rows, never meet in memory', (numThreads, rows) => {
    const { shares, words, scratch } = makeShares(passes, numThreads);
    const order = new OrderSheet(OrderSheet.allocate());
    const POISON = 0x7fc0dead;
    for (const [name, ...numbers] of roundsOf(rows, passes.passes.length)) {
      order.write(name, ...numbers);
      const before = words.slice();
      /** What a share leaves in memory when it finds this there. */
      const after = (share: Share, found: Int32Array): Int32Array => {
        words.set(found);
        share.carryOut(order);
        return words.slice();
      };
      const results = shares.map((share) => after(share, before));
      const written = results.map((result) => changedPlaces(result, before));

      const writers = new Map<number, number>();
      written.forEach((places, share) => {
        for (const place of places) {
          if (writers.has(place))
            throw new Error(`${name}: ${share} and ${writers.get(place)!} write ${4 * place}`);
          writers.set(place, share);
        }
      });
      // One linear layer has nothing to carry back.
      if (name !== 'backward') expect(writers.size).toBeGreaterThan(0);

      // Nor does one heed what another writes: it makes the same of its own when that is something else. In scratch alone a kernel
      // may leave what it read behind the end of a row.
      shares.forEach((share, i) => {
        const found = before.slice();
        for (const [place, writer] of writers) if (writer !== i) found[place] = POISON;
        const result = after(share, found);
        for (const place of written[i]!) if (place < scratch) expect(result[place]).toBe(results[i]![place]);
      });

      words.set(before);
      written.forEach((places, i) => {
        for (const place of places) words[place] = results[i]![place]!;
      });
    }
  });
});

describe.each(CASES.slice(0, 2))('the shares of %s', (_, passes) => {
  it.each([0, 1])('look for denormal moments when they are asked to: %d', (asked) => {
    const { shares, optimizer, gradient } = makeShares(passes, 3);
    const moments = Object.entries(optimizer.state).filter(([name]) => name.endsWith('Moment'));
    for (const [, values] of moments) values.fill(1e-40);
    gradient.view.fill(0);
    const order = new OrderSheet(OrderSheet.allocate());
    order.write('step', 0.01, 1, 1, asked, 0);
    for (const share of shares) share.carryOut(order);
    for (const [, values] of moments)
      expect(values.every((value) => (value === 0) === (asked === 1))).toBe(true);
  });
});
