import { describe, expect, it } from 'vitest';
import {
  actorCriticNetwork,
  type ActorCriticShape,
} from '../../../src/shared/network/actor-critic-network.js';

const SHAPE: ActorCriticShape = {
  observationSize: 4,
  policySize: 2,
  hidden: [8, 6],
  activation: 'tanh',
  sharedTrunk: true,
  normalize: undefined,
  logStandardDeviation: false,
  value: true,
};
const dense = (inputs: number, outputs: number, activation = 'linear') => ({
  kind: 'dense',
  inputs,
  outputs,
  activation,
});
const body = [dense(4, 8, 'tanh'), dense(8, 6, 'tanh')];
const normalize = { kind: 'normalize', inputs: 4, outputs: 4, limit: 10 };
const spread = (inputs: number) => ({
  name: 'logStandardDeviation',
  layers: [{ kind: 'constant', inputs, outputs: 2 }],
});

describe('actorCriticNetwork', () => {
  it('shares the hidden layers, or gives policy and value their own', () => {
    expect(actorCriticNetwork(SHAPE)).toEqual({
      layers: body,
      heads: [
        { name: 'policy', layers: [dense(6, 2)] },
        { name: 'value', layers: [dense(6, 1)] },
      ],
    });
    expect(actorCriticNetwork({ ...SHAPE, sharedTrunk: false })).toEqual({
      layers: [],
      heads: [
        { name: 'policy', layers: [...body, dense(6, 2)] },
        { name: 'value', layers: [...body, dense(6, 1)] },
      ],
    });
  });

  it('normalises first, in either case', () => {
    const shape = { ...SHAPE, normalize: { limit: 10 } };
    expect(actorCriticNetwork(shape).layers).toEqual([normalize, ...body]);
    expect(actorCriticNetwork({ ...shape, sharedTrunk: false }).layers).toEqual([normalize]);
  });

  it('puts the standard deviation between policy and value', () => {
    const shape = { ...SHAPE, logStandardDeviation: true };
    const names = ['policy', 'logStandardDeviation', 'value'];
    for (const [sharedTrunk, inputs] of [
      [true, 6],
      [false, 4],
    ] as const) {
      const { heads } = actorCriticNetwork({ ...shape, sharedTrunk });
      expect(heads!.map(({ name }) => name)).toEqual(names);
      expect(heads![1]).toEqual(spread(inputs));
    }
  });

  it('does without a value, and without hidden layers', () => {
    const shape = { ...SHAPE, hidden: [], value: false, logStandardDeviation: true };
    for (const sharedTrunk of [true, false]) {
      expect(actorCriticNetwork({ ...shape, sharedTrunk })).toEqual({
        layers: [],
        heads: [{ name: 'policy', layers: [dense(4, 2)] }, spread(4)],
      });
    }
  });

  it('rejects what a layer cannot be', () => {
    const rejected = expect.objectContaining({ code: 'ERR_NETWORK_SPEC' }) as Error;
    expect(() => actorCriticNetwork({ ...SHAPE, policySize: 0 })).toThrow(rejected);
    expect(() => actorCriticNetwork({ ...SHAPE, hidden: [8, 0.5] })).toThrow(rejected);
    expect(() => actorCriticNetwork({ ...SHAPE, normalize: { limit: 0 } })).toThrow(rejected);
  });
});
