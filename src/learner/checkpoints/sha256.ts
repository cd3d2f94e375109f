import { createHash } from 'node:crypto';

/** SHA-256 of some bytes, in hexadecimal. */
export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * SHA-256 of flat float32 weights in the order of the parameter layout, in hexadecimal: equal for two runs exactly when every
 * bit of their weights is. Over the bytes as they lie in memory, which is little-endian wherever WebAssembly is fast.
 */
export function weightsSha256Of(weights: Float32Array): string {
  return sha256Of(new Uint8Array(weights.buffer, weights.byteOffset, weights.byteLength));
}
