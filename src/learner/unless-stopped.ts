import { setTimeout as sleep } from 'node:timers/promises';

/** A stopped run is noticed within this. */
const CHECK_MILLISECONDS = 50;

/**
 * Waits for `promise`, but no longer than the run lasts: an evaluation may never end.
 *
 * @returns undefined if the run was stopped first; whatever becomes of the promise then is ignored
 */
export async function unlessStopped<T>(
  promise: Promise<T>,
  isStopped: () => boolean,
): Promise<T | undefined> {
  const settled = promise.then(
    () => true,
    () => true,
  );
  const soon = (): Promise<boolean> => sleep(CHECK_MILLISECONDS, false);
  do {
    if (isStopped()) return undefined;
  } while (!(await Promise.race([settled, soon()])));
  return promise;
}
