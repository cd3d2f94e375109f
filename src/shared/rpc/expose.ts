import { expose, transferHandlers } from 'comlink';
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs';
import type { MessagePort } from 'node:worker_threads';
import { ManyhandsError } from '../errors.js';

/**
 * Answers calls that arrive on `port` with the methods of `api`.
 *
 * A {@link ManyhandsError} thrown by a method keeps its `code` on the way: Comlink alone sends only the name,
 * message and stack of an error. The caller needs nothing for it, because Comlink assigns every field that it
 * is sent onto a fresh `Error`.
 */
export function exposeApi(api: object, port: MessagePort): void {
  installErrorTransfer();
  expose(api, nodeEndpoint(port));
}

let installed = false;

function installErrorTransfer(): void {
  if (installed) return;
  const handler = transferHandlers.get('throw');
  if (handler === undefined) throw new TypeError("comlink has no 'throw' transfer handler");
  transferHandlers.set('throw', {
    ...handler,
    serialize(thrown) {
      const { value } = thrown as { value: unknown };
      if (!(value instanceof ManyhandsError)) return handler.serialize(thrown);
      const { name, message, stack, code } = value;
      return [{ isError: true, value: { name, message, stack, code } }, []];
    },
  });
  installed = true;
}
