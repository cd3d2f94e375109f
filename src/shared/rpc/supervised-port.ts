import { wrap, type Remote } from 'comlink';
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs';
import { MessagePort, type Worker } from 'node:worker_threads';
import { ManyhandsError } from '../errors.js';

/** The far end of a port, with calls that settle even if its thread does not live. */
export interface SupervisedPort<Api> {
  /**
   * Calls across the port.
   *
   * @throws ManyhandsError `ERR_WORKER_LOST` if the far thread is lost before the answer
   */
  call<Result>(invoke: (api: Remote<Api>) => Promise<Result>): Promise<Result>;

  /**
   * Rejects the calls under way and all later ones: the far thread has died. A port that closes does this by
   * itself; the owner of a worker calls it with what the worker died of.
   */
  lose(cause?: unknown): void;
}

/**
 * Wraps a port, or a worker's own, whose far end exposes `Api`.
 *
 * Comlink 4.4 keeps no reject path for a call in flight, so a thread that dies would leave its callers waiting
 * forever (GoogleChromeLabs/comlink#601). This tracks the calls and rejects them.
 */
export function supervisePort<Api>(port: MessagePort | Worker, threadName: string): SupervisedPort<Api> {
  const api = wrap<Api>(nodeEndpoint(port));
  const pending = new Set<(reason: ManyhandsError) => void>();
  let lost: ManyhandsError | undefined;

  function lose(cause?: unknown): void {
    if (lost !== undefined) return;
    const detail = cause instanceof Error ? `: ${cause.message}` : '';
    lost = new ManyhandsError('ERR_WORKER_LOST', `${threadName} thread ended before it answered${detail}`, {
      cause,
    });
    for (const reject of pending) reject(lost);
    pending.clear();
  }
  if (port instanceof MessagePort) port.once('close', () => lose());

  return {
    lose,
    call: (invoke) =>
      new Promise((resolve, reject) => {
        if (lost !== undefined) {
          reject(lost);
          return;
        }
        pending.add(reject);
        invoke(api)
          .then(resolve, reject)
          .finally(() => pending.delete(reject));
      }),
  };
}
