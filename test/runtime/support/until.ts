import { setImmediate as nextTurn } from 'node:timers/promises';

/** Far beyond anything a healthy thread needs: only to fail with a message instead of hanging. */
const PATIENCE_MILLISECONDS = 30_000;

/** Looks, turn after turn of the event loop, until it is so. */
export async function until(isSo: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const giveUpAt = Date.now() + PATIENCE_MILLISECONDS;
  while (!(await isSo())) {
    if (Date.now() > giveUpAt) throw new Error(`expected ${what} within ${PATIENCE_MILLISECONDS} ms`);
    await nextTurn();
  }
}
