import fc from 'fast-check';
import type { JsonValue } from '../../../../src/shared/config/fields.js';
import type { RunConfig } from '../../../../src/shared/config/run-config.js';
import { resolveConfig } from '../../../../src/runtime/config/resolve.js';
import type { AlgorithmConfig } from '../../../../src/learner/algorithms/config.js';

const text = fc.oneof(
  fc.string({ minLength: 1 }),
  fc.constantFrom('null', 'off', '3', '1e3', '~', '# no', ' a: b ', 'é\n'),
);
const fraction = fc.double({ min: 0, max: 1, noNaN: true });
const rate = fc.double({ min: Number.MIN_VALUE, max: 1, noNaN: true });
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const exploration = fc.oneof(
  fc.record({
    kind: fc.constant('linear' as const),
    end: fc.constantFrom(0, 0.3),
    steps: fc.integer({ min: 1 }),
  }),
  fc.record({ kind: fc.constant('per-episode' as const), decay: rate }),
  fc.record({ kind: fc.constant('apex' as const), base: rate, alpha: fraction }),
);
const optimizer = fc.oneof(
  fc.record({ name: fc.constant('adam' as const), learningRate: rate, epsilon: rate }),
  fc.record({
    name: fc.constant('rmsprop' as const),
    decay: fc.constantFrom(0, 0.95),
    maxGradientNorm: fc.constant(null),
  }),
);

const settings = fc.record({
  env: fc.record({
    id: text,
    module: fc.option(text),
    terminalReward: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
    options: fc.dictionary(
      fc.string().filter((key) => key !== '__proto__'),
      fc
        .jsonValue({ maxDepth: 2 })
        .filter((value) => !JSON.stringify(value).includes('__proto__')) as fc.Arbitrary<JsonValue>,
      { maxKeys: 3 },
    ),
  }),
  actors: fc.record({
    count: fc.oneof(fc.constant('auto' as const), fc.integer({ min: 1, max: 8 })),
    exploration,
  }),
  replay: fc.record({
    samplesPerInsert: fc.oneof(fc.constant('auto' as const), fc.double({ min: 0.01, max: 100, noNaN: true })),
  }),
  algorithm: fc.record({
    discount: optional(fraction),
    double: fc.boolean(),
    hidden: fc.array(fc.integer({ min: 1, max: 4096 }), { maxLength: 16 }),
  }),
  optimizer,
  evaluation: fc.record({
    targetReturn: fc.oneof(
      fc.constantFrom('threshold' as const, 'none' as const, null),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
    ),
    everySteps: fc.oneof(fc.constant('auto' as const), fc.integer({ min: 1 })),
  }),
  run: fc.record({
    seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    mode: fc.constantFrom('sync' as const, 'async' as const),
    steps: fc.integer({ min: 256, max: 1e12 }),
    out: fc.option(text),
  }),
});

/** Valid configs of every kind, with `auto` and `threshold` among the values. */
export const arbitraryConfig: fc.Arbitrary<RunConfig<AlgorithmConfig>> = settings.map((given) =>
  resolveConfig({ settings: given }),
);
