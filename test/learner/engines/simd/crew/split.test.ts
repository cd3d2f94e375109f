import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  dealGradient,
  PARAMETER_UNIT,
  partOf,
  ROW_UNIT,
  type GradientTask,
} from '../../../../../src/learner/engines/simd/crew/split.js';
import { convolutionLayers, NATURE_KERNELS } from '../../../../../src/shared/network/convolutions.js';
import type { BackwardStep } from '../../../../../src/shared/network/backward-step.js';

describe('partOf', () => {
  it('cuts any length into parts that follow each other, at multiples of the unit', () => {
    const length = fc.integer({ min: 1, max: 300 });
    const unit = fc.constantFrom(ROW_UNIT, PARAMETER_UNIT);
    fc.assert(
      fc.property(length, unit, fc.integer({ min: 1, max: 20 }), (length, unit, parts) => {
        let end = 0;
        for (let part = 0; part < parts; part++) {
          const range = partOf(length, unit, part, parts);
          expect(range.first).toBe(end);
          expect(range.end).toBeGreaterThanOrEqual(range.first);
          expect(range.end === length || range.end % unit === 0).toBe(true);
          end = range.end;
        }
        expect(end).toBe(length);
      }),
    );
  });

  it('gives none more than the first, and parts that differ by one unit at most', () => {
    const sizes = (length: number, parts: number) =>
      Array.from({ length: parts }, (_, i) => partOf(length, 4, i, parts)).map(
        ({ first, end }) => end - first,
      );
    expect(sizes(1, 2)).toEqual([1, 0]);
    expect(sizes(5, 2)).toEqual([4, 1]);
    expect(sizes(63, 2)).toEqual([32, 31]);
    expect(sizes(64, 3)).toEqual([24, 20, 20]);
    expect(sizes(10, 5)).toEqual([4, 4, 0, 2, 0]);
  });
});

/** Layers of these sizes; `inputs` is null for a constant layer. Where they lie does not matter. */
function stepsOf(shapes: readonly (readonly [inputs: number | null, outputs: number])[]): BackwardStep[] {
  return shapes.map(([inputs, outputs]): BackwardStep => {
    if (inputs === null)
      return { kind: 'constant', gradient: { kind: 'constant', inputs: 3, outputs, value: 0 }, dy: 0 };
    const layer = { kind: 'dense', inputs, outputs, activation: 'relu', weight: 0, bias: 0 } as const;
    return { kind: 'weighted', layer, gradient: layer, x: 0, y: 0, dy: 0, dx: 0, sum: 0 };
  });
}

const anySteps = fc
  .array(
    fc.tuple(fc.option(fc.integer({ min: 1, max: 200 }), { freq: 5 }), fc.integer({ min: 1, max: 200 })),
    { minLength: 1, maxLength: 6 },
  )
  .map(stepsOf);

const inputsOf = (step: BackwardStep) => (step.kind === 'weighted' ? step.layer.inputs : 0);

describe('dealGradient', () => {
  it('gives every row and every bias to one thread', () => {
    fc.assert(
      fc.property(anySteps, fc.integer({ min: 1, max: 9 }), (steps, parts) => {
        const dealt = dealGradient(steps, parts);
        expect(dealt.length).toBe(parts);
        const taken = steps.map((step) => ({ rows: new Array<number>(inputsOf(step)).fill(0), biases: 0 }));
        for (const { step, first, end, hasBias } of dealt.flat()) {
          for (let row = first; row < end; row++) taken[step]!.rows[row]! += 1;
          taken[step]!.biases += hasBias ? 1 : 0;
        }
        for (const { rows, biases } of taken) {
          expect(biases).toBe(1);
          expect(rows.every((count) => count === 1)).toBe(true);
        }
      }),
    );
  });

  it('gives each thread one stretch of a layer at most, and about the same work', () => {
    const work = (steps: readonly BackwardStep[], { step, first, end, hasBias }: GradientTask) =>
      steps[step]!.gradient.outputs * (end - first + (hasBias ? 1 : 0));
    fc.assert(
      fc.property(anySteps, fc.integer({ min: 1, max: 9 }), (steps, parts) => {
        const dealt = dealGradient(steps, parts);
        for (const tasks of dealt) expect(new Set(tasks.map(({ step }) => step)).size).toBe(tasks.length);
        const loads = dealt.map((tasks) => tasks.reduce((sum, task) => sum + work(steps, task), 0));
        const fair = loads.reduce((sum, load) => sum + load, 0) / parts;
        // Half a piece of eight rows more at either end.
        const slack = 8 * Math.max(...steps.map(({ gradient }) => gradient.outputs));
        for (const load of loads) expect(Math.abs(load - fair)).toBeLessThanOrEqual(slack);
      }),
    );
  });

  it('counts the places that a kernel goes to, and the copies that are made there', () => {
    const image = { height: 84, width: 84, channels: 4 };
    const steps = convolutionLayers(image, NATURE_KERNELS, 'relu').map((convolution): BackwardStep => {
      const layer = { ...convolution, weight: 0, bias: 0 };
      return { kind: 'weighted', layer, gradient: layer, x: 0, y: 0, dy: 0, dx: 0, sum: 0 };
    });
    // Rows of the weight, what a row takes at every place in products, places: to copy a number twice is as much as 16 of them.
    const layers = [
      [256, 32 + 16, 400],
      [512, 64 + 16, 81],
      [576, 64 + 16, 49],
    ] as const;
    const biases = [32 * 400, 64 * 81, 64 * 49];
    for (const parts of [1, 2, 3, 16]) {
      const loads = dealGradient(steps, parts).map((tasks) =>
        tasks.reduce((sum, { step, first, end, hasBias }) => {
          const [, rowWork, places] = layers[step]!;
          return sum + (end - first) * rowWork * places + (hasBias ? biases[step]! : 0);
        }, 0),
      );
      const weights = layers.map(([rows, rowWork, places]) => rows * rowWork * places);
      const total = [...weights, ...biases].reduce((sum, work) => sum + work, 0);
      expect(loads.reduce((sum, load) => sum + load, 0)).toBe(total);
      // Half a piece of eight rows more at either end.
      for (const load of loads) expect(Math.abs(load - total / parts)).toBeLessThanOrEqual(8 * 48 * 400);
    }
  });

  it('halves the network of the notebook', () => {
    const steps = stepsOf([
      [4, 128],
      [128, 128],
      [128, 2],
    ]);
    expect(dealGradient(steps, 2)).toEqual([
      [
        { step: 0, first: 0, end: 4, hasBias: true },
        { step: 1, first: 0, end: 64, hasBias: true },
      ],
      [
        { step: 1, first: 64, end: 128, hasBias: false },
        { step: 2, first: 0, end: 128, hasBias: true },
      ],
    ]);
  });
});
