import type { ActorCriticConfig } from '../../../src/learner/algorithms/actor-critic/config.js';
import type { ReinforceConfig } from '../../../src/learner/algorithms/reinforce/config.js';
import type { LearnerTask } from '../../../src/learner/learner-task.js';
import { ReferenceOptimizer } from './optimizer-reference.js';
import { explainedVarianceReference, mean, ReferencePolicy, sum, variance } from './policy-reference.js';
import { policySteps, type PolicyStep } from './policy-steps.js';

interface Sample extends PolicyStep {
  readonly advantage: number;
  readonly valueTarget: number;
  readonly value: number;
  readonly episodeLength: number;
}

/** REINFORCE or the notebook's Actor-Critic in float64, from their definitions. */
export class ReferenceEpisodeLearner {
  readonly policy: ReferencePolicy;
  readonly #task: LearnerTask;
  readonly #algorithm: ReinforceConfig | ActorCriticConfig;
  readonly #optimizer: ReferenceOptimizer;
  /** What each environment has begun. */
  readonly #open: PolicyStep[][];
  readonly #ended: (readonly PolicyStep[])[] = [];
  readonly #observations: (readonly number[])[] = [];
  #round = 0;

  constructor(task: LearnerTask, initial: ArrayLike<number>) {
    const { config, networks, actionSpace } = task;
    const { optimizer } = config;
    this.#task = task;
    this.#algorithm = config.algorithm as ReinforceConfig | ActorCriticConfig;
    this.policy = new ReferencePolicy(networks.trained, actionSpace, initial);
    this.#optimizer = new ReferenceOptimizer(optimizer, optimizer.maxGradientNorm, initial.length);
    this.#open = Array.from({ length: config.env.count }, () => []);
  }

  /** All updates that the next round makes possible, and what each tells. */
  *learnRound(): Generator<Readonly<Record<string, number>>> {
    const { env, actors, optimizer, run } = this.#task.config;
    const { episodesPerUpdate, normalizeObservations } = this.#algorithm;
    const extent = { firstEnv: 0, numEnvs: env.count, numSteps: actors.blockLength };
    const unrolls = policySteps(this.#task.actionSpace, extent, this.#round++ * actors.blockLength);
    unrolls.forEach((steps, e) => this.#take(steps, e));
    const left = 1 - (this.#round * env.count * actors.blockLength) / run.steps;
    const learningRate = optimizer.learningRate * (optimizer.schedule === 'linear' ? left : 1);
    const numUpdates = Math.floor(this.#ended.length / episodesPerUpdate);
    for (let update = 0; update < numUpdates; update++) {
      const samples = this.#ended.splice(0, episodesPerUpdate).flatMap((steps) => this.#samplesOf(steps));
      const told = this.#lossOf(samples, this.policy.parameters);
      const gradient = this.policy.gradientOf((parameters) => this.#lossOf(samples, parameters).loss);
      const explainedVariance = explainedVarianceReference(
        samples.map(({ value }) => value),
        samples.map(({ valueTarget }) => valueTarget),
      );
      const gradientNorm = this.#optimizer.step(this.policy.parameters, gradient, learningRate);
      yield { ...told, explainedVariance, learningRate, gradientNorm, numRows: samples.length };
    }
    if (normalizeObservations && numUpdates > 0) this.policy.normalizeTo(this.#observations);
  }

  #take(steps: readonly PolicyStep[], environment: number): void {
    for (const step of steps) {
      this.#observations.push(step.observation);
      this.#open[environment]!.push(step);
      if (step.terminated + step.truncated > 0) this.#ended.push(this.#open[environment]!.splice(0));
    }
  }

  #samplesOf(steps: readonly PolicyStep[]): Sample[] {
    const algorithm = this.#algorithm;
    const returns = steps.map((_, t) =>
      sum(steps.slice(t).map(({ reward }, k) => algorithm.discount ** k * reward)),
    );
    const values = steps.map(({ observation, action }) => this.policy.at(observation, action).value);
    return steps.map((step, t) => ({
      ...step,
      advantage:
        algorithm.name === 'reinforce' ? reinforced(returns, t, algorithm) : returns[t]! - values[t]!,
      valueTarget: returns[t]!,
      value: values[t]!,
      episodeLength: steps.length,
    }));
  }

  #lossOf(batch: readonly Sample[], parameters: Float64Array) {
    const algorithm = this.#algorithm;
    const now = batch.map(({ observation, action }) => this.policy.at(observation, action, parameters));
    const perEpisode = (values: readonly number[]) => sum(values) / algorithm.episodesPerUpdate;
    const policyLoss = perEpisode(now.map((row, i) => -row.logProbability * batch[i]!.advantage));
    const bonus = algorithm.entropyCoefficient * perEpisode(now.map(({ entropy }) => entropy));
    const valueLoss = perEpisode(
      now.map(({ value }, i) => (value - batch[i]!.valueTarget) ** 2 / batch[i]!.episodeLength),
    );
    const entropy = mean(now.map((row) => row.entropy));
    const figures = { policyLoss, entropy, klDivergence: NaN, clipRatio: NaN };
    if (algorithm.name === 'reinforce') return { ...figures, valueLoss: NaN, loss: policyLoss - bonus };
    return { ...figures, valueLoss, loss: policyLoss - bonus + algorithm.valueCoefficient * valueLoss };
  }
}

/** The notebook: shifted and scaled by PyTorch's mean and standard deviation; a return alone, of no deviation, counts 0. */
function reinforced(returns: readonly number[], t: number, { standardizeReturns }: ReinforceConfig): number {
  if (!standardizeReturns) return returns[t]!;
  if (returns.length === 1) return 0;
  const deviation = Math.sqrt((variance(returns) * returns.length) / (returns.length - 1));
  return (returns[t]! - mean(returns)) / (deviation + 1e-9);
}
