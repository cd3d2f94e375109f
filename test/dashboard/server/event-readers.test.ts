import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { RunMessage } from '../../../src/dashboard/protocol.js';
import type { RunServer } from '../../../src/dashboard/server/server.js';
import { until } from '../../runtime/support/until.js';
import { ask, askRaw } from '../support/ask.js';
import { evaluation, FakeFeed } from '../support/fake-feed.js';
import { runningServers } from '../support/running.js';

const start = runningServers();

/** Reads events as they come. */
class Reader {
  text = '';
  readonly #response: IncomingMessage;

  static async of({ port }: RunServer): Promise<Reader> {
    const request = get({ host: '127.0.0.1', port, path: '/api/events', agent: false });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    const reader = new Reader(response);
    await reader.has('event: history');
    return reader;
  }

  constructor(response: IncomingMessage) {
    this.#response = response;
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => (this.text += chunk));
    response.on('error', () => undefined);
  }

  get headers() {
    return this.#response.headers;
  }

  has(part: string): Promise<void> {
    return until(() => this.text.includes(part), part);
  }

  async end(): Promise<void> {
    if (!this.#response.closed) await once(this.#response, 'close');
  }

  leave(): void {
    this.#response.destroy();
  }
}

/** Asks for events and never reads any. */
async function sleeper({ port }: RunServer) {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.pause();
  socket.on('error', () => undefined);
  socket.write(`GET /api/events HTTP/1.1\r\nHost: localhost:${port}\r\n\r\n`);
  return socket;
}

const MEBIBYTE = 1 << 20;
/** More than the system keeps for a connection. */
const HUGE_MEBIBYTES = 32;

const long = (mebibytes: number): RunMessage => ({
  kind: 'ending',
  ending: { outcome: 'stopped', message: 'x'.repeat(mebibytes * MEBIBYTE) },
});

describe('/api/events', () => {
  it('begins with the history and goes on with what happens', async () => {
    const feed = new FakeFeed();
    const reader = await Reader.of(await start({ feed }));
    expect(reader.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
    });
    feed.say(evaluation(1.5));
    feed.say(evaluation(2.5));
    await reader.has('2.5');
    const body = '"timeSeconds":1,"envSteps":2,"policyVersion":3,"episodes":4';
    expect(reader.text).toBe(
      'retry: 2000\n\n' +
        'event: history\ndata: {"history":{"readings":[],"evaluations":[],"incidents":[],"ending":null,"isLive":true}}\n\n' +
        `event: evaluation\ndata: {"evaluation":{${body},"meanReturn":1.5,"minReturn":null}}\n\n` +
        `event: evaluation\ndata: {"evaluation":{${body},"meanReturn":2.5,"minReturn":null}}\n\n`,
    );
  });

  it('puts a message into words once for all readers, and the history until something happens', async () => {
    const feed = new FakeFeed();
    const server = await start({ feed });
    const readers = [await Reader.of(server), await Reader.of(server), await Reader.of(server)];
    expect(feed.historyReads).toBe(1);
    let worded = 0;
    const counted = { toJSON: () => `worded ${++worded}` };
    feed.say({ kind: 'evaluation', evaluation: counted } as unknown as RunMessage);
    for (const reader of readers) await reader.has('worded 1');
    expect(worded).toBe(1);
    await Reader.of(server);
    expect(feed.historyReads).toBe(2);
  });

  it('listens to the feed while somebody reads, once', async () => {
    const feed = new FakeFeed();
    const server = await start({ feed });
    expect(feed.listeners).toBe(0);
    const [one, two] = [await Reader.of(server), await Reader.of(server)];
    expect(feed.listeners).toBe(1);
    one.leave();
    feed.say(evaluation(1));
    await two.has('"meanReturn":1');
    expect(feed.listeners).toBe(1);
    two.leave();
    await until(() => feed.listeners === 0, 'nobody to read');
    await Reader.of(server);
    expect(feed.listeners).toBe(1);
  });

  it('answers HEAD without beginning', async () => {
    const feed = new FakeFeed();
    const { status, headers } = await ask(await start({ feed }), '/api/events', { method: 'HEAD' });
    expect({ status, type: headers['content-type'] }).toEqual({
      status: 200,
      type: 'text/event-stream; charset=utf-8',
    });
    expect(feed.listeners).toBe(0);
  });

  it('has places for so many readers, and says when to come back', async () => {
    const feed = new FakeFeed();
    const server = await start({ feed }, {}, { maxReaders: 2 });
    const [one] = [await Reader.of(server), await Reader.of(server)];
    const { status, headers, text } = await ask(server, '/api/events');
    expect({ status, after: headers['retry-after'], text }).toEqual({
      status: 503,
      after: '10',
      text: 'events: expected at most 2 readers, got one more; close a page of this run elsewhere\n',
    });
    one.leave();
    await until(async () => (await ask(server, '/api/events', { method: 'HEAD' })).status === 200, 'a place');
    await Reader.of(server);
  });

  it('never has more readers than places, however many ask at once', async () => {
    const server = await start({ feed: new FakeFeed() }, {}, { maxReaders: 3 });
    const statuses = await Promise.all(
      Array.from({ length: 10 }, async () => {
        const request = get({ host: '127.0.0.1', port: server.port, path: '/api/events', agent: false });
        const [{ statusCode }] = (await once(request, 'response')) as [IncomingMessage];
        return statusCode;
      }),
    );
    expect(statuses.filter((status) => status === 200)).toHaveLength(3);
  });

  it('never has more readers than places, though one client asks many times in one breath', async () => {
    const feed = new FakeFeed();
    const server = await start({ feed }, {}, { maxReaders: 3 });
    const answers = askRaw(
      server,
      `GET /api/events HTTP/1.1\r\nHost: localhost:${server.port}\r\n\r\n`.repeat(10),
    );
    await until(() => feed.listeners === 1, 'readers');
    await server.close();
    expect((await answers).match(/event: history|503 Service Unavailable/g)).toEqual([
      ...Array<string>(3).fill('event: history'),
      '503 Service Unavailable',
    ]);
  });

  it('shows that the connection lives while nothing happens', async () => {
    const reader = await Reader.of(await start({ feed: new FakeFeed() }, {}, { heartbeatMilliseconds: 1 }));
    await reader.has(': \n\n: \n\n: \n\n: \n\n: \n\n: \n\n: \n\n: \n\n');
  });

  it('drops a reader for whom too much waits, and no other', async () => {
    const feed = new FakeFeed();
    const server = await start({ feed });
    const awake = await Reader.of(server);
    const asleep = await sleeper(server);
    await until(() => feed.historyReads === 1, 'both');
    for (let mebibytes = 0; mebibytes < HUGE_MEBIBYTES; mebibytes++) {
      feed.say(long(1));
      awake.text = '';
      await awake.has('\n\n');
    }
    asleep.resume();
    await once(asleep, 'close');
    feed.say(evaluation(7));
    await awake.has('"meanReturn":7');
  });

  it('drops a reader who takes nothing, though nothing happens', async () => {
    const feed = new FakeFeed();
    feed.incidents = Array.from({ length: HUGE_MEBIBYTES }, (_, i) => {
      return { kind: 'checkpoint', timeSeconds: i, envSteps: i, checkpoint: 'x'.repeat(MEBIBYTE) };
    });
    const server = await start({ feed }, {}, { heartbeatMilliseconds: 20 });
    const asleep = await sleeper(server);
    await until(() => feed.listeners === 1, 'a reader');
    await until(() => feed.listeners === 0, 'it to be dropped');
    asleep.destroy();
  });

  it('hangs up when there is no history to be had, and tries again for the next', async () => {
    const feed = new FakeFeed();
    const server = await start({ feed });
    const history = feed.history.bind(feed);
    feed.history = () => {
      throw new Error('no history');
    };
    await expect(ask(server, '/api/events')).rejects.toThrow(/ECONNRESET|hang up|aborted/);
    expect(feed.listeners).toBe(0);
    feed.history = history;
    await Reader.of(server);
    expect(feed.listeners).toBe(1);
  });

  it('ends with what was said last when the server closes', async () => {
    const feed = new FakeFeed();
    const server = await start({ feed });
    const reader = await Reader.of(server);
    feed.say({ kind: 'ending', ending: { outcome: 'solved', message: 'solved' } });
    await server.close();
    await reader.end();
    expect(reader.text).toMatch(/event: ending\ndata: .*solved.*\n\n$/);
    expect(feed.listeners).toBe(0);
  });

  it('ends without waiting for a reader who takes nothing when the server closes', async () => {
    const feed = new FakeFeed();
    const server = await start({ feed });
    const asleep = await sleeper(server);
    await until(() => feed.listeners === 1, 'a reader');
    feed.say(long(HUGE_MEBIBYTES));
    await server.close();
    expect(feed.listeners).toBe(0);
    asleep.destroy();
  });
});
