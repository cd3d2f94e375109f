import type { UpdateProgram } from '../../algorithms/algorithm.js';
import type { TfjsBackend } from './backend.js';
import type { DeviceBatch } from './device-batch.js';
import type { DeviceNetwork, NetworkRun } from './device-network.js';
import { DeviceParameters } from './device-parameters.js';
import { DeviceState } from './device-state.js';
import type { FigureReader, UpdateTensors } from './figures.js';
import type { FlatOptimizer } from './flat-optimizer.js';
import type { Tensor, TensorsOf } from './tf.js';

/** What the updates of an engine are made with. */
export interface UpdateParts<Batch extends object, Outputs extends object, Trained extends keyof Outputs> {
  readonly backend: TfjsBackend;
  readonly program: UpdateProgram<Batch, Outputs, Trained>;
  readonly network: DeviceNetwork;
  readonly optimizer: FlatOptimizer;
  readonly batch: DeviceBatch<Batch>;
  readonly figures: FigureReader<Batch, Outputs, Trained>;
  /** Euclidean norm down to which a longer gradient is scaled; null: never. */
  readonly maxGradientNorm: number | null;
}

/** What one update differs in from another. */
export interface UpdateOrder {
  /** Rows of the batch. */
  readonly rows: number;
  readonly learningRate: number;
  readonly movesTarget: boolean;
  /** Whether its figures are wanted. */
  readonly isLookedAt: boolean;
}

/** Makes updates on a device: nothing comes down, and nothing goes up but the batch. */
export class DeviceUpdater<Batch extends object, Outputs extends object, Trained extends keyof Outputs> {
  readonly #parts: UpdateParts<Batch, Outputs, Trained>;
  readonly #limit: Tensor | undefined;

  constructor(parts: UpdateParts<Batch, Outputs, Trained>) {
    const { backend, maxGradientNorm } = parts;
    this.#parts = parts;
    this.#limit = maxGradientNorm === null ? undefined : backend.tf.keep(backend.tf.scalar(maxGradientNorm));
  }

  /** @returns the state after the update, held once, and its figures if they are wanted: dispose of them */
  update(
    state: DeviceState,
    { rows, learningRate, movesTarget, isLookedAt }: UpdateOrder,
  ): { readonly next: DeviceState; readonly figures: Tensor | undefined } {
    const { backend, network, optimizer, figures: reader } = this.#parts;
    const { tf } = backend;
    const steps = state.steps + 1;
    let figures: Tensor | undefined;
    const [parameters, ...moments] = tf.tidy<Tensor[]>(() => {
      const { gradient, ...found } = this.#differentiate(state, rows);
      const norm = isLookedAt || this.#limit !== undefined ? tf.sqrt(tf.sum(tf.square(gradient))) : undefined;
      const clipped = norm === undefined ? gradient : this.#clip(gradient, norm);
      const result = optimizer.step(state.online.flat, clipped, state.moments, steps, learningRate);
      if (isLookedAt) {
        const sizes = { parameters: result.parameters, secondMoment: result.moments.at(-1)! };
        figures = tf.keep(reader.pack({ ...found, ...sizes, gradientNorm: norm! }));
      }
      return [result.parameters, ...result.moments];
    });
    const online = new DeviceParameters(tf, parameters!, network.layout.tensors);
    const target = movesTarget ? this.#moveTarget(state.target!, online) : state.target?.hold();
    return {
      next: new DeviceState(
        online,
        target,
        moments.map((moment) => tf.keep(moment)),
        steps,
      ),
      figures,
    };
  }

  dispose(): void {
    this.#limit?.dispose();
  }

  /** The loss on the batch, its gradient at all parameters, and the outputs of all passes. */
  #differentiate(
    state: DeviceState,
    rows: number,
  ): Pick<UpdateTensors, 'loss' | 'outputs'> & { readonly gradient: Tensor } {
    const { backend, program, network, batch: columns } = this.#parts;
    const { tf } = backend;
    const batch = columns.upload(rows);
    const [first, ...others] = program.passes;
    const named = ({ outputs }: typeof first, run: NetworkRun): [string, Tensor][] =>
      Object.entries(run.outputs).map(([name, tensor]) => [outputs[name]!, tensor]);
    const run = network.run(state.online.tensors, batch[first.input]);
    const trained = named(first, run);
    const constant = others.flatMap((pass) => {
      const { tensors } = pass.parameters === 'online' ? state.online : state.target!;
      return named(pass, network.run(tensors, batch[pass.input]));
    });
    // The library finds the way back through the loss alone.
    const { value: loss, grads } = tf.valueAndGrads((...ends: Tensor[]) => {
      const outputs = [...trained.map(([name], i) => [name, ends[i]!] as const), ...constant];
      return program.lossTensor(tf, batch, Object.fromEntries(outputs) as TensorsOf<Outputs>);
    })(trained.map(([, tensor]) => tensor));
    const outputs = [...trained, ...constant].map(([, tensor]) => tensor);
    return { loss, gradient: run.gradient(grads), outputs };
  }

  #clip(gradient: Tensor, norm: Tensor): Tensor {
    if (this.#limit === undefined) return gradient;
    const { tf } = this.#parts.backend;
    return tf.mul(gradient, tf.div(this.#limit, tf.maximum(norm, this.#limit)));
  }

  #moveTarget(target: DeviceParameters, online: DeviceParameters): DeviceParameters {
    const { backend, network, program } = this.#parts;
    const { tau } = program.target!;
    if (tau === 1) return online.hold();
    const { tf } = backend;
    const flat = tf.tidy(() => tf.add(tf.mul(tau, online.flat), tf.mul(1 - tau, target.flat)));
    return new DeviceParameters(tf, flat, network.layout.tensors);
  }
}
