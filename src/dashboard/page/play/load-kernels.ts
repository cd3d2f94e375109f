import { messageOf } from '../../../shared/errors.js';
import type { PlaySettings } from './play.js';

/** Where the page's server has the kernels that actors run. */
export const KERNELS_PATH = '/kernels.wasm';

const RETRY_MILLISECONDS = 2_000;

/**
 * Compiles the kernels, as often as it takes; while the page is hidden, nothing is asked for.
 *
 * @param onTrouble - told of every failure, in a line
 * @returns undefined once `signal` is aborted
 */
export async function loadKernels(
  fetch: NonNullable<PlaySettings['fetch']>,
  signal: AbortSignal,
  onTrouble: (trouble: string) => void,
): Promise<WebAssembly.Module | undefined> {
  for (;;) {
    await untilVisible();
    try {
      const module = await WebAssembly.compileStreaming(fetch(KERNELS_PATH, { signal }));
      return signal.aborted ? undefined : module;
    } catch (error) {
      if (signal.aborted) return undefined;
      onTrouble(`No kernels: ${messageOf(error)}. Trying again.`);
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MILLISECONDS));
  }
}

function untilVisible(): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (document.hidden) return;
      document.removeEventListener('visibilitychange', look);
      resolve();
    };
    document.addEventListener('visibilitychange', look);
    look();
  });
}
