import type { Configuration } from '../../../../bench/scaling/configuration.js';
import type {
  ActorCosts,
  LearnerCosts,
  MachineCosts,
  ModelInput,
} from '../../../../bench/scaling/model-input.js';

/** Figures that can be added up in the head. */
export const ACTOR: ActorCosts = {
  policyNs: 100,
  environmentNs: 50,
  unrollNs: 20,
  vectorStepNs: 30,
  blockNs: 700,
  weightsNs: 1000,
};

/** An update for every ten steps. */
export const LEARNER: LearnerCosts = {
  takeInNs: 2_000,
  updateNs: 40_000,
  publishNs: 8_000,
  updatesPerStep: 0.1,
  publishInterval: 4,
  memoryPasses: 2,
};

export const FREE_LEARNER: LearnerCosts = { ...LEARNER, updatesPerStep: null };

export const MACHINE: MachineCosts = {
  cores: 64,
  speedOf: () => 1,
  wakeNs: 5_000,
  handOverNs: () => 40_000,
  copyBytesPerSecond: 1e10,
};

export const CONFIGURATION: Configuration = {
  algorithm: 'none',
  mode: 'async',
  lag: null,
  actors: 1,
  envsPerActor: 10,
  blockLength: 10,
};

interface Parts {
  readonly machine?: Partial<MachineCosts>;
  readonly actor?: ActorCosts;
  readonly ringBlocks?: number;
  readonly bytesPerStep?: number;
}

/** One actor of ten environments in blocks of ten steps on a large machine, apart from what is said. */
export function inputOf(
  configuration: Partial<Configuration>,
  learner: LearnerCosts | null,
  { machine = {}, actor = ACTOR, ringBlocks = 4, bytesPerStep = 40 }: Parts = {},
): ModelInput {
  const algorithm = learner === null ? 'none' : 'dqn';
  return {
    configuration: { ...CONFIGURATION, algorithm, ...configuration },
    ...{ actor, learner, ringBlocks, bytesPerStep },
    machine: { ...MACHINE, ...machine },
  };
}
