import { expected } from '../../shared/errors.js';
import type { Observations } from '../../shared/memory/block-layout.js';
import { parameterLayout } from '../../shared/network/parameters.js';
import type { NetworkSpec } from '../../shared/network/spec.js';
import type { Engine } from '../engines/engine.js';
import { RunningMoments } from './running-moments.js';

/** Keeps the division away from 0 for elements that never change. */
const EPSILON = 1e-8;

/**
 * Running mean and deviation of the observations, as parameters of the network's normalize layer: they travel to the
 * actors with the weights, and are part of every checkpoint.
 *
 * What is taken in counts from the next {@link publish} on, so that a round is learned from with the numbers it was
 * acted with. Rows are added in the order of the environments, whoever stepped them.
 */
export class ObservationNormalizer {
  readonly #moments: RunningMoments;
  readonly #engine: Pick<Engine<unknown>, 'writeParameters'>;
  readonly #meanOffset: number;
  readonly #scaleOffset: number;
  readonly #mean: Float32Array;
  readonly #scale: Float32Array;

  /** @param network - what the engine trains; its first layer normalizes */
  constructor(engine: Pick<Engine<unknown>, 'writeParameters'>, network: NetworkSpec) {
    const { tensors } = parameterLayout(network);
    const [mean, scale] = ['0.mean', '0.scale'].map((name) => tensors.find((tensor) => tensor.name === name));
    if (mean === undefined || scale === undefined)
      throw expected('ERR_NETWORK_SPEC', 'layers[0]', 'a normalize layer', 'none');
    this.#engine = engine;
    this.#meanOffset = mean.offset;
    this.#scaleOffset = scale.offset;
    this.#moments = new RunningMoments(mean.length);
    this.#mean = new Float32Array(mean.length);
    this.#scale = new Float32Array(mean.length);
  }

  /** @param observations - `[N, D]` */
  add(observations: Observations): void {
    this.#moments.add(observations);
  }

  /** Writes the moments of now into the network. */
  publish(): void {
    for (let d = 0; d < this.#mean.length; d++) {
      this.#mean[d] = this.#moments.mean[d]!;
      this.#scale[d] = 1 / Math.sqrt(this.#moments.variance(d) + EPSILON);
    }
    this.#engine.writeParameters(this.#meanOffset, this.#mean);
    this.#engine.writeParameters(this.#scaleOffset, this.#scale);
  }

  state(): Readonly<Record<string, Float32Array>> {
    return { 'observations.moments': this.#moments.toFloat32() };
  }
}
