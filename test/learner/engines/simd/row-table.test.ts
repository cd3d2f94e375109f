import { describe, expect, it } from 'vitest';
import { BatchMemory } from '../../../../src/learner/engines/simd/batch-memory.js';
import { RowTable } from '../../../../src/learner/engines/row-table.js';
import { byteInputs, convertRows } from '../../../../src/learner/engines/simd/byte-input.js';
import { poisonedKernels } from '../../../shared/kernels/support/fixture.js';

interface Batch {
  readonly observation: Float32Array;
  readonly action: Int32Array;
  readonly advantage: Float32Array;
}

function batchMemory(maxRows: number) {
  const { arena } = poisonedKernels();
  const input = arena.float32(maxRows * 2);
  const memory = new BatchMemory<Batch>(
    arena,
    [
      { name: 'observation', shape: [2], dtype: 'float32' },
      { name: 'action', shape: [2, 2], dtype: 'int32' },
      { name: 'advantage', shape: [], dtype: 'float32' },
    ],
    maxRows,
    { observation: input },
  );
  return { memory, input, arena };
}

describe('BatchMemory', () => {
  it('gives every column its rows in memory of its own, but for those that are there already', () => {
    const { memory, input } = batchMemory(3);
    expect(memory.columns.map(({ name, rowLength, view }) => [name, rowLength, view.length])).toEqual([
      ['observation', 2, 6],
      ['action', 4, 12],
      ['advantage', 1, 3],
    ]);
    expect(memory.columns[0]).toMatchObject({ pointer: input.pointer, view: input.view });
    expect(memory.columns[1]!.view).toBeInstanceOf(Int32Array);
    expect(memory.inputOf('advantage').floats).toMatchObject({ view: memory.columns[2]!.view });
    memory.columns.forEach(({ view }, i) => view.fill(i));
    expect(memory.columns.map(({ view }, i) => view.every((value) => value === i))).toEqual([
      true,
      true,
      true,
    ]);
  });
});

describe('BatchMemory of bytes', () => {
  it('keeps them as bytes, beside the floats that a pass reads', () => {
    const { arena } = poisonedKernels();
    const input = arena.float32(3 * 2);
    const memory = new BatchMemory<Batch>(
      arena,
      [
        { name: 'observation', shape: [2], dtype: 'uint8' },
        { name: 'advantage', shape: [], dtype: 'float32' },
      ],
      3,
      { observation: input },
    );
    const [observation] = memory.columns;
    expect(observation!.view).toBeInstanceOf(Uint8Array);
    expect([observation!.rowLength, observation!.view.length]).toEqual([2, 6]);
    const { floats, bytes, rowLength } = memory.inputOf('observation');
    expect([floats, rowLength]).toEqual([input, 2]);
    expect(bytes!.view).toBe(observation!.view);
    expect(memory.inputOf('advantage').bytes).toBe(undefined);
  });

  it('are brought into floats once, before the first of the passes that read them', () => {
    const { arena, run } = poisonedKernels();
    const memory = new BatchMemory<Batch>(
      arena,
      [
        { name: 'observation', shape: [3], dtype: 'uint8' },
        { name: 'advantage', shape: [], dtype: 'float32' },
      ],
      4,
      {},
    );
    const passes = (['advantage', 'observation', 'observation'] as const).map((input) => {
      return { parameters: 'online' as const, input, outputs: {} };
    });
    const [first, second, third] = byteInputs(passes, memory);
    expect([first, third]).toEqual([undefined, undefined]);
    const { view } = memory.columns[0]!;
    view.set([1, 2, 3, 40, 50, 60, 254, 255, 0, 7, 8, 9]);
    const { floats } = memory.inputOf('observation');
    floats.view.fill(NaN);
    convertRows(run, second!, 1, 2);
    expect([...floats.view]).toEqual([NaN, NaN, NaN, 40, 50, 60, 254, 255, 0, NaN, NaN, NaN]);
  });
});

describe('RowTable', () => {
  it('shows the first rows of every region, over the same memory', () => {
    const { memory, input } = batchMemory(3);
    const table = new RowTable<Batch>(memory.columns);
    const { observation, action, advantage } = table.rows(2);
    expect([observation.length, action.length, advantage.length]).toEqual([4, 8, 2]);
    observation[3] = 7;
    expect([input.view[3], table.rows(3).observation[3]]).toEqual([7, 7]);
  });

  it('makes the views of a number of rows once', () => {
    const table = new RowTable<Batch>(batchMemory(3).memory.columns);
    const [one, three] = [table.rows(1), table.rows(3)];
    expect([table.rows(3), table.rows(1), table.rows(1), table.rows(3)]).toEqual([three, one, one, three]);
    expect(table.rows(1)).toBe(one);
    expect(table.rows(3)).toBe(three);
    expect(one.observation.length).toBe(2);
  });
});
