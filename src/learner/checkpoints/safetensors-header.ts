import { messageOf } from '../../shared/errors.js';
import { corrupt, shown } from './corrupt.js';
import { duplicateKeyIn } from './duplicate-key.js';

/** Where one tensor's data lies: `[begin, end)` bytes after the header. */
export interface TensorEntry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

export interface SafetensorsHeader {
  readonly metadata: ReadonlyMap<string, string>;
  /** In the order of the data, which they cover from its first byte to its last without a hole. */
  readonly entries: readonly TensorEntry[];
  /** Bytes before the data. */
  readonly dataOffset: number;
}

/** Bytes of the length in front of the header. */
export const LENGTH_BYTES = 8;

/** No header may be longer, so that a wrong length cannot make a reader allocate without end. */
const MAX_HEADER_BYTES = 100_000_000;

/**
 * Reads and checks everything before the data of a safetensors file of float32 tensors.
 *
 * Format: https://huggingface.co/docs/safetensors, checked against the reader of the `safetensors` package. Stricter than
 * that reader in two points: only float32, and no key twice.
 *
 * @throws ManyhandsError `ERR_CHECKPOINT_CORRUPT` naming `path` and what is wrong in it
 */
export function parseHeader(bytes: Uint8Array, path: string): SafetensorsHeader {
  const text = headerText(bytes, path);
  const dataOffset = LENGTH_BYTES + new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);

  let metadata: ReadonlyMap<string, string> = new Map();
  const entries: TensorEntry[] = [];
  for (const [key, value] of Object.entries(parseObject(text, path))) {
    if (key === '__metadata__') metadata = parseMetadata(value, path);
    else entries.push(parseEntry(key, value, path));
  }
  entries.sort((a, b) => a.begin - b.begin || a.end - b.end);
  expectContiguous(entries, bytes.length - dataOffset, path);
  return { metadata, entries, dataOffset };
}

function headerText(bytes: Uint8Array, path: string): string {
  if (bytes.length < LENGTH_BYTES) {
    throw corrupt(path, 'file size', `at least ${LENGTH_BYTES} bytes`, `${bytes.length} bytes`);
  }
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > BigInt(MAX_HEADER_BYTES)) {
    throw corrupt(path, 'header length', `at most ${MAX_HEADER_BYTES} bytes`, `${length} bytes`);
  }
  const end = LENGTH_BYTES + Number(length);
  if (end > bytes.length)
    throw corrupt(path, 'file size', `a header up to byte ${end}`, `${bytes.length} bytes`);
  try {
    // A byte order mark is kept as a character, so that it is refused: a header starts with its brace.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      bytes.subarray(LENGTH_BYTES, end),
    );
  } catch (error) {
    throw corrupt(path, 'header', 'UTF-8 text', 'other bytes', { cause: error });
  }
}

function parseObject(text: string, path: string): Readonly<Record<string, unknown>> {
  if (!text.startsWith('{'))
    throw corrupt(path, 'header', "JSON that starts with '{'", shown(text.slice(0, 8)));
  let header: Record<string, unknown>;
  try {
    // It starts with a brace: what parses is an object.
    header = JSON.parse(text) as Record<string, unknown>;
  } catch (error) {
    throw corrupt(path, 'header', 'JSON', shown(messageOf(error)), { cause: error });
  }
  const duplicate = duplicateKeyIn(text);
  if (duplicate !== undefined) throw corrupt(path, 'header', 'every key once', `${shown(duplicate)} twice`);
  return header;
}

function parseMetadata(value: unknown, path: string): ReadonlyMap<string, string> {
  if (!isObject(value)) throw corrupt(path, '__metadata__', 'an object', shown(value));
  const metadata = new Map<string, string>();
  for (const [key, text] of Object.entries(value)) {
    if (typeof text !== 'string') throw corrupt(path, `__metadata__ ${shown(key)}`, 'a string', shown(text));
    metadata.set(key, text);
  }
  return metadata;
}

function parseEntry(name: string, value: unknown, path: string): TensorEntry {
  const what = `tensor ${shown(name)}`;
  if (!isObject(value)) throw corrupt(path, what, 'an object', shown(value));
  const { dtype, shape, data_offsets: offsets, ...others } = value;
  const unknownKey = Object.keys(others)[0];
  if (unknownKey !== undefined) throw corrupt(path, what, 'dtype, shape and data_offsets', shown(unknownKey));
  if (dtype !== 'F32') throw corrupt(path, `${what} dtype`, 'F32', shown(dtype));
  if (!isListOfSizes(shape)) throw corrupt(path, `${what} shape`, 'a list of sizes', shown(shape));
  if (!isListOfSizes(offsets) || offsets.length !== 2) {
    throw corrupt(path, `${what} data_offsets`, 'two byte offsets', shown(offsets));
  }
  const [begin, end] = offsets as [number, number];
  const numBytes = byteLengthOf(shape);
  if (!Number.isSafeInteger(numBytes)) {
    throw corrupt(path, `${what} shape`, 'a size in bytes below 2^53', shown(shape.join(' x ')));
  }
  if (end - begin !== numBytes) {
    throw corrupt(path, `${what} data_offsets`, `${numBytes} bytes by its shape`, `${end - begin} bytes`);
  }
  return { name, shape, begin, end };
}

/** Bytes of a float32 tensor; not a safe integer if any partial product is not one. */
function byteLengthOf(shape: readonly number[]): number {
  let numBytes = Float32Array.BYTES_PER_ELEMENT;
  for (const size of shape) {
    numBytes *= size;
    // A later 0 must not hide the overflow: readers that multiply in 64 bits would see another number.
    if (!Number.isSafeInteger(numBytes)) return NaN;
  }
  return numBytes;
}

function expectContiguous(entries: readonly TensorEntry[], numDataBytes: number, path: string): void {
  let position = 0;
  for (const { name, begin, end } of entries) {
    if (begin !== position) throw corrupt(path, `tensor ${shown(name)} begins`, `at ${position}`, `${begin}`);
    position = end;
  }
  if (position !== numDataBytes) {
    throw corrupt(path, 'data', `${position} bytes by the header`, `${numDataBytes} bytes`);
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isListOfSizes(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && (size as number) >= 0);
}
