import { ActorGauges } from '../../../src/actors/actor-gauges.js';
import { Actor } from '../../../src/actors/actor.js';
import { numActionsOf } from '../../../src/actors/envs/actions.js';
import { createVectorEnvironment } from '../../../src/actors/envs/registry.js';
import { environmentSeeds } from '../../../src/actors/envs/vector-environment.js';
import { EpsilonGreedyPolicy } from '../../../src/actors/policies/epsilon-greedy.js';
import { explorationStreams } from '../../../src/actors/policies/exploration-streams.js';
import { createEpsilonSchedule } from '../../../src/actors/policies/epsilon-schedule.js';
import {
  blockLayout,
  unrollColumns,
  unrollFormat,
  type UnrollFormat,
} from '../../../src/shared/memory/block-layout.js';
import { BlockRing } from '../../../src/shared/memory/block-ring.js';
import { Control } from '../../../src/shared/memory/control.js';
import { CounterLine, countersByteLength } from '../../../src/shared/memory/counters.js';
import { parameterLayout } from '../../../src/shared/network/parameters.js';
import { denseNetwork } from '../../../src/shared/network/dense-network.js';

import { ACTOR_COUNTERS } from '../../../src/shared/telemetry.js';
import { WeightReader } from '../../../src/shared/weights/weight-reader.js';
import { WeightStore } from '../../../src/shared/weights/weight-store.js';
import { WeightWriter } from '../../../src/shared/weights/weight-writer.js';
import { alwaysChoosing, inferenceNetwork } from './network.js';

export interface SoloSettings {
  readonly environment?: string;
  readonly numEnvs?: number;
  readonly numSteps?: number;
  readonly numBlocks?: number;
  readonly lag?: number | undefined;
  readonly epsilon?: number;
  /** The actor's clock, in milliseconds. */
  readonly now?: (() => number) | undefined;
}

/**
 * Memory for one actor, and the learner's end of it, in the thread of the test: what the learner does to the actor
 * under way is called from {@link SoloRun.onStep}, in the middle of the actor's loop.
 */
export class SoloRun {
  readonly settings: Required<SoloSettings>;
  readonly control = new Control(Control.allocate());
  /** The learner's end. */
  readonly ring: BlockRing<ReturnType<typeof unrollColumns>>;
  readonly writer: WeightWriter;
  readonly counters: CounterLine<typeof ACTOR_COUNTERS>;
  /** Called after every vector step with its number, from 1, over all lives. */
  onStep: (numStepsMade: number) => void = () => undefined;
  readonly #ringBuffer: SharedArrayBuffer;
  readonly #weights: SharedArrayBuffer;
  readonly #unroll: UnrollFormat;
  readonly #network;
  #numStepsMade = 0;
  #nextVersion = 0;

  constructor(settings: SoloSettings = {}) {
    const all = { environment: 'CartPole-v1', numEnvs: 2, numSteps: 4, numBlocks: 64, epsilon: 0 };
    this.settings = { lag: undefined, now: undefined, ...all, ...settings };
    const { environment, numEnvs } = this.settings;
    const { spec } = createVectorEnvironment(environment, { numEnvs });
    this.#unroll = unrollFormat(spec.observationSpace, spec.actionSpace);
    this.#network = denseNetwork(this.#unroll.observationSize, [], numActionsOf(spec));
    this.#ringBuffer = BlockRing.allocate(this.#ringShape(), { poison: true });
    this.ring = new BlockRing(this.#ringBuffer, this.#ringShape());
    this.#weights = WeightStore.allocate(1, parameterLayout(this.#network).numParameters);
    this.writer = new WeightWriter(this.#weights);
    this.counters = new CounterLine(
      new SharedArrayBuffer(countersByteLength(ACTOR_COUNTERS, 1)),
      ACTOR_COUNTERS,
      0,
    );
  }

  /** Publishes the next version: weights that choose the action `version % numActions`. */
  publish(): void {
    const numActions = this.#network.layers[0]!.outputs;
    this.writer.publish(alwaysChoosing(this.#network, this.#nextVersion % numActions), this.#nextVersion);
    this.#nextVersion++;
  }

  /** A life of the actor, and its end of the ring. */
  startLife(incarnation = 0): {
    readonly actor: Actor;
    readonly producer: BlockRing<ReturnType<typeof unrollColumns>>;
    readonly policy: EpsilonGreedyPolicy;
  } {
    const { environment, numEnvs, numSteps, lag, epsilon, now } = this.settings;
    const gauges = new ActorGauges(this.counters, 41 + incarnation, now);
    const inference = inferenceNetwork(this.#network, numEnvs);
    const environments = createVectorEnvironment(environment, { numEnvs, observations: inference.input });
    const range = { firstEnv: 0, numEnvs, totalEnvs: numEnvs };
    const schedule = createEpsilonSchedule({ kind: 'linear', start: epsilon, end: epsilon, steps: 1 }, range);
    const policy = new EpsilonGreedyPolicy(
      inference,
      schedule,
      numActionsOf(environments.spec),
      explorationStreams(range, 0, incarnation),
    );
    environments.reset(environmentSeeds(5, 0, numEnvs));
    let stepsAfterStop = 0;
    const step = environments.step.bind(environments);
    environments.step = (actions) => {
      step(actions);
      if (this.control.isStopped && ++stepsAfterStop > numSteps) throw new Error('the actor does not stop');
      this.onStep(++this.#numStepsMade);
    };
    const producer = new BlockRing(this.#ringBuffer, this.#ringShape());
    const weights = new WeightReader(this.#weights, 0);
    // In one thread nobody else makes room or publishes: an actor that waits or looks again would do so for ever.
    let looks = 0;
    producer.tryAcquire = () => {
      const block = BlockRing.prototype.tryAcquire.call(producer) as ReturnType<typeof producer.tryAcquire>;
      looks = block === undefined ? looks + 1 : 0;
      if (looks > 10) throw new Error('the actor does not wait for room in the ring');
      return block;
    };
    producer.waitWritable = () => {
      throw new Error('the actor waits for room in the ring');
    };
    weights.waitForVersion = (version) => {
      if (weights.newestVersion < version) throw new Error(`the actor waits for version ${version}`);
      return true;
    };
    const actor = new Actor(
      {
        environments,
        policy,
        ring: producer,
        weights,
        control: this.control,
        gauges,
      },
      { numSteps, lag, incarnation },
    );
    return { actor, producer, policy };
  }

  #ringShape() {
    const { numEnvs, numSteps, numBlocks } = this.settings;
    const layout = blockLayout(unrollColumns(this.#unroll), { numEnvs, numSteps });
    return { layout, numBlocks };
  }
}
