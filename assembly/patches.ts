// What a convolution's kernel meets: every place that it goes to is a row of `size * size * channels` numbers, its patch. An image is
// [height, width, channels], so a patch is `size` stretches of the image, each `size * channels` floats long.
import { storeLanes } from './simd';

/** Places along a side of `length`. */
export function numPlaces(length: i32, size: i32, stride: i32): i32 {
  return (length - size) / stride + 1;
}

/**
 * Writes numbers `start` to `end - 1` of each of `count` patches, one row after the other, beginning with patch number `first` of all
 * images together. Reads up to 3 floats past the images and writes up to 3 past the rows.
 */
export function gatherPatches(
  images: usize,
  height: i32,
  width: i32,
  channels: i32,
  size: i32,
  stride: i32,
  first: i32,
  count: i32,
  start: i32,
  end: i32,
  to: usize,
): void {
  let across = numPlaces(width, size, stride);
  let down = numPlaces(height, size, stride);
  let rowBytes = (<usize>(width * channels)) << 2;
  let stepBytes = (<usize>(stride * channels)) << 2;
  let stretch = size * channels;
  // Where the numbers asked for begin in a patch.
  let firstRow = start / stretch;
  let skipped = start - firstRow * stretch;
  let offset = rowBytes * firstRow + ((<usize>skipped) << 2);
  let patchBytes = (<usize>(end - start)) << 2;

  let row = first / across;
  let column = first - row * across;
  for (let stop = to + patchBytes * count; to != stop; row++, column = 0) {
    let image = row / down;
    let from =
      images +
      rowBytes * height * image +
      rowBytes * stride * (row - image * down) +
      stepBytes * column +
      offset;
    for (; column < across && to != stop; column++, from += stepBytes, to += patchBytes) {
      copyStretches(from, rowBytes, stretch, skipped, end - start, to);
    }
  }
}

/** `left` numbers, of a first stretch all but the `skipped`. Ascending, because each stretch may write into the next. */
function copyStretches(from: usize, rowBytes: usize, stretch: i32, skipped: i32, left: i32, to: usize): void {
  let length = min(stretch - skipped, left);
  while (true) {
    copyFloats(from, to, length);
    left -= length;
    if (left == 0) break;
    from += rowBytes - ((<usize>skipped) << 2);
    to += (<usize>length) << 2;
    skipped = 0;
    length = min(stretch, left);
  }
}

/** Copies `length` floats, and up to 3 more. */
function copyFloats(from: usize, to: usize, length: i32): void {
  for (; length >= 16; length -= 16, from += 64, to += 64) {
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
    v128.store(to, v128.load(from, 32), 32);
    v128.store(to, v128.load(from, 48), 48);
  }
  for (; length > 0; length -= 4, from += 16, to += 16) v128.store(to, v128.load(from));
}

/**
 * Adds `count` whole patches to the images that they are of, in their order, beginning with patch number `first`. Reads up to 3 floats
 * past the patches; writes the images exactly.
 */
export function scatterPatches(
  patches: usize,
  height: i32,
  width: i32,
  channels: i32,
  size: i32,
  stride: i32,
  first: i32,
  count: i32,
  images: usize,
): void {
  let across = numPlaces(width, size, stride);
  let down = numPlaces(height, size, stride);
  let rowBytes = (<usize>(width * channels)) << 2;
  let stepBytes = (<usize>(stride * channels)) << 2;
  let stretch = size * channels;
  let stretchBytes = (<usize>stretch) << 2;

  let row = first / across;
  let column = first - row * across;
  for (let stop = patches + stretchBytes * size * count; patches != stop; row++, column = 0) {
    let image = row / down;
    let to =
      images + rowBytes * height * image + rowBytes * stride * (row - image * down) + stepBytes * column;
    for (; column < across && patches != stop; column++, to += stepBytes) {
      for (let i = 0, into = to; i < size; i++, into += rowBytes, patches += stretchBytes) {
        addFloats(patches, into, stretch);
      }
    }
  }
}

/** `to += from`. Reads up to 3 floats past both. */
function addFloats(from: usize, to: usize, length: i32): void {
  for (; length >= 4; length -= 4, from += 16, to += 16) {
    v128.store(to, f32x4.add(v128.load(to), v128.load(from)));
  }
  if (length > 0) storeLanes(to, f32x4.add(v128.load(to), v128.load(from)), length);
}
