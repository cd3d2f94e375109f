// Copies that put what a tile reads in one straight line of memory.

/** `[depth, 8]` contiguous from 8 columns of a row-major matrix. */
export function packPanel(from: usize, row: usize, depth: usize, to: usize): void {
  for (let end = to + (depth << 5); to != end; to += 32, from += row) {
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
  }
}

/**
 * `to[c, r] = from[r, c]`. Rows of `from` and of `to` are `fromRow` and `toRow` bytes apart. Exact at every edge: the last
 * rows and columns are copied one by one.
 */
export function transpose(
  from: usize,
  fromRow: usize,
  rows: i32,
  columns: i32,
  to: usize,
  toRow: usize,
): void {
  let r = 0;
  for (; r + 4 <= rows; r += 4) {
    let source = from;
    let target = to;
    let c = 0;
    for (; c + 4 <= columns; c += 4) {
      transpose4x4(source, fromRow, target, toRow);
      source += 16;
      target += toRow << 2;
    }
    for (; c < columns; c++) {
      copyColumn(source, fromRow, 4, target);
      source += 4;
      target += toRow;
    }
    from += fromRow << 2;
    to += 16;
  }
  if (r < rows) {
    for (let c = 0; c < columns; c++) {
      copyColumn(from, fromRow, rows - r, to);
      from += 4;
      to += toRow;
    }
  }
}

function transpose4x4(from: usize, fromRow: usize, to: usize, toRow: usize): void {
  let r0 = v128.load(from);
  let r1 = v128.load(from + fromRow);
  let r2 = v128.load(from + fromRow * 2);
  let r3 = v128.load(from + fromRow * 3);
  let low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
  let low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  let high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  let high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
  v128.store(to + toRow, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7));
  v128.store(to + toRow * 2, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5));
  v128.store(to + toRow * 3, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7));
}

function copyColumn(from: usize, fromRow: usize, count: i32, to: usize): void {
  for (let i = 0; i < count; i++) {
    store<f32>(to, load<f32>(from));
    from += fromRow;
    to += 4;
  }
}
