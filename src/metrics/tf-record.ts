import { maskedCrc32c } from './crc32c.js';

const LENGTH_BYTES = 8;
const CRC_BYTES = 4;

/**
 * One record of a TFRecord file.
 *
 * ```text
 *   0            8                 12        12 + n            16 + n
 *   +------------+-----------------+---------+-----------------+
 *   | n (u64 LE) | masked CRC32C   | n bytes | masked CRC32C   |
 *   |            | of the length   |         | of the bytes    |
 *   +------------+-----------------+---------+-----------------+
 * ```
 */
export function frameRecord(data: Uint8Array): Uint8Array {
  const record = Buffer.allocUnsafe(LENGTH_BYTES + CRC_BYTES + data.length + CRC_BYTES);
  record.writeBigUInt64LE(BigInt(data.length));
  record.writeUInt32LE(maskedCrc32c(record.subarray(0, LENGTH_BYTES)), LENGTH_BYTES);
  record.set(data, LENGTH_BYTES + CRC_BYTES);
  record.writeUInt32LE(maskedCrc32c(data), LENGTH_BYTES + CRC_BYTES + data.length);
  return record;
}
