/** Larger than the caches of the machines that this runs on. */
const BYTES = 64 * 2 ** 20;

/** Bytes a second that this thread reads and writes elsewhere, over so long. */
export function copyRate(milliseconds: number): number {
  const from = new Float64Array(BYTES / Float64Array.BYTES_PER_ELEMENT).fill(1);
  const to = new Float64Array(from.length);
  to.set(from);
  let copies = 0;
  const startedAt = performance.now();
  let elapsed = 0;
  for (; elapsed < milliseconds; copies++) {
    to.set(from);
    elapsed = performance.now() - startedAt;
  }
  return (1000 * copies * BYTES) / elapsed;
}
