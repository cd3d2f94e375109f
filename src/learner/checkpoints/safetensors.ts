import { expected } from '../../shared/errors.js';
import { LENGTH_BYTES, parseHeader } from './safetensors-header.js';

/** A float32 array with a name. */
export interface NamedTensor {
  readonly name: string;
  /** Row-major. `[]` is a scalar of one element. */
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export interface SafetensorsFile {
  readonly metadata: ReadonlyMap<string, string>;
  /** In the order of the file. */
  readonly tensors: readonly NamedTensor[];
}

/** The header is padded to a multiple of this, so that mapped data is aligned. */
const ALIGNMENT_BYTES = 8;

/**
 * A safetensors file, byte for byte what the `safetensors` package writes for the same tensors: sorted by name (all are
 * float32, so no dtype goes first), data contiguous and little-endian, which is the byte order of every typed array here:
 * WebAssembly memory, where the weights live, is little-endian on all hosts.
 *
 * @throws ManyhandsError `ERR_SHAPE` when a shape does not fit its data, or a name occurs twice or is `__metadata__`
 */
export function encodeSafetensors(
  tensors: readonly NamedTensor[],
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const sorted = tensors.toSorted((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
  const fields: string[] = [];
  if (Object.keys(metadata).length > 0) fields.push(`"__metadata__":${JSON.stringify(metadata)}`);
  let position = 0;
  const names = new Set<string>();
  for (const { name, shape, data } of sorted) {
    if (names.has(name)) throw expected('ERR_SHAPE', 'tensor names', 'every name once', `'${name}' twice`);
    names.add(name);
    expectTensor(name, shape, data);
    const end = position + data.byteLength;
    fields.push(
      `${JSON.stringify(name)}:{"dtype":"F32","shape":[${shape.join()}],"data_offsets":[${position},${end}]}`,
    );
    position = end;
  }

  const header = Buffer.from(`{${fields.join()}}`);
  const headerBytes = Math.ceil(header.length / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
  const file = Buffer.alloc(LENGTH_BYTES + headerBytes + position);
  file.writeBigUInt64LE(BigInt(headerBytes));
  file.fill(' ', LENGTH_BYTES, LENGTH_BYTES + headerBytes);
  file.set(header, LENGTH_BYTES);
  let offset = LENGTH_BYTES + headerBytes;
  for (const { data } of sorted) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset);
    offset += data.byteLength;
  }
  return file;
}

/**
 * Reads a safetensors file of float32 tensors, whole or not at all. Allocates no more than the file is long.
 *
 * @param path - where the bytes come from, for the message
 * @throws ManyhandsError `ERR_CHECKPOINT_CORRUPT` for anything but a complete, well-formed file
 */
export function decodeSafetensors(bytes: Uint8Array, path: string): SafetensorsFile {
  const { metadata, entries, dataOffset } = parseHeader(bytes, path);
  const tensors = entries.map(({ name, shape, begin, end }) => {
    // Copied, for the data of a file without padding is not aligned to 4 bytes.
    const data = new Float32Array((end - begin) / Float32Array.BYTES_PER_ELEMENT);
    new Uint8Array(data.buffer).set(bytes.subarray(dataOffset + begin, dataOffset + end));
    return { name, shape, data };
  });
  return { metadata, tensors };
}

function expectTensor(name: string, shape: readonly number[], data: Float32Array): void {
  if (name === '__metadata__') throw expected('ERR_SHAPE', 'tensor name', 'any but __metadata__', name);
  const numElements = shape.reduce((product, size) => product * size, 1);
  if (!shape.every((size) => Number.isSafeInteger(size) && size >= 0) || numElements !== data.length) {
    throw expected('ERR_SHAPE', `tensor '${name}'`, `${data.length} elements`, `shape [${shape.join(', ')}]`);
  }
}
