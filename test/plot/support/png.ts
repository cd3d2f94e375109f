import { inflateSync } from 'node:zlib';

/** Pixels of a PNG file with eight bits for each of red, green, blue and alpha. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Four bytes each, row after row. */
  readonly data: Uint8Array;
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const BYTES_PER_PIXEL = 4;

/** Reads a PNG as its specification (W3C, third edition) says, so that no other decoder forgives what is wrong with it. */
export function decodePng(file: Uint8Array): Pixels {
  const bytes = Buffer.from(file);
  if (!bytes.subarray(0, 8).equals(SIGNATURE)) throw new Error('not a PNG');
  const compressed: Buffer[] = [];
  let [width, height] = [0, 0];
  for (let at = 8; at < bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    const body = bytes.subarray(at + 8, at + 8 + length);
    if (type === 'IHDR') {
      [width, height] = [body.readUInt32BE(0), body.readUInt32BE(4)];
      // Eight bits, with alpha, not interlaced.
      if (body[8] !== 8 || body[9] !== 6 || body[12] !== 0) throw new Error('another kind of PNG');
    }
    if (type === 'IDAT') compressed.push(body);
    at += 12 + length;
  }
  return { width, height, data: unfilter(inflateSync(Buffer.concat(compressed)), width, height) };
}

function unfilter(raw: Buffer, width: number, height: number): Uint8Array {
  const stride = width * BYTES_PER_PIXEL;
  const data = new Uint8Array(stride * height);
  for (let row = 0; row < height; row++) {
    const filter = raw[row * (stride + 1)]!;
    for (let i = 0; i < stride; i++) {
      const at = row * stride + i;
      const left = i < BYTES_PER_PIXEL ? 0 : data[at - BYTES_PER_PIXEL]!;
      const up = row === 0 ? 0 : data[at - stride]!;
      const corner = row === 0 || i < BYTES_PER_PIXEL ? 0 : data[at - stride - BYTES_PER_PIXEL]!;
      const predicted = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter]!;
      data[at] = raw[row * (stride + 1) + 1 + i]! + predicted;
    }
  }
  return data;
}

function paeth(left: number, up: number, corner: number): number {
  const estimate = left + up - corner;
  const distances = [left, up, corner].map((value) => Math.abs(estimate - value));
  const nearest = distances.indexOf(Math.min(...distances));
  return [left, up, corner][nearest]!;
}

/** Different colours in a picture. */
export function countColors({ data }: Pixels): number {
  return new Set(new Uint32Array(data.buffer)).size;
}

/** Pixels that are not of the most common colour, which is the ground. */
export function countMarks({ data }: Pixels): number {
  const counts = new Map<number, number>();
  for (const color of new Uint32Array(data.buffer)) counts.set(color, (counts.get(color) ?? 0) + 1);
  return data.length / BYTES_PER_PIXEL - Math.max(...counts.values());
}
