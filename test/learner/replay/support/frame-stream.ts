import type { Unroll } from '../../../../src/learner/trainer.js';
import type { Observations } from '../../../../src/shared/memory/block-layout.js';
import type { Flags } from '../../support/steps.js';

/** Elements of a frame in these tests: a multiple of four, as frames of four have a loop of their own for such. */
export const FRAME_SIZE = 8;

/** A step with the whole stacks before and after it, oldest frame first. */
export interface StackedStep {
  /** Its number among all steps of the test. */
  readonly id: number;
  readonly stack: readonly (readonly number[])[];
  readonly nextStack: readonly (readonly number[])[];
  readonly reward: number;
  readonly terminated: boolean;
  /** Changes when the stream is broken after it. */
  truncated: boolean;
}

/** What a table of frames keeps in one row, with all there is to know of it. */
export interface SlowRow {
  /** Absent for the frame that ends an episode, or that no step has followed yet. */
  readonly step?: StackedStep;
  /** Rows before it that belong to its stack. */
  readonly numBefore: number;
  readonly isOpen: boolean;
}

/** One environment that shows stacks, and a replay of whole stacks that forgets what a table of `capacity` rows forgets. */
export class FrameStream {
  rows: SlowRow[] = [];
  #stack: (readonly number[])[] = [];
  #elapsed = 0;

  /** @param nextId - numbers steps and frames through, over all streams of a test */
  constructor(
    private readonly frames: number,
    private readonly capacity: number,
    private readonly nextId: () => number,
  ) {
    this.#reset();
  }

  step(flags: Flags): StackedStep {
    const id = this.nextId();
    const stack = this.#stack;
    const nextStack = [...stack.slice(1), this.#frame()];
    const numBefore = Math.min(this.#elapsed, this.frames - 1);
    const step = {
      ...{ id, stack, nextStack, reward: (id % 64) / 16 },
      ...{ terminated: (flags & 1) === 1, truncated: flags >> 1 === 1 },
    };
    if (this.rows.at(-1)?.isOpen === true) this.rows.pop();
    this.#push({ step, numBefore, isOpen: false });
    this.#stack = nextStack;
    this.#elapsed++;
    if (flags !== 0) {
      this.#push({ numBefore: Math.min(this.#elapsed, this.frames - 1), isOpen: false });
      this.#reset();
    }
    return step;
  }

  /** Ends an unroll: the frame that the next one begins with is kept. */
  endUnroll(): void {
    const last = this.rows.at(-1);
    if (last?.step === undefined) return;
    this.#push({ numBefore: Math.min(this.#elapsed, this.frames - 1), isOpen: true });
  }

  /** The environment was reset without an end. */
  break(): void {
    const last = this.rows.at(-1);
    if (last?.isOpen !== true) return;
    this.rows[this.rows.length - 1] = { ...last, isOpen: false };
    this.rows.at(-2)!.step!.truncated = true;
    this.#reset();
  }

  /** The steps a return of `nStep` steps can begin with, by id, with the steps it sums. */
  drawable(nStep: number): Map<number, readonly StackedStep[]> {
    const found = new Map<number, readonly StackedStep[]>();
    this.rows.forEach(({ step, numBefore }, age) => {
      if (step === undefined || numBefore > age) return;
      const taken: StackedStep[] = [];
      for (const row of this.rows.slice(age, age + nStep)) {
        if (row.step === undefined) break;
        taken.push(row.step);
        if (row.step.terminated || row.step.truncated) break;
      }
      const last = taken.at(-1)!;
      if (taken.length === nStep || last.terminated || last.truncated) found.set(step.id, taken);
    });
    return found;
  }

  #push(row: SlowRow): void {
    this.rows = [...this.rows, row].slice(-this.capacity);
  }

  #reset(): void {
    const first = this.#frame();
    this.#stack = Array.from({ length: this.frames }, () => first);
    this.#elapsed = 0;
  }

  #frame(): readonly number[] {
    const id = this.nextId();
    return Array.from({ length: FRAME_SIZE }, (_, p) => (7 * id + 50 * p) % 256);
  }
}

/** A stack as an observation: neighbouring elements are of successive frames. */
export const interleaved = (stack: readonly (readonly number[])[]): number[] =>
  Array.from({ length: FRAME_SIZE }, (_, p) => stack.map((frame) => frame[p]!)).flat();

/** The steps of some environments as the columns of an unroll; all have as many. */
export function unrollOfStacks(
  environments: readonly (readonly StackedStep[])[],
  dtype: 'uint8' | 'float32',
): Unroll {
  const steps = environments.flat();
  const observations = (values: number[]): Observations =>
    dtype === 'uint8' ? Uint8Array.from(values) : Float32Array.from(values);
  return {
    observation: observations(steps.flatMap(({ stack }) => interleaved(stack))),
    action: Int32Array.from(steps, ({ id }) => id),
    reward: Float32Array.from(steps, ({ reward }) => reward),
    terminated: Uint8Array.from(steps, ({ terminated }) => Number(terminated)),
    truncated: Uint8Array.from(steps, ({ truncated }) => Number(truncated)),
    nextObservation: observations(steps.flatMap(({ nextStack }) => interleaved(nextStack))),
  };
}
