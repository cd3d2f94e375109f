// Products of a matrix that is full of zeros, as what comes out of a ReLU and what goes back through one are. A product by 0 adds 0
// to a sum and changes no bit of it, so leaving it out gives what the tiles give, bit for bit. (Not if B holds an infinity or NaN,
// whose product by 0 is NaN: a diverged network is noticed by the numbers that do meet it.)
import { transpose } from './pack';
import { mulAdd, storeLanes } from './simd';
import { countNumbers, listBytes, squeezeRow } from './squeeze';

/** Columns of C that one pass over a list computes. */
const PANEL_COLUMNS: i32 = 32;
const PANEL_BYTES: usize = 128;
/** Rows of B taken at a time, so that a panel of them stays in the first-level cache. */
const DEPTH: i32 = 128;
/** Rows of A taken at a time, so that their lists stay in the second-level cache. */
const BLOCK_ROWS: i32 = 32;
/** A B of at most this size stays in the first-level cache as it lies. */
const RESIDENT_BYTES: usize = 24 * 1024;

/** Rows looked at, evenly spaced, and numbers of each. */
const SAMPLED_ROWS: i32 = 8;
const SAMPLED_NUMBERS: i32 = 128;
/** The most work in 1,000 that `sparseProduct` may leave to be quicker than tiles (bench: `kernels`). */
export const MOST_WORK: i32 = 700;

/** Of 1,000 products of `C[m, n] = A[m, k] B`, about how many `sparseProduct` would compute, those of columns it adds included. */
export function sparseWork(a: usize, aRow: usize, m: i32, k: i32, n: i32): i32 {
  let columns = (n + PANEL_COLUMNS - 1) & -PANEL_COLUMNS;
  // Copying B for a few rows takes longer than they do.
  if (n < 16 || (m < 16 && columns != n)) return 1000;
  let rows = min(m, SAMPLED_ROWS);
  let length = min(k, SAMPLED_NUMBERS);
  let numbers = 0;
  for (let i = 0; i < rows; i++) numbers += countNumbers(a + <usize>((i * m) / rows) * aRow, length);
  return (((1000 * numbers) / (rows * length)) * columns) / n;
}

/**
 * One row of A, as its list, against 32 columns of B: `c = (start or 0) + a B`.
 *
 * An exit after every 4 of the 8 accumulators keeps their loads apart. Without it the compiler moves all loads to the front, runs out
 * of the 15 SSE registers and keeps an accumulator in memory, which halves the speed. `next` and `row` are never 0.
 */
function row32(list: usize, b: usize, start: usize, c: usize, relu: bool): void {
  let c0 = f32x4.splat(0);
  let c1 = c0,
    c2 = c0,
    c3 = c0,
    c4 = c0,
    c5 = c0,
    c6 = c0,
    c7 = c0;
  if (start) {
    c0 = v128.load(start);
    c1 = v128.load(start, 16);
    c2 = v128.load(start, 32);
    c3 = v128.load(start, 48);
    c4 = v128.load(start, 64);
    c5 = v128.load(start, 80);
    c6 = v128.load(start, 96);
    c7 = v128.load(start, 112);
  }
  let next = list + 16;
  let end = next + load<i32>(list);
  while (next != end) {
    let x = v128.load_splat<f32>(next);
    let row = b + load<u32>(next, 4);
    c0 = mulAdd(c0, x, v128.load(row));
    c1 = mulAdd(c1, x, v128.load(row, 16));
    c2 = mulAdd(c2, x, v128.load(row, 32));
    c3 = mulAdd(c3, x, v128.load(row, 48));
    if (next == 0) break;
    c4 = mulAdd(c4, x, v128.load(row, 64));
    c5 = mulAdd(c5, x, v128.load(row, 80));
    c6 = mulAdd(c6, x, v128.load(row, 96));
    c7 = mulAdd(c7, x, v128.load(row, 112));
    if (row == 0) break;
    x = v128.load_splat<f32>(next, 8);
    row = b + load<u32>(next, 12);
    c0 = mulAdd(c0, x, v128.load(row));
    c1 = mulAdd(c1, x, v128.load(row, 16));
    c2 = mulAdd(c2, x, v128.load(row, 32));
    c3 = mulAdd(c3, x, v128.load(row, 48));
    if (row == 0) break;
    c4 = mulAdd(c4, x, v128.load(row, 64));
    c5 = mulAdd(c5, x, v128.load(row, 80));
    c6 = mulAdd(c6, x, v128.load(row, 96));
    c7 = mulAdd(c7, x, v128.load(row, 112));
    next += 16;
  }
  if (relu) {
    let zero = f32x4.splat(0);
    c0 = f32x4.pmax(c0, zero);
    c1 = f32x4.pmax(c1, zero);
    c2 = f32x4.pmax(c2, zero);
    c3 = f32x4.pmax(c3, zero);
    c4 = f32x4.pmax(c4, zero);
    c5 = f32x4.pmax(c5, zero);
    c6 = f32x4.pmax(c6, zero);
    c7 = f32x4.pmax(c7, zero);
  }
  v128.store(c, c0);
  v128.store(c, c1, 16);
  v128.store(c, c2, 32);
  v128.store(c, c3, 48);
  v128.store(c, c4, 64);
  v128.store(c, c5, 80);
  v128.store(c, c6, 96);
  v128.store(c, c7, 112);
}

/** As `row32`, for the last `width < 32` columns of C, by way of `spare`. Reads up to 3 floats past `start`; writes `c` exactly. */
function partialRow(
  list: usize,
  b: usize,
  start: usize,
  c: usize,
  relu: bool,
  width: i32,
  spare: usize,
): void {
  if (start) {
    for (let j = 0; j < width; j += 4) {
      let at = (<usize>j) << 2;
      v128.store(spare + at, v128.load(start + at));
    }
  }
  row32(list, b, start ? spare : 0, spare, relu);
  for (let j = 0; j < width; j += 4) {
    let at = (<usize>j) << 2;
    storeLanes(c + at, v128.load(spare + at), width - j);
  }
}

/**
 * `C = (bias or 0) + A B`, then ReLU if asked. Rows are `aRow`, `bRow`, `cRow` bytes apart. Reads up to 3 floats past A's rows and
 * the bias; writes C exactly.
 *
 * @param transposed - whether `b` holds B's transpose, `[n, k]`
 * @param scratch - `32 + (n + 31) * d + 32 * (2 * d + 16)` floats, d = min(k, 128)
 */
export function sparseProduct(
  a: usize,
  aRow: usize,
  b: usize,
  bRow: usize,
  transposed: bool,
  bias: usize,
  c: usize,
  cRow: usize,
  m: i32,
  n: i32,
  k: i32,
  relu: bool,
  scratch: usize,
): void {
  let spare = scratch;
  let copies = scratch + PANEL_BYTES;
  for (let k0 = 0; k0 < k; k0 += DEPTH) {
    let depth = min(DEPTH, k - k0);
    let isCopied = transposed || n % PANEL_COLUMNS != 0 || (m >= 16 && bRow * depth > RESIDENT_BYTES);
    let part = b + (transposed ? (<usize>k0) << 2 : <usize>k0 * bRow);
    let panels = isCopied ? copies : part;
    let panelRow = isCopied ? PANEL_BYTES : bRow;
    let panelStep = isCopied ? <usize>depth * PANEL_BYTES : PANEL_BYTES;
    let lists = isCopied ? copyPanels(part, bRow, transposed, n, depth, copies) : copies;
    let isRectified = relu && k0 + depth == k;
    for (let first = 0; first < m; first += BLOCK_ROWS) {
      let rows = min(BLOCK_ROWS, m - first);
      let block = a + <usize>first * aRow + ((<usize>k0) << 2);
      for (let i = 0; i < rows; i++) {
        squeezeRow(block + <usize>i * aRow, depth, panelRow, lists + <usize>i * listBytes(depth));
      }
      let panel = panels;
      for (let j = 0; j < n; j += PANEL_COLUMNS, panel += panelStep) {
        let width = n - j;
        let target = c + <usize>first * cRow + ((<usize>j) << 2);
        let columnBias = bias ? bias + ((<usize>j) << 2) : 0;
        for (let i = 0; i < rows; i++, target += cRow) {
          let list = lists + <usize>i * listBytes(depth);
          // What earlier parts of B gave is in C: the sums go on from there.
          let start = k0 > 0 ? target : columnBias;
          if (width >= PANEL_COLUMNS) row32(list, panel, start, target, isRectified);
          else partialRow(list, panel, start, target, isRectified, width, spare);
        }
      }
    }
  }
}

/** Panels of `depth` rows of B one after the other, the last filled up with zeros. @returns the first byte after them */
function copyPanels(b: usize, bRow: usize, transposed: bool, n: i32, depth: i32, to: usize): usize {
  let step = <usize>depth * PANEL_BYTES;
  for (let j = 0; j < n; j += PANEL_COLUMNS, to += step) {
    let width = min(PANEL_COLUMNS, n - j);
    if (width < PANEL_COLUMNS) memory.fill(to, 0, step);
    if (transposed) transpose(b + <usize>j * bRow, bRow, width, depth, to, PANEL_BYTES);
    else {
      let from = b + ((<usize>j) << 2);
      for (let row = to; row != to + step; row += PANEL_BYTES, from += bRow)
        memory.copy(row, from, (<usize>width) << 2);
    }
  }
  return to;
}
