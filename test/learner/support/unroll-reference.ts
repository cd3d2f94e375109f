import type { A2cConfig } from '../../../src/learner/algorithms/a2c/config.js';
import type { ImpalaConfig } from '../../../src/learner/algorithms/impala/config.js';
import type { PpoConfig } from '../../../src/learner/algorithms/ppo/config.js';
import type { LearnerTask } from '../../../src/learner/learner-task.js';
import { RandomStream } from '../../../src/shared/random/random-stream.js';
import { STREAM_ROLE } from '../../../src/shared/random/stream-role.js';
import { ReferenceOptimizer } from './optimizer-reference.js';
import { explainedVarianceReference, mean, ReferencePolicy, variance } from './policy-reference.js';
import { policySteps, type PolicyStep } from './policy-steps.js';
import { gaeReference, vtraceReference } from './target-reference.js';

/** A step and what it is learned from with. */
interface Sample extends PolicyStep {
  readonly advantage: number;
  readonly valueTarget: number;
  readonly value: number;
}

type Figures = Readonly<Record<string, number>>;

type UnrollAlgorithm = A2cConfig | ImpalaConfig | PpoConfig;

const clip = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));

/** A2C, IMPALA or PPO in float64, from the papers' formulas, a whole round at a time. */
export class ReferenceUnrollLearner {
  readonly policy: ReferencePolicy;
  readonly #task: LearnerTask;
  readonly #algorithm: UnrollAlgorithm;
  readonly #optimizer: ReferenceOptimizer;
  readonly #shuffle: RandomStream;
  readonly #observations: (readonly number[])[] = [];
  readonly #returns: number[] = [];
  /** Discounted return so far, by environment. */
  readonly #running: number[];
  #round = 0;

  constructor(task: LearnerTask, initial: ArrayLike<number>) {
    const { config, networks, actionSpace } = task;
    const { optimizer } = config;
    this.#task = task;
    this.#algorithm = config.algorithm as UnrollAlgorithm;
    this.policy = new ReferencePolicy(networks.trained, actionSpace, initial);
    this.#optimizer = new ReferenceOptimizer(optimizer, optimizer.maxGradientNorm, initial.length);
    this.#shuffle = RandomStream.derive(config.run.seed, STREAM_ROLE.shuffle, 0);
    this.#running = Array.from({ length: config.env.count }, () => 0);
  }

  /** All updates of the next round, and what each tells. */
  *learnRound(): Generator<Figures> {
    const { config, actionSpace } = this.#task;
    const { env, actors, optimizer, learner, run } = config;
    const algorithm = this.#algorithm;
    const extent = { firstEnv: 0, numEnvs: env.count, numSteps: actors.blockLength };
    const unrolls = policySteps(actionSpace, extent, this.#round * actors.blockLength);
    const left = 1 - (this.#round++ * env.count * actors.blockLength) / run.steps;
    const rewards = this.#rewardsOf(unrolls);
    const samples = unrolls.flatMap((steps, e) => this.#samplesOf(steps, rewards[e]!));
    const targets = samples.map(({ valueTarget }) => valueTarget);
    const figures = {
      explainedVariance: explainedVarianceReference(
        samples.map(({ value }) => value),
        targets,
      ),
      learningRate: optimizer.learningRate * (optimizer.schedule === 'linear' ? left : 1),
    };
    const epochs = algorithm.name === 'ppo' ? algorithm.epochs : 1;
    for (let epoch = 0; epoch < epochs; epoch++) {
      const rows = algorithm.name === 'ppo' ? this.#shuffled(samples) : samples;
      for (let first = 0; first < rows.length; first += learner.batchSize) {
        const batch = this.#normalized(rows.slice(first, first + learner.batchSize));
        const told = this.#lossOf(batch, left, this.policy.parameters);
        const gradient = this.policy.gradientOf((parameters) => this.#lossOf(batch, left, parameters).loss);
        const gradientNorm = this.#optimizer.step(this.policy.parameters, gradient, figures.learningRate);
        yield { ...figures, ...told, gradientNorm };
      }
    }
    this.#observations.push(...unrolls.flat().map(({ observation }) => observation));
    if (algorithm.normalizeObservations) this.policy.normalizeTo(this.#observations);
  }

  /** Rewards as they are learned from: over the deviation of all discounted returns so far, if asked for. */
  #rewardsOf(unrolls: readonly (readonly PolicyStep[])[]): readonly (readonly number[])[] {
    const { discount, normalizeReturns } = this.#algorithm;
    unrolls.forEach((steps, e) => {
      for (const { reward, terminated, truncated } of steps) {
        this.#running[e] = discount * this.#running[e]! + reward;
        this.#returns.push(this.#running[e]);
        if (terminated + truncated > 0) this.#running[e] = 0;
      }
    });
    const deviation = normalizeReturns ? Math.sqrt(variance(this.#returns) + 1e-8) : 1;
    const limit = normalizeReturns ? 10 : Infinity;
    return unrolls.map((steps) => steps.map(({ reward }) => clip(reward / deviation, -limit, limit)));
  }

  #samplesOf(steps: readonly PolicyStep[], rewards: readonly number[]): Sample[] {
    const algorithm = this.#algorithm;
    const valueOf = (observation: readonly number[]) => this.policy.valueOf(observation);
    const ratios = steps.map(({ observation, action, logProbability }) =>
      Math.exp(this.policy.at(observation, action).logProbability - logProbability),
    );
    const { advantages, valueTargets } =
      algorithm.name === 'impala'
        ? vtraceReference(steps, rewards, valueOf, ratios, algorithm)
        : gaeReference(steps, rewards, valueOf, { ...algorithm, lambda: algorithm.gaeLambda });
    return steps.map((step, t) => ({
      ...step,
      advantage: advantages[t]!,
      valueTarget: valueTargets[t]!,
      value: valueOf(step.observation),
    }));
  }

  /** Fisher and Yates: every place, from the last, changes with one before it or itself. */
  #shuffled(samples: readonly Sample[]): Sample[] {
    const rows = [...samples];
    for (let i = rows.length - 1; i > 0; i--) {
      const j = this.#shuffle.nextInt(i + 1);
      [rows[i], rows[j]] = [rows[j]!, rows[i]!];
    }
    return rows;
  }

  #normalized(batch: readonly Sample[]): readonly Sample[] {
    const algorithm = this.#algorithm;
    if (algorithm.name === 'impala' || !algorithm.normalizeAdvantages || batch.length === 1) return batch;
    const advantages = batch.map(({ advantage }) => advantage);
    const deviation = Math.sqrt(variance(advantages)) + 1e-8;
    return batch.map((row) => ({ ...row, advantage: (row.advantage - mean(advantages)) / deviation }));
  }

  /** @param left - share of the run's steps that are still to come */
  #lossOf(batch: readonly Sample[], left: number, parameters: Float64Array) {
    const algorithm = this.#algorithm;
    const { valueCoefficient, entropyCoefficient } = algorithm;
    const now = batch.map(({ observation, action }) => this.policy.at(observation, action, parameters));
    const entropy = mean(now.map((row) => row.entropy));
    const errors = now.map((row, i) => (row.value - batch[i]!.valueTarget) ** 2);
    const combine = (policyLoss: number, valueLoss: number) => ({
      policyLoss,
      valueLoss,
      entropy,
      loss: policyLoss + valueCoefficient * valueLoss - entropyCoefficient * entropy,
    });
    if (algorithm.name !== 'ppo') {
      const terms = now.map(({ logProbability }, i) => -logProbability * batch[i]!.advantage);
      return { ...combine(mean(terms), mean(errors)), klDivergence: NaN, clipRatio: NaN };
    }
    const clipRange = algorithm.clipRange * (algorithm.clipSchedule === 'linear' ? left : 1);
    const ratios = now.map(({ logProbability }, i) => Math.exp(logProbability - batch[i]!.logProbability));
    const terms = ratios.map((ratio, i) => {
      const { advantage } = batch[i]!;
      return -Math.min(ratio * advantage, clip(ratio, 1 - clipRange, 1 + clipRange) * advantage);
    });
    const range = algorithm.valueClipRange ?? Infinity;
    const clippedErrors = now.map(({ value }, i) => {
      const { value: old, valueTarget } = batch[i]!;
      return Math.max(errors[i]!, (old + clip(value - old, -range, range) - valueTarget) ** 2);
    });
    return {
      ...combine(mean(terms), mean(clippedErrors)),
      klDivergence: mean(ratios.map((ratio) => ratio - 1 - Math.log(ratio))),
      clipRatio: mean(ratios.map((ratio) => Number(Math.abs(ratio - 1) > clipRange))),
    };
  }
}
