import type { Unroll, UnrollExtent } from '../trainer.js';
import {
  actionSizeOf,
  createObservations,
  type Observations,
  type UnrollFormat,
} from '../../shared/memory/block-layout.js';

/** A whole episode, `T` steps. */
export interface Episode {
  readonly numSteps: number;
  /** `[T, D]`. */
  readonly observation: Observations;
  /** `[T]` or `[T, A]`. */
  readonly action: Int32Array | Float32Array;
  /** `[T]`. */
  readonly reward: Float32Array;
}

/** An environment's episode so far. */
interface OpenEpisode {
  numSteps: number;
  readonly observation: Observations;
  readonly action: Int32Array | Float32Array;
  readonly reward: Float32Array;
}

/** Puts whole episodes together from unrolls, each of which may hold parts of several. */
export class EpisodeAssembler {
  readonly #observationSize: number;
  readonly #actionSize: number;
  readonly #open: readonly OpenEpisode[];

  /** @param maxEpisodeSteps - steps after which every episode has ended */
  constructor(format: UnrollFormat, numEnvs: number, maxEpisodeSteps: number) {
    const { observationSize, action } = format;
    this.#observationSize = observationSize;
    this.#actionSize = actionSizeOf(format);
    this.#open = Array.from({ length: numEnvs }, () => ({
      numSteps: 0,
      observation: createObservations(format, maxEpisodeSteps * observationSize),
      action: new (action.dtype === 'int32' ? Int32Array : Float32Array)(maxEpisodeSteps * this.#actionSize),
      reward: new Float32Array(maxEpisodeSteps),
    }));
  }

  /**
   * Adds the steps of an unroll.
   *
   * @param onEpisode - given every episode that ends in it, in the order of environments and then of time
   */
  add(
    columns: Unroll,
    { firstEnv, numEnvs, numSteps }: UnrollExtent,
    onEpisode: (episode: Episode) => void,
  ): void {
    const { terminated, truncated } = columns;
    for (let e = 0; e < numEnvs; e++) {
      const open = this.#open[firstEnv + e]!;
      const end = (e + 1) * numSteps;
      for (let row = e * numSteps, first = row; row < end; row++) {
        const isOver = terminated[row] === 1 || truncated[row] === 1;
        if (!isOver && row < end - 1) continue;
        this.#append(open, columns, first, row + 1);
        first = row + 1;
        if (isOver) onEpisode(this.#close(open));
      }
    }
  }

  /** Drops what these environments have begun: their actor was restarted. */
  drop({ firstEnv, numEnvs }: UnrollExtent): void {
    for (const open of this.#open.slice(firstEnv, firstEnv + numEnvs)) open.numSteps = 0;
  }

  #append(open: OpenEpisode, { observation, action, reward }: Unroll, first: number, end: number): void {
    const D = this.#observationSize;
    const A = this.#actionSize;
    open.observation.set(observation.subarray(first * D, end * D), open.numSteps * D);
    open.action.set(action.subarray(first * A, end * A), open.numSteps * A);
    open.reward.set(reward.subarray(first, end), open.numSteps);
    open.numSteps += end - first;
  }

  #close(open: OpenEpisode): Episode {
    const { numSteps } = open;
    const D = this.#observationSize;
    const A = this.#actionSize;
    open.numSteps = 0;
    return {
      numSteps,
      observation: open.observation.slice(0, numSteps * D),
      action: open.action.slice(0, numSteps * A),
      reward: open.reward.slice(0, numSteps),
    };
  }
}
