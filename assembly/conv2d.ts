// Convolutions without padding, as dense products over patches. Images are [height, width, channels], row-major float32 without gaps;
// W is [size * size * channels, filters]; Y and dY are [batch * places, filters]. Patches are copied a block at a time, which stays in
// the second-level cache. Of scratch, each takes what `conv2dScratchLength` of the host says.
import { denseForward, denseInputGradient, denseWeightGradient } from './dense';
import { gatherPatches, numPlaces, scatterPatches } from './patches';
import { addInto } from './rows';

/** Patches of a block; the host knows it too. Weight gradients are sums over blocks, so another number would give other bits. */
const BLOCK_ROWS: i32 = 128;

/** Bytes of a block of patches of `length` floats, with room for what copies write past its end. */
function blockBytes(length: i32): usize {
  return ((((<usize>(BLOCK_ROWS * length)) << 2) + 63) & ~63) + 64;
}

function numPatches(batch: i32, height: i32, width: i32, size: i32, stride: i32): i32 {
  return batch * numPlaces(height, size, stride) * numPlaces(width, size, stride);
}

/** `Y = patches(X) W + bias`, then ReLU if `relu`. */
export function conv2dForward(
  x: usize,
  weight: usize,
  bias: usize,
  y: usize,
  batch: i32,
  height: i32,
  width: i32,
  channels: i32,
  filters: i32,
  size: i32,
  stride: i32,
  relu: bool,
  scratch: usize,
): void {
  let length = size * size * channels;
  let total = numPatches(batch, height, width, size, stride);
  let rest = scratch + blockBytes(length);
  let filterBytes = (<usize>filters) << 2;
  for (let first = 0; first < total; first += BLOCK_ROWS) {
    let count = min(BLOCK_ROWS, total - first);
    gatherPatches(x, height, width, channels, size, stride, first, count, 0, length, scratch);
    denseForward(scratch, weight, bias, y + filterBytes * first, count, length, filters, relu, rest);
  }
}

/**
 * Rows `start` to `start + rows - 1` of `dW = patches(X)^T dY`, into `dw`: summed over a block of patches in their order, and over
 * the blocks in theirs.
 */
export function conv2dWeightGradient(
  x: usize,
  dy: usize,
  dw: usize,
  batch: i32,
  height: i32,
  width: i32,
  channels: i32,
  filters: i32,
  size: i32,
  stride: i32,
  start: i32,
  rows: i32,
  scratch: usize,
): void {
  let total = numPatches(batch, height, width, size, stride);
  let end = start + rows;
  let part = scratch + blockBytes(rows);
  let rest = part + ((((<usize>(rows * filters)) << 2) + 63) & ~63);
  let filterBytes = (<usize>filters) << 2;
  for (let first = 0; first < total; first += BLOCK_ROWS, dy += filterBytes * BLOCK_ROWS) {
    let count = min(BLOCK_ROWS, total - first);
    gatherPatches(x, height, width, channels, size, stride, first, count, start, end, scratch);
    denseWeightGradient(scratch, rows, dy, first == 0 ? dw : part, count, rows, filters, rest);
    if (first > 0) addInto(part, dw, rows * filters);
  }
}

/** `dX`: the patches `dY W^T`, added up where they overlap, in their order. */
export function conv2dInputGradient(
  dy: usize,
  weight: usize,
  dx: usize,
  batch: i32,
  height: i32,
  width: i32,
  channels: i32,
  filters: i32,
  size: i32,
  stride: i32,
  scratch: usize,
): void {
  let length = size * size * channels;
  let total = numPatches(batch, height, width, size, stride);
  let rest = scratch + blockBytes(length);
  let filterBytes = (<usize>filters) << 2;
  memory.fill(dx, 0, (<usize>(batch * height * width * channels)) << 2);
  for (let first = 0; first < total; first += BLOCK_ROWS, dy += filterBytes * BLOCK_ROWS) {
    let count = min(BLOCK_ROWS, total - first);
    denseInputGradient(dy, weight, scratch, count, length, filters, rest);
    scatterPatches(scratch, height, width, channels, size, stride, first, count, dx);
  }
}
