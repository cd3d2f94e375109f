import type { Awaitable } from '../../../../src/learner/awaitable.js';
import type { Engine } from '../../../../src/learner/engines/engine.js';
import { SimdEngine } from '../../../../src/learner/engines/simd/simd-engine.js';
import type { TfjsBackend } from '../../../../src/learner/engines/tfjs/backend.js';
import { TfjsEngine, type TfjsEngineSettings } from '../../../../src/learner/engines/tfjs/tfjs-engine.js';
import { instantiateKernels } from '../../../../src/shared/kernels/kernels.js';
import { loadKernelModule } from '../../../../src/shared/kernels/load.js';
import { networkMemoryBytes } from '../../../../src/shared/network/memory.js';
import type { AnyProgram, Columns } from './programs.js';

/** What makes engines of a kind. */
export type CreateEngine = (program: AnyProgram, settings: TfjsEngineSettings) => Awaitable<Engine<Columns>>;

const kernels = loadKernelModule();

/** The engine that all others are held to, with just the memory that a run would give it. */
export function createSimd(program: AnyProgram, settings: TfjsEngineSettings): Engine<Columns> {
  const { network, passes } = program;
  const bytes = networkMemoryBytes(network, settings.maxBatchSize, passes.length + 1);
  return new SimdEngine(instantiateKernels(kernels, bytes), program, settings);
}

/** Engines on a backend that outlives them, as what it has compiled does. */
export function createOn(backend: TfjsBackend): CreateEngine {
  return (program, settings) => new TfjsEngine({ ...backend, close: () => undefined }, program, settings);
}
