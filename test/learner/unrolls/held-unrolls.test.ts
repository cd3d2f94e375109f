import { describe, expect, it } from 'vitest';
import { box, type Space } from '../../../src/shared/spaces.js';
import { unrollFormat } from '../../../src/shared/memory/block-layout.js';
import { HeldUnrolls } from '../../../src/learner/unrolls/held-unrolls.js';
import { allocateStepColumns, stepColumnsOf } from '../../../src/learner/unrolls/step-columns.js';
import type { PolicyBatch } from '../../../src/learner/unrolls/policy-batch.js';
import { CHOICES, PLANE } from '../support/policy-task.js';
import { POLICY_OBSERVATION_SIZE, policySteps, policyUnroll } from '../support/policy-steps.js';

const SHARES = [
  { firstEnv: 0, numEnvs: 2, numSteps: 3 },
  { firstEnv: 2, numEnvs: 1, numSteps: 3 },
  { firstEnv: 3, numEnvs: 3, numSteps: 3 },
];
const NUM_ROWS = 18;

/** Three blocks held, and what they are worked out to: a number that tells the column and the row. */
function heldOf(actionSpace: Space) {
  const held = new HeldUnrolls(
    unrollFormat(POLICY_OBSERVATION_SIZE, actionSpace, { logProbability: true }),
    20,
  );
  for (const extent of SHARES)
    held.add(policyUnroll(actionSpace, policySteps(actionSpace, extent, 0)), extent);
  const steps = allocateStepColumns(20);
  Object.values(steps).forEach((column: Float32Array, c) =>
    column.forEach((_, row) => (column[row] = 100 * c + row)),
  );
  const rows = SHARES.flatMap((extent) => policySteps(actionSpace, extent, 0).flat());
  return { held, steps, rows };
}

function batchOf(numRows: number, actionSpace: Space): PolicyBatch {
  const column = (width = 1) => new Float32Array(numRows * width).fill(NaN);
  return {
    observation: column(POLICY_OBSERVATION_SIZE),
    action: actionSpace.kind === 'discrete' ? new Int32Array(numRows).fill(-1) : column(2),
    advantage: column(),
    valueTarget: column(),
    behaviourLogProbability: column(),
    behaviourValue: column(),
  };
}

/** What a batch of these rows is. */
function wantedOf({ rows, steps }: ReturnType<typeof heldOf>, order: readonly number[]) {
  return {
    observation: order.flatMap((row) => rows[row]!.observation),
    action: order.flatMap((row) => rows[row]!.action),
    advantage: order.map((row) => steps.advantage[row]),
    valueTarget: order.map((row) => steps.valueTarget[row]),
    behaviourLogProbability: order.map((row) => rows[row]!.logProbability),
    behaviourValue: order.map((row) => steps.value[row]),
  };
}

const plain = (batch: PolicyBatch) =>
  Object.fromEntries(
    Object.entries(batch as unknown as Record<string, Float32Array>).map(([name, values]) => [
      name,
      [...values],
    ]),
  );

describe.each([CHOICES, PLANE])('HeldUnrolls, with actions of %o', (actionSpace) => {
  it('copies all rows in the order in which the unrolls came', () => {
    const given = heldOf(actionSpace);
    const batch = batchOf(NUM_ROWS, actionSpace);
    given.held.copyActsInto(batch);
    given.held.copyTargetsInto(batch, given.steps);
    expect(given.held.numRows).toBe(NUM_ROWS);
    expect(plain(batch)).toEqual(
      wantedOf(
        given,
        Array.from({ length: NUM_ROWS }, (_, row) => row),
      ),
    );
  });

  it('copies chosen rows, wherever they are', () => {
    const given = heldOf(actionSpace);
    const batch = batchOf(5, actionSpace);
    const chosen = [17, 0, 6, 5, 9];
    given.held.gatherInto(batch, Int32Array.of(3, 3, ...chosen, 4), 2, given.steps);
    expect(plain(batch)).toEqual(wantedOf(given, chosen));
  });

  it('begins at row 0 again once it is cleared', () => {
    const { held, steps } = heldOf(actionSpace);
    held.clear();
    expect([held.numRows, ...held]).toEqual([0]);
    const extent = { firstEnv: 5, numEnvs: 1, numSteps: 2 };
    const rows = policySteps(actionSpace, extent, 30);
    held.add(policyUnroll(actionSpace, rows), extent);
    const batch = batchOf(2, actionSpace);
    held.gatherInto(batch, Int32Array.of(1, 0), 0, steps);
    expect([...batch.action]).toEqual([...rows[0]![1]!.action, ...rows[0]![0]!.action]);
    expect([...held].map(({ firstRow, numRows }) => [firstRow, numRows])).toEqual([[0, 2]]);
  });
});

describe('HeldUnrolls of long rows', () => {
  it('copies chosen ones, of bytes too', () => {
    const size = 300;
    const format = unrollFormat(box([size], 0, 255, 'uint8'), CHOICES, { logProbability: true });
    const held = new HeldUnrolls(format, 20);
    const row = (index: number): number[] => Array.from({ length: size }, (_, d) => (10 * index + d) % 256);
    for (const extent of SHARES) {
      const numRows = extent.numEnvs * extent.numSteps;
      const first = 3 * extent.firstEnv;
      const observation = Uint8Array.from(Array.from({ length: numRows }, (_, i) => row(first + i)).flat());
      const unroll = policyUnroll(CHOICES, policySteps(CHOICES, extent, 0));
      held.add({ ...unroll, observation, nextObservation: observation }, extent);
    }
    const chosen = [17, 0, 6, 5, 9];
    const batch = { ...batchOf(5, CHOICES), observation: new Uint8Array(5 * size) };
    held.gatherInto(batch, Int32Array.from(chosen), 0, allocateStepColumns(20));
    expect([...batch.observation]).toEqual(chosen.flatMap(row));
  });
});

describe('stepColumnsOf', () => {
  it('shows a part of every column, over the same memory', () => {
    const columns = allocateStepColumns(10);
    const part = stepColumnsOf(columns, 3, 4);
    Object.values(part).forEach((column: Float32Array, c) => column.fill(c + 1));
    Object.values(columns).forEach((column: Float32Array, c) => {
      expect([...column]).toEqual([0, 0, 0, ...Array<number>(4).fill(c + 1), 0, 0, 0]);
    });
  });
});
