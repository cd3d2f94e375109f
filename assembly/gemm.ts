// C[m, n] = (bias or 0) + A[m, k] B[k, n], with ReLU on the way out if asked: the one core of dense layers.
import { packPanel } from './pack';
import { oneRow } from './row-tiles';
import { tile4x4, tile4x8 } from './tiles';

/** A B of at most this size stays in the first-level cache while all rows of A pass by. */
const RESIDENT_BYTES: usize = 24 * 1024;

/**
 * Rows are `aRow`, `bRow`, `cRow` bytes apart. Reads up to 3 floats past B's and the bias's last if `n < 4`; writes C exactly.
 *
 * @param panel scratch of `8 * k` floats
 */
export function gemm(
  a: usize,
  aRow: usize,
  b: usize,
  bRow: usize,
  bias: usize,
  c: usize,
  cRow: usize,
  m: i32,
  n: i32,
  k: usize,
  relu: bool,
  panel: usize,
): void {
  if (m < 4) {
    for (let i = 0; i < m; i++) {
      oneRow(a, b, bRow, bias, c, n, k, relu);
      a += aRow;
      c += cRow;
    }
  } else if (m < 16 || bRow * k <= RESIDENT_BYTES) {
    for (let i = 0; i < m; i += 4) {
      let row = <usize>min(i, m - 4);
      sweepColumns(a + row * aRow, aRow, b, bRow, bias, c + row * cRow, cRow, n, k, relu);
    }
  } else {
    for (let j = 0; j < n;) {
      let width = panelWidth(j, n);
      let start = max(0, min(j, n - width));
      let byteStart = (<usize>start) << 2;
      let source = b + byteStart;
      let sourceRow = bRow;
      if (width == 8) {
        // Rows of B a power of two apart fall on the same few cache sets; side by side they do not.
        packPanel(source, bRow, k, panel);
        source = panel;
        sourceRow = 32;
      }
      sweepRows(
        a,
        aRow,
        source,
        sourceRow,
        bias ? bias + byteStart : 0,
        c + byteStart,
        cRow,
        m,
        k,
        relu,
        min(width, n),
      );
      j = start + width;
    }
  }
}

/** The last panel starts early enough to fit; what it computes twice has the same bits twice. */
export function panelWidth(j: i32, n: i32): i32 {
  return n >= 8 && n - j > 4 ? 8 : 4;
}

/** Four rows of A against all columns of a small B. */
function sweepColumns(
  a: usize,
  aRow: usize,
  b: usize,
  bRow: usize,
  bias: usize,
  c: usize,
  cRow: usize,
  n: i32,
  k: usize,
  relu: bool,
): void {
  for (let j = 0; j < n;) {
    let width = panelWidth(j, n);
    let start = max(0, min(j, n - width));
    let byteStart = (<usize>start) << 2;
    let columnBias = bias ? bias + byteStart : 0;
    if (width == 8) tile4x8(a, aRow, b + byteStart, bRow, columnBias, c + byteStart, cRow, k, relu);
    else tile4x4(a, aRow, b + byteStart, bRow, columnBias, c + byteStart, cRow, k, relu, min(width, n));
    j = start + width;
  }
}

/** One panel of `width` columns (8, or 1 to 4) against `m >= 4` rows; the last tile may overlap the one before. */
export function sweepRows(
  a: usize,
  aRow: usize,
  b: usize,
  bRow: usize,
  bias: usize,
  c: usize,
  cRow: usize,
  m: i32,
  k: usize,
  relu: bool,
  width: i32,
): void {
  for (let i = 0; i < m; i += 4) {
    let row = <usize>min(i, m - 4);
    if (width == 8) tile4x8(a + row * aRow, aRow, b, bRow, bias, c + row * cRow, cRow, k, relu);
    else tile4x4(a + row * aRow, aRow, b, bRow, bias, c + row * cRow, cRow, k, relu, width);
  }
}
