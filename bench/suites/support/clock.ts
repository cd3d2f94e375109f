/** Nanoseconds of a clock that all threads of a process share and that never goes back. */
export function nanoseconds(): number {
  // Below 2^53 for the first 104 days after the machine's start, and a nanosecond off beyond.
  return Number(process.hrtime.bigint());
}
