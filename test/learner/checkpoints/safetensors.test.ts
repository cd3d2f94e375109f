import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeSafetensors, encodeSafetensors } from '../../../src/learner/checkpoints/safetensors.js';
import { ManyhandsError } from '../../../src/shared/errors.js';

/** Written by the reference package; see record.py beside it. */
const pythonFile = readFileSync('test/golden/safetensors/python.safetensors');

/** A file with any header and `numDataBytes` zeros. */
function fileWith(header: string, numDataBytes = 0, headerLength = Buffer.byteLength(header)): Buffer {
  const file = Buffer.alloc(8 + Buffer.byteLength(header) + numDataBytes);
  file.writeBigUInt64LE(BigInt(headerLength));
  file.write(header, 8);
  return file;
}

const entry = (shape: string, offsets: string, dtype = '"F32"') =>
  `{"dtype":${dtype},"shape":${shape},"data_offsets":${offsets}}`;

function expectCorrupt(bytes: Uint8Array, message: string): void {
  expect(() => decodeSafetensors(bytes, 'w.safetensors')).toThrow(
    expect.objectContaining({ code: 'ERR_CHECKPOINT_CORRUPT', message: `w.safetensors: ${message}` }),
  );
}

/** Either all is read or a ManyhandsError says why not. */
function expectWholeOrRefused(bytes: Uint8Array): boolean {
  try {
    for (const { shape, data } of decodeSafetensors(bytes, 'x').tensors) {
      expect(data).toHaveLength(shape.reduce((product, size) => product * size, 1));
    }
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(ManyhandsError);
    expect((error as Error).message).not.toContain('\n');
    return false;
  }
}

describe('encodeSafetensors', () => {
  it('writes the bytes that the reference package writes', () => {
    const { tensors, metadata } = decodeSafetensors(pythonFile, 'python.safetensors');
    const ours = encodeSafetensors(tensors.toReversed(), Object.fromEntries(metadata));
    expect(Buffer.from(ours).equals(pythonFile)).toBe(true);
  });

  it('pads the header to a multiple of 8 bytes, whatever its length', () => {
    for (let length = 1; length <= 9; length++) {
      const file = Buffer.from(
        encodeSafetensors([{ name: 'x'.repeat(length), shape: [1], data: Float32Array.of(1) }]),
      );
      expect(file.readBigUInt64LE() % 8n).toBe(0n);
    }
  });

  it('copies only the part of a buffer that the tensor is', () => {
    const flat = Float32Array.of(1, 2, 3, 4);
    const file = encodeSafetensors([{ name: 'middle', shape: [2], data: flat.subarray(1, 3) }]);
    expect([...decodeSafetensors(file, 'x').tensors[0]!.data]).toEqual([2, 3]);
  });

  it.each([
    { shape: [2, 2], message: "tensor 't': expected 3 elements, got shape [2, 2]" },
    { shape: [1.5, 2], message: "tensor 't': expected 3 elements, got shape [1.5, 2]" },
    { shape: [-1, -3], message: "tensor 't': expected 3 elements, got shape [-1, -3]" },
  ])('refuses shape $shape for 3 elements', ({ shape, message }) => {
    expect(() => encodeSafetensors([{ name: 't', shape, data: new Float32Array(3) }])).toThrow(
      expect.objectContaining({ code: 'ERR_SHAPE', message }),
    );
  });

  it.each(['__metadata__', 'twice'])('refuses the name %s', (name) => {
    const tensor = { name, shape: [], data: new Float32Array(1) };
    expect(() => encodeSafetensors([tensor, tensor])).toThrow(expect.objectContaining({ code: 'ERR_SHAPE' }));
  });
});

describe('decodeSafetensors', () => {
  it('reads what the reference package wrote', () => {
    const { tensors, metadata } = decodeSafetensors(pythonFile, 'python.safetensors');
    expect([...metadata]).toEqual([['written by', 'safetensors 0.8.0']]);
    expect(tensors.map(({ name, shape, data }) => ({ name, shape, data: [...data] }))).toEqual([
      { name: 'dense0/bias', shape: [3], data: [0.5, -0.25, Math.fround(3e-39)] },
      { name: 'dense0/kernel', shape: [2, 3], data: [-1, -0.6, -0.2, 0.2, 0.6, 1].map(Math.fround) },
      { name: 'empty', shape: [0, 3], data: [] },
      { name: 'größe', shape: [1], data: [7] },
      { name: 'scalar', shape: [], data: [1.5] },
    ]);
  });

  it('gives back every bit it was given, for any names and shapes', () => {
    const tensors = fc.uniqueArray(
      fc.record({
        name: fc.string({ unit: 'binary' }).filter((name) => name !== '__metadata__'),
        shape: fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 }),
        seed: fc.integer(),
      }),
      { selector: ({ name }) => name, maxLength: 6 },
    );
    fc.assert(
      fc.property(tensors, fc.dictionary(fc.string(), fc.string()), (list, metadata) => {
        const written = list.map(({ name, shape, seed }) => {
          const length = shape.reduce((product, size) => product * size, 1);
          // Bit patterns, NaN payloads included.
          const bits = Int32Array.from({ length }, (_, i) => Math.imul(seed + i, 0x9e3779b1));
          return { name, shape, bits: [...bits], data: new Float32Array(bits.buffer) };
        });
        const read = decodeSafetensors(encodeSafetensors(written, metadata), 'x');
        expect(Object.fromEntries(read.metadata)).toEqual(metadata);
        const readByName = new Map(read.tensors.map((tensor) => [tensor.name, tensor]));
        expect(readByName.size).toBe(written.length);
        for (const { name, shape, bits } of written) {
          const { data, ...tensor } = readByName.get(name)!;
          expect(tensor).toEqual({ name, shape });
          expect([...new Int32Array(data.buffer)]).toEqual(bits);
        }
      }),
    );
  });

  it('reads a header without padding, whose data is not aligned', () => {
    const file = fileWith(`{"t":${entry('[1]', '[0,4]')}}`, 4);
    expect((file.length - 4) % 4).not.toBe(0);
    file.writeFloatLE(2.5, file.length - 4);
    expect([...decodeSafetensors(file, 'x').tensors[0]!.data]).toEqual([2.5]);
  });

  it('takes tensors whose order in the header is not that of the data, and empty ones between', () => {
    const header = `{"b":${entry('[1]', '[4,8]')},"e":${entry('[0]', '[4,4]')},"a":${entry('[1]', '[0,4]')}}`;
    const file = fileWith(header, 8);
    file.writeFloatLE(1, file.length - 8);
    file.writeFloatLE(2, file.length - 4);
    const { tensors } = decodeSafetensors(file, 'x');
    expect(tensors.map(({ name, data }) => [name, ...data])).toEqual([['a', 1], ['e'], ['b', 2]]);
  });

  it('keeps nothing of the bytes it was given', () => {
    const file = encodeSafetensors([{ name: 't', shape: [1], data: Float32Array.of(3) }]);
    const { tensors } = decodeSafetensors(file, 'x');
    file.fill(0);
    expect(tensors[0]!.data[0]).toBe(3);
  });

  it.each([
    { bytes: Buffer.alloc(7), message: 'file size: expected at least 8 bytes, got 7 bytes' },
    {
      bytes: fileWith('{}', 0, 100_000_001),
      message: 'header length: expected at most 100000000 bytes, got 100000001 bytes',
    },
    { bytes: fileWith('{}', 0, 3), message: 'file size: expected a header up to byte 11, got 10 bytes' },
    { bytes: fileWith(''), message: `header: expected JSON that starts with '{', got ""` },
    { bytes: fileWith(' {}'), message: `header: expected JSON that starts with '{', got " {}"` },
    { bytes: fileWith('\ufeff{}'), message: `header: expected JSON that starts with '{', got "\ufeff{}"` },
    {
      bytes: Buffer.concat([fileWith('', 0, 1), Buffer.of(0xff)]),
      message: 'header: expected UTF-8 text, got other bytes',
    },
    { bytes: fileWith('{}', 4), message: 'data: expected 0 bytes by the header, got 4 bytes' },
    { bytes: fileWith('{"t":1}'), message: 'tensor "t": expected an object, got 1' },
    { bytes: fileWith('{"t":[]}'), message: 'tensor "t": expected an object, got an array' },
    { bytes: fileWith('{"t":{}}'), message: 'tensor "t" dtype: expected F32, got nothing' },
    {
      bytes: fileWith(`{"t":${entry('[1]', '[0,2]', '"BF16"')}}`, 2),
      message: 'tensor "t" dtype: expected F32, got "BF16"',
    },
    {
      bytes: fileWith(`{"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":0}}`, 4),
      message: 'tensor "t": expected dtype, shape and data_offsets, got "x"',
    },
    {
      bytes: fileWith(`{"t":${entry('[-1]', '[0,4]')}}`, 4),
      message: 'tensor "t" shape: expected a list of sizes, got an array',
    },
    {
      bytes: fileWith(`{"t":${entry('4', '[0,4]')}}`, 4),
      message: 'tensor "t" shape: expected a list of sizes, got 4',
    },
    {
      bytes: fileWith(`{"t":${entry('[1]', '[0,4,8]')}}`, 4),
      message: 'tensor "t" data_offsets: expected two byte offsets, got an array',
    },
    {
      bytes: fileWith(`{"t":${entry('[1]', '[4,0]')}}`, 4),
      message: 'tensor "t" data_offsets: expected 4 bytes by its shape, got -4 bytes',
    },
    {
      bytes: fileWith(`{"t":${entry('[2]', '[0,4]')}}`, 4),
      message: 'tensor "t" data_offsets: expected 8 bytes by its shape, got 4 bytes',
    },
    {
      bytes: fileWith(`{"t":${entry('[4503599627370496,4,0]', '[0,0]')}}`),
      message: 'tensor "t" shape: expected a size in bytes below 2^53, got "4503599627370496 x 4 x 0"',
    },
    {
      bytes: fileWith(`{"a":${entry('[1]', '[0,4]')},"b":${entry('[1]', '[8,12]')}}`, 12),
      message: 'tensor "b" begins: expected at 4, got 8',
    },
    {
      bytes: fileWith(`{"a":${entry('[2]', '[0,8]')},"b":${entry('[1]', '[4,8]')}}`, 8),
      message: 'tensor "b" begins: expected at 8, got 4',
    },
    {
      bytes: fileWith(`{"a":${entry('[1]', '[4,8]')}}`, 8),
      message: 'tensor "a" begins: expected at 0, got 4',
    },
    {
      bytes: fileWith(`{"a":${entry('[1]', '[0,4]')}}`, 3),
      message: 'data: expected 4 bytes by the header, got 3 bytes',
    },
    {
      bytes: fileWith(`{"a":${entry('[1]', '[0,4]')}}`, 5),
      message: 'data: expected 4 bytes by the header, got 5 bytes',
    },
    {
      bytes: fileWith(`{"a":${entry('[1]', '[0,4]')},"a":${entry('[1]', '[0,4]')}}`, 4),
      message: 'header: expected every key once, got "a" twice',
    },
    { bytes: fileWith('{"__metadata__":{"a":1}}'), message: '__metadata__ "a": expected a string, got 1' },
    { bytes: fileWith('{"__metadata__":"a"}'), message: '__metadata__: expected an object, got "a"' },
  ])('refuses: $message', ({ bytes, message }) => {
    expectCorrupt(bytes, message);
  });

  it('takes a name that JavaScript objects treat as special', () => {
    const file = encodeSafetensors([{ name: '__proto__', shape: [1], data: Float32Array.of(4) }]);
    expect(decodeSafetensors(file, 'x').tensors).toEqual([
      { name: '__proto__', shape: [1], data: Float32Array.of(4) },
    ]);
  });

  it('refuses the file cut at every byte', () => {
    for (let length = 0; length < pythonFile.length; length++) {
      expect(expectWholeOrRefused(pythonFile.subarray(0, length))).toBe(false);
    }
  });

  it('refuses the file with a byte too many', () => {
    expect(expectWholeOrRefused(Buffer.concat([pythonFile, Buffer.of(0)]))).toBe(false);
  });

  it('survives every single flipped bit', () => {
    for (let bit = 0; bit < pythonFile.length * 8; bit++) {
      const flipped = Buffer.from(pythonFile);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      expectWholeOrRefused(flipped);
    }
  });

  it('survives random bytes, and random headers', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => void expectWholeOrRefused(bytes)));
    const shapes = fc.array(fc.oneof(fc.nat(3), fc.maxSafeInteger(), fc.double()), { maxLength: 4 });
    const tensor = fc.record({
      dtype: fc.constantFrom('F32', 'F32', 'F16', null),
      shape: fc.oneof(shapes, fc.jsonValue()),
      data_offsets: fc.oneof(fc.tuple(fc.nat(16), fc.nat(16)), fc.jsonValue()),
    });
    const header = fc.dictionary(
      fc.constantFrom('a', 'b', '__metadata__', '__proto__'),
      fc.oneof(tensor, fc.jsonValue()),
    );
    fc.assert(
      fc.property(header, fc.nat(32), (value, numDataBytes) => {
        expectWholeOrRefused(fileWith(JSON.stringify(value), numDataBytes));
      }),
    );
  });

  it('survives a header nested a million deep', () => {
    const deep = '['.repeat(1e6) + ']'.repeat(1e6);
    expectCorrupt(
      fileWith(`{"t":${entry(deep, '[0,4]')}}`),
      'tensor "t" shape: expected a list of sizes, got an array',
    );
    expect(expectWholeOrRefused(fileWith('{"a":'.repeat(1e6)))).toBe(false);
  });
});
