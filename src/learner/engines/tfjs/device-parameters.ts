import type { ParameterTensor } from '../../../shared/network/parameters.js';
import type { Tensor, Tf } from './tf.js';

/**
 * A network's parameters on a device, flat for the optimizer and for transfers, and cut up for its layers.
 *
 * They never change: an update makes new ones. Whoever keeps them holds them, and with the last hold they are gone from the device.
 */
export class DeviceParameters {
  /** `[numParameters]`. */
  readonly flat: Tensor;
  /** In the order of the layout. */
  readonly tensors: readonly Tensor[];
  #holds = 1;
  #values: Promise<Float32Array> | undefined;

  /** Takes over `flat`, held once. */
  constructor(tf: Tf, flat: Tensor, layout: readonly ParameterTensor[]) {
    this.flat = tf.keep(flat);
    const cut = tf.tidy(() =>
      layout.map(({ offset, length, shape }) => tf.reshape(tf.slice(flat, [offset], [length]), [...shape])),
    );
    this.tensors = cut.map((tensor) => tf.keep(tensor));
  }

  /** The flat parameters, brought down once; not to be changed. Held until they are here. */
  values(): Promise<Float32Array> {
    return (this.#values ??= this.#fetch());
  }

  async #fetch(): Promise<Float32Array> {
    this.hold();
    try {
      return await this.flat.data<'float32'>();
    } finally {
      this.release();
    }
  }

  /** @returns itself, for one more holder */
  hold(): this {
    this.#holds++;
    return this;
  }

  release(): void {
    if (--this.#holds > 0) return;
    for (const tensor of this.tensors) tensor.dispose();
    this.flat.dispose();
  }
}
