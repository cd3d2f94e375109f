import { describe, expect, it } from 'vitest';
import { ask, askRaw } from '../support/ask.js';
import { description, FakeFeed } from '../support/fake-feed.js';
import { runningServers } from '../support/running.js';

const start = runningServers();

async function startFeed() {
  const feed = new FakeFeed();
  // A view into something larger, as weights of a store may be.
  const parameters = new Float32Array([9, 1.5, -2, 3e-8, 9]).subarray(1, 4);
  feed.policies.set('newest', { version: 42, parameters });
  return { feed, server: await start({ feed }) };
}

describe('/api/run', () => {
  it('describes the run', async () => {
    const { server } = await startFeed();
    const { status, headers, text } = await ask(server, '/api/run');
    expect({ status, type: headers['content-type'] }).toEqual({
      status: 200,
      type: 'application/json; charset=utf-8',
    });
    expect(JSON.parse(text)).toEqual(description);
    expect(headers['cache-control']).toBe('no-store');
  });
});

describe('/api/weights/<id>', () => {
  it('is the parameters and their version', async () => {
    const { server } = await startFeed();
    const { status, headers, body } = await ask(server, '/api/weights/newest');
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-length': '12',
      'x-policy-version': '42',
      'cache-control': 'no-cache',
    });
    expect([0, 4, 8].map((at) => body.readFloatLE(at))).toEqual([1.5, -2, Math.fround(3e-8)]);
  });

  it('is not sent to whoever has this version of this run', async () => {
    const { feed, server } = await startFeed();
    const { etag } = (await ask(server, '/api/weights/newest')).headers;
    expect(etag).toBe(`"${description.startedAtMilliseconds}-42"`);
    const headers = { 'if-none-match': etag! };
    const { status, headers: answered, body } = await ask(server, '/api/weights/newest', { headers });
    expect({ status, version: answered['x-policy-version'], length: body.length }).toEqual({
      status: 304,
      version: '42',
      length: 0,
    });
    feed.policies.set('newest', { version: 43, parameters: new Float32Array(1) });
    expect(await ask(server, '/api/weights/newest', { headers })).toMatchObject({ status: 200 });
  });

  it('names what there is when there are none by that name', async () => {
    const { feed, server } = await startFeed();
    const { status, text } = await ask(server, '/api/weights/oldest');
    expect({ status, text }).toEqual({
      status: 404,
      text: 'weights: expected newest, best or a checkpoint of the run, got none that there is (yet)\n',
    });
    feed.incidents = Array.from({ length: 7 }, (_, i) => {
      return { kind: 'checkpoint', timeSeconds: i, envSteps: i, checkpoint: `00${i}` };
    });
    expect((await ask(server, '/api/weights/oldest')).text).toBe(
      'weights: expected newest, best or a checkpoint of the run, such as 002, 003, 004, 005, 006, got none that there is (yet)\n',
    );
  });

  it('hands a feed no name that could lead out of a folder', async () => {
    const { feed, server } = await startFeed();
    const names = [
      '',
      '.',
      '..',
      '../best',
      '..%2fbest',
      '%2e%2e',
      '..\\best',
      'a/b',
      'a%00',
      'a b',
      'x'.repeat(129),
    ];
    for (const name of names) {
      const request = `GET /api/weights/${name} HTTP/1.1\r\nHost: localhost:${server.port}\r\nConnection: close\r\n\r\n`;
      expect(await askRaw(server, request), name).toMatch(/^HTTP\/1\.1 (404|400) /);
    }
    expect(feed.asked).toEqual([]);
  });

  it('hands a feed the name of a checkpoint', async () => {
    const { feed, server } = await startFeed();
    await ask(server, '/api/weights/000012288');
    expect(feed.asked).toEqual(['000012288']);
  });
});
