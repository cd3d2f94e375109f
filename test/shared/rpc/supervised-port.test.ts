import { MessageChannel, Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { supervisePort, type SupervisedPort } from '../../../src/shared/rpc/supervised-port.js';
import type { TestApi } from './support/api-thread.js';

interface Thread {
  readonly worker: Worker;
  readonly port: SupervisedPort<TestApi>;
}

const threads: Worker[] = [];
afterEach(async () => {
  await Promise.all(threads.splice(0).map((worker) => worker.terminate()));
});

const URL_OF_THREAD = new URL('./support/api-thread.js', import.meta.url);

/** A thread that answers on its own port; its owner says what it died of. */
function ownPort(): Thread {
  const worker = new Worker(URL_OF_THREAD);
  threads.push(worker);
  const port = supervisePort<TestApi>(worker, 'test');
  worker.once('error', (error) => port.lose(error));
  worker.once('exit', (code) => port.lose(new Error(`exit code ${code}`)));
  return { worker, port };
}

/** A thread that answers on a port that it was given; the port alone tells of its death. */
function givenPort(): Thread {
  const { port1, port2 } = new MessageChannel();
  const worker = new Worker(URL_OF_THREAD, { workerData: port2, transferList: [port2] });
  worker.on('error', () => undefined);
  threads.push(worker);
  return { worker, port: supervisePort<TestApi>(port1, 'test') };
}

const lost = (message: string | RegExp) =>
  expect.objectContaining({
    code: 'ERR_WORKER_LOST',
    message: typeof message === 'string' ? message : (expect.stringMatching(message) as string),
  }) as Error;

const ANSWER = Float32Array.of(2, 4);
const double = (port: SupervisedPort<TestApi>) => port.call((api) => api.double(Float32Array.of(1, 2)));

describe.each([
  ["a worker's own port", ownPort],
  ['a port of a channel', givenPort],
])('supervisePort: %s', (_, start) => {
  it('answers calls, several at once', async () => {
    const { port } = start();
    expect(await Promise.all([double(port), double(port)])).toEqual([ANSWER, ANSWER]);
  });

  it("keeps the code of this project's errors", async () => {
    const { port } = start();
    await expect(port.call((api) => api.fail())).rejects.toThrow(
      expect.objectContaining({
        code: 'ERR_SHAPE',
        name: 'ManyhandsError',
        message: 'batch: expected 4 elements, got 5',
      }) as Error,
    );
    // The thread goes on.
    expect(await double(port)).toEqual(ANSWER);
  });

  it('passes other errors on as they are', async () => {
    const { port } = start();
    const thrown: unknown = await port.call((api) => api.failOtherwise()).catch((error: unknown) => error);
    expect(thrown).toMatchObject({ name: 'RangeError', message: 'out of range' });
    expect(thrown).not.toHaveProperty('code');
  });

  it.each(['exit', 'error'] as const)('rejects the calls under way when the thread dies: %s', async (how) => {
    const { port } = start();
    await double(port);
    const hanging = expect(port.call((api) => api.hang())).rejects.toThrow(
      lost(/^test thread ended before it answered/),
    );
    await expect(port.call((api) => api.die(how))).rejects.toThrow(
      lost(/^test thread ended before it answered/),
    );
    await hanging;
  });

  it('rejects the calls under way when the thread is terminated, and all later ones', async () => {
    const { port, worker } = start();
    await double(port);
    const hanging = expect(port.call((api) => api.hang())).rejects.toThrow(lost(/^test thread ended/));
    await worker.terminate();
    await hanging;
    await expect(double(port)).rejects.toThrow(lost(/^test thread ended/));
  });
});

describe('supervisePort', () => {
  it('says what the thread died of, to the calls of then and of later', async () => {
    const { port, worker } = ownPort();
    const message = 'test thread ended before it answered: the thread broke';
    // Listens from the start: the thread can have exited before the call's rejection is looked at. A plain
    // listener, because `once` of node:events would reject with the error that comes first.
    const exited = new Promise((resolve) => worker.once('exit', resolve));
    await expect(port.call((api) => api.die('error'))).rejects.toThrow(lost(message));
    await exited;
    const later: unknown = await double(port).catch((error: unknown) => error);
    // What it died of, and not that it then exited.
    expect(later).toMatchObject({ code: 'ERR_WORKER_LOST', message, cause: { message: 'the thread broke' } });
  });

  it('asks nothing of a thread that is lost', async () => {
    const { port } = ownPort();
    port.lose();
    let hasAsked = false;
    const call = port.call((api) => {
      hasAsked = true;
      return api.hang();
    });
    await expect(call).rejects.toThrow(lost('test thread ended before it answered'));
    expect(hasAsked).toBe(false);
  });
});
