import { createServer } from 'node:http';
import { listen } from '../../dashboard/server/listen.js';
import { messageOf } from '../../shared/errors.js';
import type { Check } from './check.js';

/** Whether a run can have its page at this port of 127.0.0.1. Without, it takes another. */
export async function checkPort(port: number): Promise<Check> {
  const name = 'page';
  const server = createServer();
  try {
    await listen(server, { port, host: null, token: null });
    return { name, state: 'ok', detail: `port ${port} is free` };
  } catch (error) {
    const cause = (error as Error).cause;
    const isTaken = (cause as NodeJS.ErrnoException).code === 'EADDRINUSE';
    const why = isTaken ? 'taken' : `not to be had (${messageOf(cause)})`;
    return { name, state: 'note', detail: `port ${port} is ${why}: a run takes any free one` };
  } finally {
    server.close();
  }
}
