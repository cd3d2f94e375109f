import { crc32, deflateSync } from 'node:zlib';

/** Portable Network Graphics (W3C, third edition), section 5.2. */
const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
const BIT_DEPTH = 8;
const RGB = 2;

/**
 * A picture as PNG, tightly: a page is flat areas and text, which deflate best as they are, without PNG's filters. A browser's own
 * screenshots are made fast, and larger by a quarter.
 *
 * @param pixels - RGBA, all of them opaque
 */
export function encodePng(pixels: Uint8Array, width: number): Buffer {
  const height = pixels.length / (4 * width);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([BIT_DEPTH, RGB], 8);
  // A byte before each line says that it is not filtered.
  const lines = Buffer.alloc((1 + 3 * width) * height);
  for (let i = 0; i < width * height; i++) {
    lines.set(pixels.subarray(4 * i, 4 * i + 3), 3 * i + Math.floor(i / width) + 1);
  }
  const data = deflateSync(lines, { level: 9, memLevel: 9 });
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), 4 + body.length);
  return framed;
}
