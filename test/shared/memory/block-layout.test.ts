import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BLOCK_HEADER_BYTES,
  blockLayout,
  createObservations,
  unrollColumns,
  unrollFormat,
} from '../../../src/shared/memory/block-layout.js';
import { Block } from '../../../src/shared/memory/block.js';
import type { ColumnTable, DType, PlacedColumn } from '../../../src/shared/memory/columns.js';
import { box, discrete, frameStack } from '../../../src/shared/spaces.js';

const ITEM_BYTES: Record<DType, number> = { float32: 4, float64: 8, int32: 4, uint8: 1 };

const anyTable: fc.Arbitrary<ColumnTable> = fc.dictionary(
  fc.string({ minLength: 1, maxLength: 3 }),
  fc.record({
    dtype: fc.constantFrom<DType>('float32', 'float64', 'int32', 'uint8'),
    shape: fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 3 }),
  }),
  { maxKeys: 6, noNullPrototype: true },
);
const anyShape = fc.record({
  numEnvs: fc.integer({ min: 1, max: 9 }),
  numSteps: fc.integer({ min: 1, max: 9 }),
});

describe('blockLayout', () => {
  it('gives every column its own aligned bytes behind the header', () => {
    fc.assert(
      fc.property(anyTable, anyShape, (table, shape) => {
        const layout = blockLayout(table, shape);
        const placed: PlacedColumn[] = [...Object.values(layout.columns), ...Object.values(layout.episodes)];
        let freeFrom = BLOCK_HEADER_BYTES;
        for (const { dtype, byteOffset, length, rowLength } of placed) {
          expect(byteOffset % 64).toBe(0);
          expect(byteOffset).toBeGreaterThanOrEqual(freeFrom);
          expect(length).toBe(shape.numEnvs * shape.numSteps * rowLength);
          freeFrom = byteOffset + length * ITEM_BYTES[dtype];
        }
        expect(layout.byteLength).toBeGreaterThanOrEqual(freeFrom);
        expect(layout.byteLength % 128).toBe(0);
      }),
    );
  });

  it('puts CartPole unrolls where the byte diagram says', () => {
    const { columns, byteLength } = blockLayout(unrollColumns(unrollFormat(4, discrete(2))), {
      numEnvs: 2,
      numSteps: 8,
    });
    expect(Object.entries(columns).map(([name, { byteOffset }]) => [name, byteOffset])).toEqual([
      ['observation', 64],
      ['action', 320],
      ['reward', 384],
      ['terminated', 448],
      ['truncated', 512],
      ['nextObservation', 576],
    ]);
    // 832 float64 returns, 960 lengths, 1024 environments, 1088 steps, then up to a multiple of 128.
    expect(byteLength).toBe(1152);
  });

  it('has a log-probability only for those who ask', () => {
    expect(unrollColumns(unrollFormat(4, discrete(2)))).not.toHaveProperty('logProbability');
    expect(Object.keys(unrollColumns(unrollFormat(4, discrete(2), { logProbability: true })))).toContain(
      'logProbability',
    );
  });

  it('has a row of float32 elements for an action of a box, whatever its shape', () => {
    const format = unrollFormat(4, box([2, 3], -1, 1), { logProbability: true });
    const layout = blockLayout(unrollColumns(format), { numEnvs: 2, numSteps: 5 });
    expect(layout.columns.action).toMatchObject({ dtype: 'float32', shape: [6], length: 60 });
    const { columns } = new Block(new SharedArrayBuffer(layout.byteLength), 0, layout);
    expect(columns.action).toBeInstanceOf(Float32Array);
    // It crosses threads.
    expect(structuredClone(format)).toEqual(format);
  });

  it('has a byte for an element of an observation that is one, and knows a stack', () => {
    const format = unrollFormat(frameStack(box([2, 3], 0, 255, 'uint8'), 4), discrete(2));
    expect(format).toMatchObject({ observationSize: 24, observationDtype: 'uint8', frames: 4 });
    const layout = blockLayout(unrollColumns(format), { numEnvs: 2, numSteps: 5 });
    const { columns } = new Block(new SharedArrayBuffer(layout.byteLength), 0, layout);
    for (const column of [columns.observation, columns.nextObservation]) {
      expect(column).toBeInstanceOf(Uint8Array);
      expect(column.length).toBe(240);
    }
    expect(createObservations(format, 5)).toEqual(new Uint8Array(5));
    expect(structuredClone(format)).toEqual(format);
  });

  it('has floats where a space has them, or a number of elements stands for one', () => {
    expect(unrollFormat(box([4], -1, 1), discrete(2))).toEqual(unrollFormat(4, discrete(2)));
    expect(unrollFormat(4, discrete(2))).toMatchObject({ observationDtype: 'float32', frames: null });
    expect(createObservations(unrollFormat(4, discrete(2)), 2)).toEqual(new Float32Array(2));
  });

  it.each([
    [{ numEnvs: 0, numSteps: 1 }, 'numEnvs: expected an integer in [1, 16777216], got 0'],
    [{ numEnvs: 1, numSteps: 1.5 }, 'numSteps: expected an integer in [1, 16777216], got 1.5'],
  ])('rejects the shape %j', (shape, message) => {
    const layout = () => blockLayout(unrollColumns(unrollFormat(4, discrete(2))), shape);
    expect(layout).toThrow(expect.objectContaining({ code: 'ERR_MEMORY_LAYOUT', message }));
  });

  it('rejects a row size of 0 and an unknown dtype, naming the column', () => {
    const shape = { numEnvs: 1, numSteps: 1 };
    expect(() => blockLayout(unrollColumns(unrollFormat(0, discrete(2))), shape)).toThrow(
      "column 'observation' shape: expected an integer in [1, 2147483647], got 0",
    );
    const table = { pixels: { dtype: 'float16' as DType, shape: [] } };
    expect(() => blockLayout(table, shape)).toThrow(
      "column 'pixels' dtype: expected one of float32, float64, int32, uint8, got float16",
    );
  });
});

describe('Block', () => {
  const layout = blockLayout(unrollColumns(unrollFormat(4, discrete(2), { logProbability: true })), {
    numEnvs: 2,
    numSteps: 3,
  });

  it('keeps what is written to every column, header word and episode apart', () => {
    const block = new Block(new SharedArrayBuffer(layout.byteLength), 0, layout);
    const { observation, action, terminated, logProbability } = block.columns;
    const arrays = [...Object.values(block.columns), ...Object.values(block.episodes.columns)];
    for (const [k, array] of arrays.entries()) array.fill(k + 1);
    block.policyVersion = -5;
    block.incarnation = 6;
    block.sequence = 2 ** 31;

    expect(arrays.every((array, k) => array.every((value) => value === k + 1))).toBe(true);
    expect([block.policyVersion, block.incarnation, block.sequence, block.episodes.count]).toEqual([
      -5,
      6,
      -(2 ** 31),
      0,
    ]);
    expect([observation, action, terminated, logProbability].map((array) => array?.length)).toEqual([
      24, 6, 6, 6,
    ]);
    expect([observation, action, terminated].map(({ constructor }) => constructor)).toEqual([
      Float32Array,
      Int32Array,
      Uint8Array,
    ]);
  });

  it('rejects an offset that is not aligned and a buffer that is too small', () => {
    const buffer = new SharedArrayBuffer(layout.byteLength + 64);
    expect(() => new Block(buffer, 32, layout)).toThrow(
      'block offset: expected a multiple of 64 from 0, got 32',
    );
    expect(() => new Block(buffer, 128, layout)).toThrow(
      expect.objectContaining({
        code: 'ERR_MEMORY_LAYOUT',
        message: `block: expected ${layout.byteLength} bytes after its offset, got ${layout.byteLength - 64}`,
      }),
    );
  });
});
