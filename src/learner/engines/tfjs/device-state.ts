import type { DeviceParameters } from './device-parameters.js';
import type { Tensor } from './tf.js';

/** All that updates change, as it was after one of them. Its tensors never change; the next update makes another. */
export class DeviceState {
  readonly online: DeviceParameters;
  /** Absent when the program has no target. */
  readonly target: DeviceParameters | undefined;
  /** Of the optimizer, each as long as the parameters. */
  readonly moments: readonly Tensor[];
  /** Steps of the optimizer that led here. */
  readonly steps: number;
  #holds = 1;

  /** Takes over what it is given, each held once, and itself held once. */
  constructor(
    online: DeviceParameters,
    target: DeviceParameters | undefined,
    moments: readonly Tensor[],
    steps: number,
  ) {
    this.online = online;
    this.target = target;
    this.moments = moments;
    this.steps = steps;
  }

  /** @returns itself, for one more holder */
  hold(): this {
    this.#holds++;
    return this;
  }

  release(): void {
    if (--this.#holds > 0) return;
    this.online.release();
    this.target?.release();
    for (const moment of this.moments) moment.dispose();
  }
}
