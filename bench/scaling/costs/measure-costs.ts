import { prepareRun, type PreparedRun } from '../../../src/runtime/prepare-run.js';
import type { UnrollFormat } from '../../../src/shared/memory/block-layout.js';
import { actionSizeOf } from '../../../src/shared/memory/block-layout.js';
import type { Pace } from '../../pace.js';
import { type Configuration } from '../configuration.js';
import type { ActorCosts, LearnerCosts, ModelInput } from '../model-input.js';
import { configOf } from '../settings.js';
import { inThread } from './in-thread.js';
import { machineCosts, type MachineCostOptions } from './machine-costs.js';

export interface CostOptions extends MachineCostOptions {
  /** `path=value` each, for all configurations. */
  readonly set: readonly string[];
  readonly pace: Pace;
}

/** Measures by itself, once, everything that predictions of these configurations follow from. */
export async function modelInputs(
  configurations: readonly Configuration[],
  options: CostOptions,
): Promise<readonly ModelInput[]> {
  const parts = new PartCosts(options);
  const inputs: Omit<ModelInput, 'machine'>[] = [];
  for (const configuration of configurations) {
    inputs.push({ configuration, ...(await parts.of(configuration)) });
  }
  const machine = await machineCosts(configurations, parts, options);
  return inputs.map((input) => ({ ...input, machine }));
}

/** What actors and learners cost, each measured when it is first asked for. */
export class PartCosts {
  readonly #options: CostOptions;
  readonly #actors = new Map<string, ActorCosts>();
  readonly #learners = new Map<string, LearnerCosts>();

  constructor(options: CostOptions) {
    this.#options = options;
  }

  async of(configuration: Configuration): Promise<Omit<ModelInput, 'machine' | 'configuration'>> {
    const { set, pace } = this.#options;
    const config = configOf(configuration, set);
    const prepared = await prepareRun(config);
    const actor = await remember(this.#actors, actorKey(prepared, configuration), () =>
      inThread({ kind: 'actor', config, pace }),
    );
    const learner =
      configuration.algorithm === 'none'
        ? null
        : await remember(this.#learners, learnerKey(prepared), () =>
            inThread({ kind: 'learner', config, pace }),
          );
    const { ringBlocks } = prepared.config.actors;
    return { actor, learner, ringBlocks, bytesPerStep: bytesPerStep(prepared.unroll) };
  }
}

/** How many other actors there are, and who learns, makes no difference to an actor. */
function actorKey({ config, policy, networks }: PreparedRun, configuration: Configuration): string {
  const { envsPerActor, blockLength } = configuration;
  return JSON.stringify([
    policy.kind,
    networks.acting,
    { ...config.env, count: 0 },
    envsPerActor,
    blockLength,
  ]);
}

/** A replay's learner does the same in both modes; of one that learns from unrolls the mode decides what a batch is. */
function learnerKey({ config }: PreparedRun): string {
  const { env, actors, replay, algorithm, optimizer, learner, run } = config;
  const mode = replay.kind === 'none' ? run.mode : replay.samplesPerInsert;
  return JSON.stringify([env, actors, replay, algorithm, optimizer, learner, mode]);
}

/** Bytes that an env step takes in a block. */
function bytesPerStep(format: UnrollFormat): number {
  const floats = 2 * format.observationSize + actionSizeOf(format) + 1 + (format.logProbability ? 1 : 0);
  const flags = 2;
  return floats * Float32Array.BYTES_PER_ELEMENT + flags;
}

async function remember<Value>(
  known: Map<string, Value>,
  key: string,
  find: () => Promise<Value>,
): Promise<Value> {
  const value = known.get(key) ?? (await find());
  known.set(key, value);
  return value;
}
