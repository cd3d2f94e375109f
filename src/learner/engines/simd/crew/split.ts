import type { BackwardStep } from '../../../../shared/network/backward-step.js';
import { weightMatrixOf } from '../../../../shared/network/weighted-layer.js';

/** Elements `first` up to `end`, exclusive. */
export interface Range {
  readonly first: number;
  readonly end: number;
}

/** Rows that the kernels take together. */
export const ROW_UNIT = 4;

/** A cache line of floats: what is written by one thread shares none with what another writes. */
export const PARAMETER_UNIT = 16;

/** Rows of a weight gradient that are worth the kernel's preparations. */
const GRADIENT_UNIT = 8;

/** What copying a number of a patch takes, in products: it is gathered and turned before filters meet it. */
const PATCH_WORK = 16;

/**
 * Part number `part` of `length` elements cut into `parts` at multiples of `unit`. None has more units than the first; with fewer units
 * than parts some are empty.
 */
export function partOf(length: number, unit: number, part: number, parts: number): Range {
  const units = Math.ceil(length / unit);
  const cut = (p: number): number => Math.min(length, unit * Math.ceil((units * p) / parts));
  return { first: cut(part), end: cut(part + 1) };
}

/** Rows of one layer's weight gradient, and that of its bias if `hasBias`. */
export interface GradientTask extends Range {
  /** Number of the layer's step of the backward pass. */
  readonly step: number;
  readonly hasBias: boolean;
}

/**
 * Deals the gradient of all parameters to `parts` threads: each gets a stretch of about as much work. A row of a weight gradient and
 * that of a bias sum as many products as the layer has outputs, over all places of a convolution's kernel; of patches each thread copies
 * the part that its rows meet.
 *
 * @returns the tasks of each thread
 */
export function dealGradient(
  steps: readonly BackwardStep[],
  parts: number,
): readonly (readonly GradientTask[])[] {
  const pieces = steps.flatMap((step, i) => piecesOf(step, i));
  const total = pieces.reduce((sum, { work }) => sum + work, 0);
  const dealt = Array.from({ length: parts }, (): GradientTask[] => []);
  let done = 0;
  for (const { work, ...task } of pieces) {
    // To whom the middle of it belongs.
    append(dealt[Math.floor((parts * (done + work / 2)) / total)]!, task);
    done += work;
  }
  return dealt;
}

type Piece = GradientTask & { readonly work: number };

function piecesOf(step: BackwardStep, i: number): Piece[] {
  const pieces: Piece[] = [{ step: i, first: 0, end: 0, hasBias: true, work: step.gradient.outputs }];
  if (step.kind === 'constant') return pieces;
  const { rows, columns, positions } = weightMatrixOf(step.layer);
  const rowWork = positions * (columns + (step.layer.kind === 'conv2d' ? PATCH_WORK : 0));
  for (let first = 0; first < rows; first += GRADIENT_UNIT) {
    const end = Math.min(rows, first + GRADIENT_UNIT);
    pieces.push({ step: i, first, end, hasBias: false, work: (end - first) * rowWork });
  }
  return pieces;
}

/** Makes one task of pieces that follow each other. */
function append(tasks: GradientTask[], piece: GradientTask): void {
  const last = tasks.at(-1);
  if (last?.step === piece.step) tasks[tasks.length - 1] = { ...last, end: piece.end };
  else tasks.push(piece);
}
