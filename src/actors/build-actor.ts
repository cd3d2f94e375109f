import { threadId } from 'node:worker_threads';
import { BlockRing } from '../shared/memory/block-ring.js';
import { Control } from '../shared/memory/control.js';
import { CounterLine } from '../shared/memory/counters.js';
import { RandomStream } from '../shared/random/random-stream.js';
import { STREAM_ROLE } from '../shared/random/stream-role.js';
import { dealEnvironments, ringShape } from '../shared/run-memory.js';
import { ACTOR_COUNTERS } from '../shared/telemetry.js';
import { WeightReader } from '../shared/weights/weight-reader.js';
import { ActorGauges } from './actor-gauges.js';
import type { ActorTask } from './actor-task.js';
import { Actor, type ActorOptions, type ActorParts } from './actor.js';
import { environmentOptions } from './environment-options.js';
import { createVectorEnvironment } from './envs/registry.js';
import { environmentSeeds } from './envs/vector-environment.js';
import { createActingNetwork } from './policies/acting-network.js';
import { createPolicy } from './policies/create-policy.js';
import type { EnvironmentRange } from './policies/epsilon-schedule.js';

/**
 * Builds actor `actorIndex` in its thread and resets its environments.
 *
 * The first life of an actor seeds environment `i` of the run with `seed + i`, as Gymnasium's vectors do. A later
 * life begins other episodes: repeating the first ones would teach nothing new.
 */
export function buildActor(task: ActorTask): Actor {
  return new Actor(actorParts(task), actorOptions(task));
}

/** What the actor is made of, attached to the run's memory. */
export function actorParts(task: ActorTask): ActorParts {
  const { actorIndex, incarnation, config, memory } = task;
  const { env, run } = config;
  const share = dealEnvironments(config)[actorIndex]!;
  const range = { ...share, totalEnvs: env.count };
  const gauges = new ActorGauges(new CounterLine(memory.actorCounters, ACTOR_COUNTERS, actorIndex), threadId);

  const acting = createActingNetwork(task.kernels, task.network, share.numEnvs);
  const environments = createVectorEnvironment(env.id, {
    numEnvs: share.numEnvs,
    firstIndex: share.firstEnv,
    options: environmentOptions(env),
    observations: acting.network.input,
    actorIndex,
  });
  const policy = createPolicy(task.policy, acting, environments.spec, {
    range,
    seed: run.seed,
    incarnation,
    episodesBefore: Math.floor(gauges.episodesBefore / share.numEnvs),
  });
  environments.reset(seedsOf(run.seed, range, incarnation));

  return {
    environments,
    policy,
    ring: new BlockRing(memory.rings[actorIndex]!, ringShape(config, share, task.unroll)),
    weights: new WeightReader(memory.weights, actorIndex),
    control: new Control(memory.control),
    gauges,
  };
}

/** How the actor goes about it. */
export function actorOptions({ config: { actors, run }, incarnation }: ActorTask): ActorOptions {
  return { numSteps: actors.blockLength, lag: run.mode === 'sync' ? run.lag : undefined, incarnation };
}

function seedsOf(
  runSeed: number,
  { firstEnv, numEnvs, totalEnvs }: EnvironmentRange,
  incarnation: number,
): number[] {
  if (incarnation === 0) return environmentSeeds(runSeed, firstEnv, numEnvs);
  return Array.from({ length: numEnvs }, (_, i) =>
    RandomStream.derive(runSeed, STREAM_ROLE.restart, incarnation * totalEnvs + firstEnv + i).nextUint32(),
  );
}
