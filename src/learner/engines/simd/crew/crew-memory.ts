import type { Arena, Float32Region } from '../../../../shared/kernels/arena.js';
import { planBackward, type BackwardStep } from '../../../../shared/network/backward-step.js';
import { networkMemoryBytes } from '../../../../shared/network/memory.js';
import { OutputArrays } from '../../../../shared/network/output-arrays.js';
import { parameterLayout } from '../../../../shared/network/parameters.js';
import { planForward, planLayers } from '../../../../shared/network/plan.js';
import { chainsOf, type NetworkSpec } from '../../../../shared/network/spec.js';
import { weightedLayersOf, weightMatrixOf } from '../../../../shared/network/weighted-layer.js';
import { rowScratchLength, trunkWidth, weightScratchLength } from '../../../../shared/network/widths.js';
import { BatchMemory } from '../batch-memory.js';
import { byteInputs } from '../byte-input.js';
import type { ExecutorSettings, UpdatePasses } from '../executor.js';
import { Optimizer } from '../optimizer.js';
import type { CrewPlan } from './plan.js';
import { dealGradient, type GradientTask } from './split.js';

/** The memory of a crew's updates, and what its threads do in it. */
export interface CrewMemory<Batch> {
  readonly batch: BatchMemory<Batch>;
  readonly parameters: Float32Region;
  readonly gradient: Float32Region;
  readonly target: Float32Region | undefined;
  readonly optimizer: Optimizer;
  /** Of each pass. */
  readonly outputs: readonly OutputArrays[];
  /** Of the first pass. */
  readonly outputGradients: OutputArrays;
  readonly plan: CrewPlan;
}

/** Bytes of kernel memory that {@link layOutCrew} needs: an upper bound; pages that are never written cost nothing. */
export function crewMemoryBytes<Batch, Outputs>(
  { network: spec, passes }: UpdatePasses<Batch, Outputs>,
  maxBatch: number,
  numThreads: number,
): number {
  // Threads divide each layer's rows among them, so that all together copy no more than one thread for all layers; but each
  // has its own of what does not depend on the number of rows.
  const layers = weightedLayersOf(spec);
  const lengths = (rowsOf: (rows: number) => number): number[] =>
    layers.map((layer) => weightScratchLength(layer, rowsOf(weightMatrixOf(layer).rows), maxBatch, true));
  const divided = lengths((rows) => rows).reduce((sum, length) => sum + length, 0);
  const own = Math.max(...lengths(() => 1)) + rowScratchLength(spec);
  return networkMemoryBytes(spec, maxBatch, passes.length + 1) + 4 * divided + numThreads * (4 * own + 64);
}

/**
 * Lays the memory out so that threads that have different rows of a batch never meet in it: every layer of a pass has a stretch of
 * its own, and every layer keeps the gradient at its output until the whole batch's is there.
 *
 * @throws ManyhandsError `ERR_KERNELS` if the arena is too small
 */
export function layOutCrew<Batch, Outputs>(
  arena: Arena,
  { network: spec, passes, batchColumns, target: targetUpdate }: UpdatePasses<Batch, Outputs>,
  { maxBatchSize, optimizer: options }: ExecutorSettings,
  numThreads: number,
): CrewMemory<Batch> {
  const layout = parameterLayout(spec);
  const { numParameters } = layout;
  const rows = (width: number) => arena.float32(maxBatchSize * width).pointer;
  const hiddenRows = () =>
    chainsOf(spec).map(({ layers }) => layers.slice(0, -1).map(({ outputs }) => rows(outputs)));

  const parameters = arena.float32(numParameters);
  const gradient = arena.float32(numParameters);
  const target = targetUpdate && arena.float32(numParameters);
  const batch = new BatchMemory(arena, batchColumns, maxBatchSize, {});
  const optimizer = new Optimizer(arena, options, parameters, gradient);

  // Of the first pass every activation is kept. The others take turns on one set, each thread on its own rows of it.
  const [kept, passing] = [hiddenRows(), passes.length > 1 ? hiddenRows() : []];
  const [keptTrunk, passingTrunk] = [rows(trunkWidth(spec)), rows(trunkWidth(spec))];
  const outputs = passes.map(() => new OutputArrays(arena, spec, maxBatchSize));
  const forward = passes.map((pass, p) => {
    const from = pass.parameters === 'online' ? parameters : target!;
    const ends = outputs[p]!.regions.map(({ pointer }) => pointer);
    const trunk = p === 0 ? keptTrunk : passingTrunk;
    return planForward(
      planLayers(spec, layout, from.pointer),
      batch.inputOf(pass.input).floats.pointer,
      (chain, i) => (p === 0 ? kept : passing)[chain]![i]!,
      spec.heads === undefined ? ends : [trunk, ...ends],
    );
  });

  const outputGradients = new OutputArrays(arena, spec, maxBatchSize);
  const hiddenGradients = hiddenRows();
  // Where the heads after the first put what is then added to the trunk's gradient.
  const addend = rows(trunkWidth(spec));
  const backward = planBackward(forward[0]!, planLayers(spec, layout, gradient.pointer), {
    outputs: outputGradients.regions.map(({ pointer }) => pointer),
    trunk: rows(trunkWidth(spec)),
    hidden: (chain, i) => (i === 0 ? addend : hiddenGradients[chain]![i - 1]!),
  });

  const gradientTasks = dealGradient(backward, numThreads);
  const scratch = gradientTasks.map(
    (tasks) => arena.float32(scratchLength(spec, maxBatchSize, backward, tasks)).pointer,
  );
  const plan: CrewPlan = {
    numThreads,
    passes: forward.map((chains) => chains.flat()),
    byteInputs: byteInputs(passes, batch),
    backward,
    gradientTasks,
    scratch,
    numParameters,
    optimizer: optimizer.plan,
    target: target && { target: target.pointer, online: parameters.pointer, tau: targetUpdate.tau },
  };
  return { batch, parameters, gradient, target, optimizer, outputs, outputGradients, plan };
}

/** Floats that the kernels of one thread need for themselves. */
function scratchLength(
  spec: NetworkSpec,
  maxBatch: number,
  backward: readonly BackwardStep[],
  tasks: readonly GradientTask[],
): number {
  const needs = tasks.map(({ step: i, first, end }) => {
    const step = backward[i]!;
    return step.kind === 'weighted' ? weightScratchLength(step.layer, end - first, maxBatch, true) : 0;
  });
  return Math.max(rowScratchLength(spec), ...needs);
}
