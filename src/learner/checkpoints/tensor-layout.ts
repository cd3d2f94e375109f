import { expected } from '../../shared/errors.js';
import { shown } from './corrupt.js';
import type { NamedTensor } from './safetensors.js';

/** One parameter of a network, or one tensor of an optimizer's state. */
export interface TensorLayout {
  readonly name: string;
  readonly shape: readonly number[];
}

/** Elements of all tensors together. */
export function numElementsOf(layout: readonly TensorLayout[]): number {
  return layout.reduce((sum, { shape }) => sum + shape.reduce((product, size) => product * size, 1), 0);
}

/**
 * Cuts a flat array into the tensors laid out in it one after the other; they share its memory.
 *
 * @throws ManyhandsError `ERR_SHAPE` when the array has another length than the layout needs
 */
export function splitFlat(flat: Float32Array, layout: readonly TensorLayout[]): readonly NamedTensor[] {
  const numElements = numElementsOf(layout);
  if (flat.length !== numElements)
    throw expected('ERR_SHAPE', 'weights', `${numElements} elements`, flat.length);
  let offset = 0;
  return layout.map(({ name, shape }) => {
    const start = offset;
    offset += numElementsOf([{ name, shape }]);
    return { name, shape, data: flat.subarray(start, offset) };
  });
}

/**
 * The tensors of a file in the order of a layout.
 *
 * @param path - of the file, for the message
 * @throws ManyhandsError `ERR_CHECKPOINT_MISMATCH` when one is missing, too many or of another shape
 */
export function matchLayout(
  tensors: readonly NamedTensor[],
  layout: readonly TensorLayout[],
  path: string,
): readonly NamedTensor[] {
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const matched = layout.map(({ name, shape }) => {
    const tensor = byName.get(name);
    if (!tensor) throw mismatch(path, name, formatShape(shape), 'no such tensor');
    if (tensor.shape.join() !== shape.join()) {
      throw mismatch(path, name, formatShape(shape), formatShape(tensor.shape));
    }
    byName.delete(name);
    return tensor;
  });
  const [extra] = byName.values();
  if (extra) throw mismatch(path, extra.name, 'no such tensor', formatShape(extra.shape));
  return matched;
}

function mismatch(path: string, name: string, wanted: string, got: string) {
  const why = 'the checkpoint is of another network or optimizer than the settings say';
  return expected('ERR_CHECKPOINT_MISMATCH', `${path}: tensor ${shown(name)}`, wanted, `${got}; ${why}`);
}

const formatShape = (shape: readonly number[]) => `shape [${shape.join(', ')}]`;
