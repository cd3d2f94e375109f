import type { SettledConfig } from '../shared/config/run-config.js';
import type { UnrollFormat } from '../shared/memory/block-layout.js';
import type { RunMemory } from '../shared/run-memory.js';
import type { BoxSpace, Space } from '../shared/spaces.js';
import type { AlgorithmConfig } from './algorithms/config.js';
import type { RunNetworks } from './algorithms/networks.js';
import type { Crew } from './engines/simd/crew/crew.js';
import type { TfjsBackend } from './engines/tfjs/backend.js';

/** What the learner thread is told. Plain data and shared memory. */
export interface LearnerTask {
  readonly config: SettledConfig<AlgorithmConfig>;
  readonly observationSpace: BoxSpace;
  readonly actionSpace: Space;
  readonly networks: RunNetworks;
  readonly unroll: UnrollFormat;
  readonly kernels: WebAssembly.Module;
  readonly memory: RunMemory;
  /** Name of the run. */
  readonly run: string;
  readonly checkpointFolder: string;
  readonly manyhandsVersion: string;
  /** Of a `Doorbell` to be rung once the thread holds no device; absent where nobody waits for that. */
  readonly deviceReturned?: SharedArrayBuffer;
}

/** What trainers are built from. */
export interface TrainerTask extends Pick<
  LearnerTask,
  'config' | 'actionSpace' | 'networks' | 'unroll' | 'kernels'
> {
  /** Who helps; absent where the learner's thread trains alone. */
  readonly crew?: Pick<Crew, 'createEngine'> | undefined;
  /** What the engine runs on; absent where it loads that itself. */
  readonly backend?: TfjsBackend | undefined;
}
