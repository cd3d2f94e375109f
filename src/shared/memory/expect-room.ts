import { totalmem } from 'node:os';
import { expected } from '../errors.js';

/** Bytes of memory that this process can have at most: the machine's, or what its container leaves it. */
function machineBytes(): number {
  // 0 or nothing where there is no limit, or none is known.
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

/**
 * Refuses more memory than there is before any of it is asked for: the system would give it, and end the process when it is used.
 *
 * @param fix - what to lower
 * @throws ManyhandsError `ERR_MEMORY_LAYOUT` if `byteLength` is more than the machine has
 */
export function expectRoom(subject: string, byteLength: number, fix: string): void {
  const room = machineBytes();
  if (byteLength <= room) return;
  const wanted = `at most the ${gigabytes(room)} of this machine`;
  throw expected('ERR_MEMORY_LAYOUT', subject, wanted, `${gigabytes(byteLength)}; ${fix}`);
}

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;
