import { once } from 'node:events';
import { Agent } from 'node:http';
import { connect, createServer, type AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { openMetricsText, OPEN_METRICS_CONTENT_TYPE } from '../../../src/metrics/open-metrics.js';
import { ask, askRaw } from '../support/ask.js';
import { FakeFeed } from '../support/fake-feed.js';
import { registry, runningServers } from '../support/running.js';

const start = runningServers();

describe('startRunServer', () => {
  it('serves the metrics as text', async () => {
    const { status, headers, text } = await ask(await start(), '/metrics');
    expect({ status, text, type: headers['content-type'] }).toEqual({
      status: 200,
      text: 'up 1\n',
      type: 'text/plain; version=0.0.4; charset=utf-8',
    });
    expect(headers).toMatchObject({ 'cache-control': 'no-store', vary: 'Accept' });
  });

  it('serves the metrics as OpenMetrics to whoever likes that better', async () => {
    const { headers, text } = await ask(await start(), '/metrics', {
      headers: { accept: 'application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3' },
    });
    expect({ text, type: headers['content-type'] }).toEqual({
      text: await openMetricsText(registry),
      type: OPEN_METRICS_CONTENT_TYPE,
    });
  });

  it('answers HEAD with the headers alone', async () => {
    const { status, headers, text } = await ask(await start(), '/metrics', { method: 'HEAD' });
    expect({ status, length: headers['content-length'], text }).toEqual({
      status: 200,
      length: '5',
      text: '',
    });
  });

  it('answers a health check', async () => {
    expect(await ask(await start(), '/healthz')).toMatchObject({ status: 200, text: 'ok\n' });
  });

  it('ignores a query', async () => {
    expect(await ask(await start(), '/metrics?name=up')).toMatchObject({ status: 200 });
  });

  it.each([
    '/',
    '/metrics/',
    '/metrics2',
    '/constructor',
    '/__proto__',
    '//metrics',
    '/api/run',
    'http://x/metrics',
  ])('has no page at %s of a run without a feed', async (path) => {
    const { status, text } = await ask(await start(), path);
    expect({ status, text }).toEqual({ status: 404, text: 'no page here; there are /metrics, /healthz\n' });
  });

  it('has no metrics of a run without a registry', async () => {
    const { status, text } = await ask(await start({ feed: new FakeFeed() }), '/metrics');
    expect({ status, text }).toEqual({
      status: 404,
      text: 'no page here; there are /, /api/run, /api/events, /api/weights/, /healthz\n',
    });
  });

  it('answers 500 with the reason when a page fails, and goes on', async () => {
    const metrics = () => Promise.reject(new Error('no counters'));
    const server = await start({ registry: { ...registry, metrics } });
    expect(await ask(server, '/metrics')).toMatchObject({ status: 500, text: 'no counters\n' });
    expect(await ask(server, '/healthz')).toMatchObject({ status: 200 });
  });

  it('tells browsers to load and to run nothing but its own, and to show nobody', async () => {
    const server = await start({ registry, feed: new FakeFeed() });
    const paths = ['/', '/metrics', '/api/run', '/api/weights/newest', '/nowhere'];
    const answers = await Promise.all(paths.map((path) => ask(server, path)));
    const refused = await ask(server, '/', { method: 'POST' });
    for (const { headers } of [...answers, refused]) {
      const policy = headers['content-security-policy'] as string;
      expect(policy.split('; ')).toEqual([
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "style-src 'self'",
        "connect-src 'self'",
        "img-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'none'",
      ]);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      });
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
    }
  });

  it('sends a browser nothing that it ignores, and complains of, on a network', async () => {
    const token = 'a-token-of-tests-1';
    const server = await start({ registry }, { token });
    const opener = async (host: string) => {
      const headers = { host, authorization: `Bearer ${token}` };
      return (await ask(server, '/healthz', { headers })).headers['cross-origin-opener-policy'];
    };
    for (const host of ['localhost', '[::1]:80', '127.0.0.2:1'])
      expect(await opener(host)).toBe('same-origin');
    for (const host of ['192.0.2.1', 'box:80', 'no host']) expect(await opener(host)).toBeUndefined();
  });
});

describe('a server with limits', () => {
  it('refuses long headers', async () => {
    const server = await start();
    const long = `GET /metrics HTTP/1.1\r\nHost: localhost:${server.port}\r\nX: ${'x'.repeat(10_000)}\r\n\r\n`;
    expect(await askRaw(server, long)).toMatch(/^HTTP\/1\.1 431 /);
  });

  it('refuses long addresses', async () => {
    const { status, text } = await ask(await start(), `/metrics?${'x'.repeat(2_100)}`);
    expect({ status, text }).toEqual({ status: 414, text: 'address: expected at most 2048 characters\n' });
  });

  it.each([
    'Content-Length: 1000000',
    'Transfer-Encoding: chunked',
    'Content-Length: 9\r\nExpect: 100-continue',
  ])('closes the connection of a request whose body it does not read: %s', async (header) => {
    const server = await start();
    const get = `GET /metrics HTTP/1.1\r\nHost: localhost:${server.port}\r\n${header}\r\n\r\n`;
    expect(await askRaw(server, get)).toMatch(/HTTP\/1\.1 413 [^]*body: expected none\n$/);
    expect(await askRaw(server, get.replace('GET', 'POST'))).toMatch(/HTTP\/1\.1 405 [^]*GET or HEAD\n$/);
  });

  it('survives what is no HTTP', async () => {
    const server = await start();
    expect(await askRaw(server, '\x16\x03\x01 hello\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
    expect(await ask(server, '/healthz')).toMatchObject({ status: 200 });
  });

  it('cuts off whoever asks too slowly', async () => {
    const server = await start({ registry }, {}, { headersTimeoutMilliseconds: 50 });
    expect(await askRaw(server, 'GET /metrics HTTP/1.1\r\nHost: local')).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('cuts off whoever says nothing', async () => {
    const server = await start({ registry }, {}, { idleMilliseconds: 50 });
    const socket = connect(server.port, '127.0.0.1');
    await once(socket, 'close');
  });

  it('takes no more connections than it may', async () => {
    const server = await start({ registry }, {}, { maxConnections: 1 });
    const agent = new Agent({ keepAlive: true });
    await ask(server, '/healthz', { agent });
    await expect(ask(server, '/healthz')).rejects.toThrow(/ECONNRESET|hang up/);
    expect(await ask(server, '/healthz', { agent })).toMatchObject({ status: 200 });
    agent.destroy();
  });
});

describe('closing a server', () => {
  it('is done at once though a scraper keeps its connection, and gives the port back', async () => {
    const server = await start();
    const agent = new Agent({ keepAlive: true });
    await ask(server, '/metrics', { agent });
    await server.close();
    const successor = createServer().listen(server.port, '127.0.0.1');
    await once(successor, 'listening');
    expect((successor.address() as AddressInfo).port).toBe(server.port);
    successor.close();
    agent.destroy();
  });

  it('is done though a request is not answered yet', async () => {
    let isAsked: () => void;
    const asked = new Promise<void>((resolve) => (isAsked = resolve));
    const metrics = () => {
      isAsked();
      return new Promise<string>(() => undefined);
    };
    const server = await start({ registry: { ...registry, metrics } });
    const answer = ask(server, '/metrics');
    const refusal = expect(answer).rejects.toThrow(/ECONNRESET|hang up/);
    await asked;
    await server.close();
    await refusal;
  });
});
