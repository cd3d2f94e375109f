import { ActorGauges } from '../../../src/actors/actor-gauges.js';
import { TIMED_EVERY } from '../../../src/actors/actor.js';
import { environmentOptions } from '../../../src/actors/environment-options.js';
import type { Actions } from '../../../src/actors/envs/environment.js';
import { createVectorEnvironment } from '../../../src/actors/envs/registry.js';
import { environmentSeeds, type VectorEnvironment } from '../../../src/actors/envs/vector-environment.js';
import { EpisodeTracker } from '../../../src/actors/episode-tracker.js';
import { createActingNetwork } from '../../../src/actors/policies/acting-network.js';
import { createPolicy } from '../../../src/actors/policies/create-policy.js';
import type { Policy } from '../../../src/actors/policies/policy.js';
import { UnrollWriter } from '../../../src/actors/unroll-writer.js';
import type { PreparedRun } from '../../../src/runtime/prepare-run.js';
import type { UnrollColumns } from '../../../src/shared/memory/block-layout.js';
import { BlockRing } from '../../../src/shared/memory/block-ring.js';
import { Control } from '../../../src/shared/memory/control.js';
import { CounterLine } from '../../../src/shared/memory/counters.js';
import { dealEnvironments, ringShape } from '../../../src/shared/run-memory.js';
import { ACTOR_COUNTERS } from '../../../src/shared/telemetry.js';
import { WeightReader } from '../../../src/shared/weights/weight-reader.js';
import { WeightWriter } from '../../../src/shared/weights/weight-writer.js';
import { measure } from '../../measure.js';
import type { Pace } from '../../pace.js';
import { initialParameters } from '../initial-parameters.js';
import type { ActorCosts } from '../model-input.js';

const NUM_ACTION_ROWS = 64;
/** Exploration has come to its end by then. */
const LATE_STEP = 1_000_000;
/** Looks at the clock of a vector step that an actor times. */
const CLOCK_READINGS = 3;

/** The parts of the first actor of a run, as its thread has them. */
interface Parts {
  readonly prepared: PreparedRun;
  readonly environments: VectorEnvironment;
  readonly policy: Policy;
  readonly pace: Pace;
}

/** Times each part of an actor by itself, in this thread. */
export function actorCosts(prepared: PreparedRun, pace: Pace): ActorCosts {
  const parts = buildParts(prepared, pace);
  const { numEnvs } = parts.environments;
  const actions = recordActions(parts);
  let row = 0;
  const step = (): void => {
    parts.environments.step(actions[row]!);
    row = (row + 1) % NUM_ACTION_ROWS;
  };
  return {
    policyNs: nanoseconds(() => parts.policy.act(LATE_STEP), pace) / numEnvs,
    environmentNs: nanoseconds(step, pace) / numEnvs,
    ...blockCosts(parts),
  };
}

/** Nanoseconds of the policy alone, per row. */
export function policyCost(prepared: PreparedRun, pace: Pace): number {
  const { policy, environments } = buildParts(prepared, pace);
  return nanoseconds(() => policy.act(LATE_STEP), pace) / environments.numEnvs;
}

function buildParts(prepared: PreparedRun, pace: Pace): Parts {
  const { config, kernels, networks, policy: spec } = prepared;
  const { numEnvs } = dealEnvironments(config)[0]!;
  const acting = createActingNetwork(kernels, networks.acting, numEnvs);
  const environments = createVectorEnvironment(config.env.id, {
    numEnvs,
    firstIndex: 0,
    options: environmentOptions(config.env),
    observations: acting.network.input,
    actorIndex: 0,
  });
  const range = { firstEnv: 0, numEnvs, totalEnvs: config.env.count };
  const place = { range, seed: config.run.seed, incarnation: 0, episodesBefore: 0 };
  const policy = createPolicy(spec, acting, environments.spec, place);
  policy.parameters.set(initialParameters(prepared));
  environments.reset(environmentSeeds(config.run.seed, 0, numEnvs));
  return { prepared, environments, policy, pace };
}

/** What the policy does in its first steps: its episodes are as long as those of a run that begins. */
function recordActions({ policy, environments }: Parts): Actions[] {
  return Array.from({ length: NUM_ACTION_ROWS }, () => {
    policy.act(LATE_STEP);
    environments.step(policy.environmentActions);
    return policy.environmentActions.slice();
  });
}

/** What is paid for a step in the block, for a step of all environments, and for a block. */
function blockCosts(parts: Parts): Omit<ActorCosts, 'policyNs' | 'environmentNs'> {
  const { prepared, environments, policy, pace } = parts;
  const { config, memory, unroll } = prepared;
  const { blockLength } = config.actors;
  const shape = ringShape(config, dealEnvironments(config)[0]!, unroll);
  const [producer, consumer] = [0, 1].map(() => new BlockRing<UnrollColumns>(memory.rings[0]!, shape));
  const gauges = new ActorGauges(new CounterLine(memory.actorCounters, ACTOR_COUNTERS, 0), 0);
  const control = new Control(memory.control);
  const weights = weightCosts(parts);
  const writer = new UnrollWriter(environments, policy, blockLength);
  const episodes = new EpisodeTracker(environments.numEnvs);
  const endEpisode = (index: number): void => policy.endEpisode(index);
  const block = producer!.tryAcquire()!;
  const write = (): void => {
    block.episodes.clear();
    for (let t = 0; t < blockLength; t++) {
      writer.writeBefore(block.columns, t);
      writer.writeAfter(block.columns, t);
      episodes.record(environments, t, block.episodes, endEpisode);
    }
  };
  const beat = (): void => {
    for (let t = 0; t < TIMED_EVERY; t++) gauges.beat();
    for (let reading = 0; reading < CLOCK_READINGS; reading++) gauges.clock.now();
  };
  const pass = (): void => {
    control.waitWhilePaused(1);
    producer!.tryAcquire();
    for (const state of ['env', 'other'] as const) gauges.clock.enter(state);
    producer!.publish();
    control.doorbell.ring();
    gauges.recordBlock(1, 0, 0, 0);
    consumer!.tryPeek();
    consumer!.release();
  };
  return {
    unrollNs: nanoseconds(write, pace) / (environments.numEnvs * blockLength),
    vectorStepNs: nanoseconds(beat, pace) / TIMED_EVERY,
    blockNs: nanoseconds(pass, pace) + weights.look,
    weightsNs: weights.copy,
  };
}

/** Looking for new weights, and copying them. */
function weightCosts({ prepared, policy, pace }: Parts): { readonly look: number; readonly copy: number } {
  const { weights } = prepared.memory;
  const writer = new WeightWriter(weights);
  const reader = new WeightReader(weights, 0);
  const parameters = initialParameters(prepared);
  const publish = (): void => writer.publish(parameters, writer.newestVersion + 1);
  const read = (): number => reader.readNewestInto(policy.parameters);
  publish();
  const look = nanoseconds(read, pace);
  const publishing = nanoseconds(publish, pace);
  const both = (): void => {
    publish();
    read();
  };
  return { look, copy: Math.max(0, nanoseconds(both, pace) - publishing - look) };
}

/** The least of the rounds: whatever else a machine does makes code slower, never faster. */
function nanoseconds(run: () => void, pace: Pace): number {
  return measure('cost', 'ns', run, (ns) => ns, undefined, pace).min;
}
