import { spaceSize, type BoxSpace } from '../../shared/spaces.js';
import { describeValue } from './untrusted-value.js';

/** What is wrong with an observation, in the words of a message. */
export interface ObservationFault {
  /** Empty for the observation as a whole, else which element of it. */
  readonly element: string;
  readonly wanted: string;
  readonly got: string;
}

/** Holds the observations of one environment, in the order in which it gives them, to its space. */
export class ObservationCheck {
  readonly #space: BoxSpace;
  readonly #size: number;
  /** The latest observation, where the next one has to go on from it. */
  readonly #latest: Float32Array | undefined;

  constructor(space: BoxSpace) {
    this.#space = space;
    this.#size = spaceSize(space);
    this.#latest = space.frames === null ? undefined : new Float32Array(this.#size);
  }

  /** @param isFirst - whether it begins an episode */
  faultOf(observation: unknown, isFirst: boolean): ObservationFault | undefined {
    if (!(observation instanceof Float32Array) || observation.length !== this.#size) {
      return {
        element: '',
        wanted: `a Float32Array of ${this.#size}`,
        got: describeValue(observation),
      };
    }
    return this.#numberFault(observation) ?? this.#stackFault(observation, isFirst);
  }

  #numberFault(observation: Float32Array): ObservationFault | undefined {
    if (this.#space.dtype === 'uint8') {
      for (let i = 0; i < observation.length; i++) {
        const x = observation[i]!;
        if ((x & 255) !== x) return faultAt(i, 'a whole number from 0 to 255', x);
      }
      return undefined;
    }
    for (let i = 0; i < observation.length; i++) {
      // NaN and the infinities are the values that differ from themselves by something else than 0.
      if (observation[i]! - observation[i]! !== 0) return faultAt(i, 'a finite number', observation[i]!);
    }
    return undefined;
  }

  /** A replay stores the newest frame of a stack alone, so the others have to be those that were the newest before. */
  #stackFault(observation: Float32Array, isFirst: boolean): ObservationFault | undefined {
    const latest = this.#latest;
    const { frames } = this.#space;
    if (latest === undefined || frames === null) return undefined;
    const wanted = isFirst ? 'the first frame throughout' : 'the frame after it in the observation before';
    for (let first = 0; first < observation.length; first += frames) {
      const newest = first + frames - 1;
      for (let i = first; i < newest; i++) {
        const before = isFirst ? observation[newest]! : latest[i + 1]!;
        if (observation[i] !== before) return faultAt(i, `${before} as ${wanted}`, observation[i]!);
      }
    }
    latest.set(observation);
    return undefined;
  }
}

function faultAt(i: number, wanted: string, got: number): ObservationFault {
  return { element: `, element ${i}`, wanted, got: String(got) };
}
