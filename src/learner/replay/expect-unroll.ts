import { expected } from '../../shared/errors.js';
import { expectLength } from '../expect-length.js';
import type { Unroll } from '../trainer.js';
import type { TransitionColumns } from './replay-table.js';

/** The sizes of a table that an unroll has to fit. */
export interface StreamSizes {
  readonly numStreams: number;
  readonly streamCapacity: number;
  readonly observationSize: number;
}

/**
 * The columns of an unroll that a table can take in.
 *
 * @throws ManyhandsError `ERR_SHAPE` as `Table.insert`
 */
export function expectUnroll(
  { numStreams, streamCapacity, observationSize }: StreamSizes,
  unroll: Unroll,
  firstStream: number,
  numEnvs: number,
  numSteps: number,
): TransitionColumns {
  if (firstStream < 0 || firstStream + numEnvs > numStreams) {
    const got = `${firstStream}..${firstStream + numEnvs - 1}`;
    throw expected('ERR_SHAPE', 'environments', `streams in [0, ${numStreams})`, got);
  }
  if (numSteps > streamCapacity) {
    const wanted = `at most ${streamCapacity} (the stream's capacity)`;
    throw expected('ERR_SHAPE', 'numSteps', wanted, numSteps);
  }
  const rows = numEnvs * numSteps;
  const { action } = unroll;
  if (!(action instanceof Int32Array)) {
    throw expected('ERR_SHAPE', 'action of the unroll', 'an Int32Array', action.constructor.name);
  }
  expectLength('action of the unroll', action, rows);
  expectLength('observation of the unroll', unroll.observation, rows * observationSize);
  expectLength('nextObservation of the unroll', unroll.nextObservation, rows * observationSize);
  return { ...unroll, action };
}
