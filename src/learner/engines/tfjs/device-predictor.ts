import type { Observations } from '../../../shared/memory/block-layout.js';
import { inputLength, outputsOf, type NetworkSpec } from '../../../shared/network/spec.js';
import type { NetworkOutputs } from '../engine.js';
import { RowTable } from '../row-table.js';
import type { DeviceNetwork } from './device-network.js';
import type { DeviceParameters } from './device-parameters.js';
import type { TfjsBackend } from './backend.js';

/** Asks a network on a device: observations go up in one transfer, and all outputs come down in another. */
export class DevicePredictor {
  readonly #backend: Pick<TfjsBackend, 'tf' | 'uploadBytes'>;
  readonly #network: DeviceNetwork;
  readonly #observationSize: number;
  readonly #outputs: RowTable<Record<string, Float32Array>>;

  constructor(
    backend: Pick<TfjsBackend, 'tf' | 'uploadBytes'>,
    network: DeviceNetwork,
    spec: NetworkSpec,
    maxRows: number,
  ) {
    this.#backend = backend;
    this.#network = network;
    this.#observationSize = inputLength(spec);
    this.#outputs = new RowTable(
      outputsOf(spec).map(({ name, length }) => ({
        name,
        rowLength: length,
        view: new Float32Array(maxRows * length),
      })),
    );
  }

  /**
   * @param observations - `[rows, D]`, read before this returns
   * @returns the outputs, overwritten by the next call's
   */
  async predict(
    { tensors }: DeviceParameters,
    observations: Observations,
    rows: number,
  ): Promise<NetworkOutputs> {
    const { tf, uploadBytes } = this.#backend;
    const packed = tf.tidy(() => {
      // A copy: some backends read it only when its first operation runs, or hold on to it.
      const copy = observations.slice();
      const shape = [rows, this.#observationSize];
      const input = copy instanceof Uint8Array ? uploadBytes(copy, shape) : tf.tensor(copy, shape);
      const { outputs } = this.#network.run(tensors, input);
      return tf.concat(Object.values(outputs).map((tensor) => tf.reshape(tensor, [-1])));
    });
    const values = await packed.data<'float32'>();
    packed.dispose();
    const outputs = this.#outputs.rows(rows);
    let from = 0;
    for (const into of Object.values(outputs)) {
      into.set(values.subarray(from, from + into.length));
      from += into.length;
    }
    return outputs;
  }
}
