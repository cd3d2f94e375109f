import { beforeAll, describe, expect, it } from 'vitest';
import type { EvaluationTask } from '../../src/actors/actor-task.js';
import type { Environment, ResetOptions } from '../../src/actors/envs/environment.js';
import { environmentOptions } from '../../src/actors/environment-options.js';
import { makeEnvironment, registerEnvironment } from '../../src/actors/envs/registry.js';
import { evaluate } from '../../src/actors/evaluate.js';
import { actorCriticNetwork } from '../../src/shared/network/actor-critic-network.js';
import { parameterLayout } from '../../src/shared/network/parameters.js';
import { box, discrete } from '../../src/shared/spaces.js';
import { BoxCorridor } from './envs/support/box-corridor.js';
import { arbitraryParameters, inferenceNetwork } from './support/network.js';
import { prepare } from './support/threaded-actor.js';

/** Its first episode has as many steps as its seed says, each later one a single one; every step earns one. */
class SeedLength implements Environment {
  readonly observationSpace = box([1], 0, 1e6);
  readonly actionSpace = discrete(2);
  #length = 1;
  #step = 0;

  reset({ seed = 1 }: ResetOptions = {}) {
    this.#length = seed;
    this.#step = 0;
    return { observation: Float32Array.of(0), info: {} };
  }

  step() {
    const terminated = ++this.#step >= this.#length;
    return { observation: Float32Array.of(this.#step), reward: 1, terminated, truncated: false, info: {} };
  }
}
registerEnvironment('SeedLength-v0', { create: () => new SeedLength() });

/** Twenty steps, each worth the binary digit of its action: a return tells every action, and nothing else. */
class Echo implements Environment {
  readonly observationSpace = box([1], 0, 1);
  readonly actionSpace = discrete(2);
  #step = 0;

  reset() {
    this.#step = 0;
    return { observation: Float32Array.of(0), info: {} };
  }

  step(action: number) {
    const reward = action * 2 ** this.#step++;
    const terminated = this.#step === 20;
    return { observation: Float32Array.of(0), reward, terminated, truncated: false, info: {} };
  }
}
registerEnvironment('Echo-v0', { create: () => new Echo() });
registerEnvironment('BoxCorridor-v0', { create: () => new BoxCorridor() });

let task: EvaluationTask;
/** The same with a policy to draw from. */
let stochastic: EvaluationTask;
beforeAll(async () => {
  const { config, networks, kernels } = await prepare({});
  const network = networks.acting;
  const parameters = arbitraryParameters(network, 3);
  task = { env: config.env, network, kernels, parameters, episodes: 10, seed: 7, actions: 'greedy' };
  const policy = actorCriticNetwork({
    ...{ observationSize: 4, policySize: 2, hidden: [8], activation: 'tanh', sharedTrunk: true },
    ...{ normalize: undefined, logStandardDeviation: false, value: false },
  });
  stochastic = { ...task, network: policy, parameters: arbitraryParameters(policy, 3) };
});

const returnsOf = (changes: Partial<EvaluationTask>) => [...evaluate({ ...task, ...changes }).returns];

/** One greedy episode, step by step. */
function playAlone({ env, network, parameters }: EvaluationTask, seed: number): number {
  const inference = inferenceNetwork(network, 1);
  inference.parameters.set(parameters);
  const environment = makeEnvironment(env.id, environmentOptions(env));
  const actions = new Int32Array(1);
  let { observation } = environment.reset({ seed });
  for (let sum = 0; ;) {
    inference.input.set(observation);
    inference.greedyActions(1, actions);
    const result = environment.step(actions[0]!);
    sum += result.reward;
    if (result.terminated || result.truncated) return sum;
    observation = result.observation;
  }
}

describe('evaluate', () => {
  it('gives episode i the return of a greedy episode seeded with seed + i', () => {
    const returns = returnsOf({});
    expect(returns).toEqual(returns.map((_, i) => playAlone(task, 7 + i)));
    expect(new Set(returns).size).toBeGreaterThan(1);
  });

  it('gives the same returns for the same seed and others for another', () => {
    expect(returnsOf({})).toEqual(returnsOf({}));
    expect(returnsOf({ seed: 1007 })).not.toEqual(returnsOf({}));
  });

  it('gives the first 10 of 300 episodes as 10 alone, and every later one as alone', () => {
    const returns = returnsOf({ episodes: 300 });
    expect(returns).toHaveLength(300);
    expect(returns.slice(0, 10)).toEqual(returnsOf({}));
    // On both sides of the borders between the batches that are stepped together, and the last.
    for (const i of [126, 127, 128, 129, 255, 256, 299]) {
      expect(returnsOf({ episodes: 1, seed: 7 + i })).toEqual([returns[i]]);
    }
  });

  it('draws the same episode whatever is played beside it, and another one than the greedy', () => {
    const sampled = { ...stochastic, actions: 'sampled' } as const;
    const returns = [...evaluate({ ...sampled, episodes: 300 }).returns];
    expect([...evaluate({ ...sampled, episodes: 10 }).returns]).toEqual(returns.slice(0, 10));
    for (const i of [127, 128, 299]) {
      expect([...evaluate({ ...sampled, episodes: 1, seed: 7 + i }).returns]).toEqual([returns[i]]);
    }
    expect([...evaluate({ ...stochastic, episodes: 300 }).returns]).not.toEqual(returns);
    expect([...evaluate({ ...sampled, episodes: 10, seed: 8 }).returns]).toEqual(returns.slice(1, 11));
  });

  it('draws other actions in every episode', () => {
    const echo = { ...task.env, id: 'Echo-v0' };
    const network = actorCriticNetwork({
      ...{ observationSize: 1, policySize: 2, hidden: [], activation: 'tanh', sharedTrunk: true },
      ...{ normalize: undefined, logStandardDeviation: false, value: false },
    });
    const parameters = new Float32Array(parameterLayout(network).numParameters);
    const echoes = { ...task, env: echo, network, parameters, episodes: 200, actions: 'sampled' } as const;
    // 200 fair draws of a million: a hundredth of them coincide, if any.
    expect(new Set(evaluate(echoes).returns).size).toBeGreaterThan(195);
  });

  it('plays the means of a Gaussian policy, clipped, and draws around them when told to', () => {
    // With all else 0, what the network says is its last vectors: two means, two logarithms of deviations.
    const network = actorCriticNetwork({
      ...{ observationSize: 2, policySize: 2, hidden: [], activation: 'tanh', sharedTrunk: true },
      ...{ normalize: undefined, logStandardDeviation: true, value: false },
    });
    const parameters = new Float32Array(parameterLayout(network).numParameters);
    parameters.set([0.25, 9, -2, -2], parameters.length - 4);
    const boxTask = { ...task, env: { ...task.env, id: 'BoxCorridor-v0' }, network, parameters };
    const returnOf = (seed: number): number => {
      const environment = new BoxCorridor();
      environment.reset({ seed });
      for (let sum = 0; ;) {
        const { reward, terminated } = environment.step(Float32Array.of(0.25, 9));
        sum += reward;
        if (terminated) return sum;
      }
    };
    const greedy = [...evaluate(boxTask).returns];
    expect(greedy).toEqual(greedy.map((_, i) => returnOf(7 + i)));
    const drawn = [...evaluate({ ...boxTask, actions: 'sampled' }).returns];
    expect(drawn).not.toEqual(greedy);
    expect([...evaluate({ ...boxTask, actions: 'sampled' }).returns]).toEqual(drawn);
  });

  it('refuses to draw from action values', () => {
    expect(() => evaluate({ ...task, actions: 'sampled' })).toThrow(
      expect.objectContaining({ code: 'ERR_SHAPE' }) as Error,
    );
  });

  it("plays by the run's options", () => {
    const env = { ...task.env, maxEpisodeSteps: 5, terminalReward: -2 };
    expect(returnsOf({ env })).toEqual(
      Array.from({ length: 10 }, (_, i) => playAlone({ ...task, env }, 7 + i)),
    );
    expect(Math.max(...returnsOf({ env }))).toBeLessThanOrEqual(5);
  });

  it('counts first episodes only, long or short, one step or thousands', async () => {
    const { config, networks, kernels } = await prepare({ env: { id: 'SeedLength-v0' } });
    const network = networks.acting;
    const parameters = arbitraryParameters(network, 1);
    const longTask = { env: config.env, network, kernels, parameters, actions: 'greedy' } as const;
    const { returns } = evaluate({ ...longTask, episodes: 140, seed: 1 });
    expect([...returns]).toEqual(Array.from({ length: 140 }, (_, i) => 1 + i));
    expect([...evaluate({ ...longTask, episodes: 2, seed: 20_000 }).returns]).toEqual([20_000, 20_001]);
  });
});
