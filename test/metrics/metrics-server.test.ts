import { Agent, request } from 'node:http';
import { connect, createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { metricsRoutes, startMetricsServer, type MetricsServer } from '../../src/metrics/metrics-server.js';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

const registry = {
  contentType: 'text/plain; version=0.0.4; charset=utf-8',
  metrics: () => Promise.resolve('up 1\n'),
};

let server: MetricsServer;
beforeEach(async () => {
  server = (await startMetricsServer(0, metricsRoutes(registry)))!;
});
afterEach(() => server.close());

/** Asks the server, with headers that a browser would not let a page set. */
function ask(
  path: string,
  options: { method?: string; headers?: Record<string, string>; agent?: Agent } = {},
) {
  return new Promise<Answer>((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port: server.port, path, ...options }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (body += chunk));
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, body }));
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}

/** What the server sends before it closes the connection. */
async function askRaw(text: string): Promise<string> {
  const socket = connect(server.port, '127.0.0.1');
  let answer = '';
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => (answer += chunk));
  socket.on('error', () => socket.destroy());
  socket.write(text);
  await once(socket, 'close');
  return answer;
}

describe('startMetricsServer', () => {
  it('serves the metrics in the format that the registry names', async () => {
    const { status, headers, body } = await ask('/metrics');
    expect({ status, body, type: headers['content-type'] }).toEqual({
      status: 200,
      body: 'up 1\n',
      type: registry.contentType,
    });
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  });

  it('answers HEAD with the headers alone', async () => {
    const { status, headers, body } = await ask('/metrics', { method: 'HEAD' });
    expect({ status, length: headers['content-length'], body }).toEqual({
      status: 200,
      length: '5',
      body: '',
    });
  });

  it('answers a health check', async () => {
    expect(await ask('/healthz')).toMatchObject({ status: 200, body: 'ok\n' });
  });

  it('ignores a query', async () => {
    expect(await ask('/metrics?name=up')).toMatchObject({ status: 200 });
  });

  it.each(['/', '/metrics/', '/metrics2', '/constructor', '//metrics'])('has no page at %s', async (path) => {
    const { status, body } = await ask(path);
    expect({ status, body }).toEqual({ status: 404, body: 'no page here; there are /metrics, /healthz\n' });
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE'])('refuses %s', async (method) => {
    expect(await ask('/metrics', { method })).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
  });

  // All of 127/8 is this machine on Linux, so another address of it shows whether every interface is listened on.
  it.runIf(process.platform === 'linux')('listens on 127.0.0.1 alone', async () => {
    expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
    const socket = connect(server.port, '127.0.0.2');
    const outcome = await new Promise((resolve) => {
      socket.on('connect', () => resolve('connected'));
      socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code));
    });
    socket.destroy();
    expect(outcome).toBe('ECONNREFUSED');
  });

  it.each(['localhost', 'LOCALHOST', '127.0.0.1', '[::1]'])('knows itself as %s', async (name) => {
    expect(await ask('/metrics', { headers: { host: `${name}:${server.port}` } })).toMatchObject({
      status: 200,
    });
  });

  it.each([
    { name: 'a rebound name', host: (port: number) => `evil.example:${port}` },
    { name: 'its own name with another port', host: (port: number) => `localhost:${port + 1}` },
    { name: 'its own name without a port', host: () => 'localhost' },
    { name: 'a name that begins like its own', host: (port: number) => `localhost.evil.example:${port}` },
  ])('refuses a Host of $name', async ({ host }) => {
    expect(await ask('/metrics', { headers: { host: host(server.port) } })).toMatchObject({ status: 403 });
  });

  it('refuses a request without a Host, also of HTTP/1.0', async () => {
    expect(await askRaw('GET /metrics HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 403 /);
    expect(await askRaw('GET /metrics HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 403 /,
    );
    expect(await askRaw('GET /metrics HTTP/1.1\r\nConnection: close\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
  });

  it.each([
    { headers: { origin: 'https://evil.example' } },
    { headers: { origin: 'null' } },
    { headers: { origin: 'http://localhost:1' } },
    { headers: { 'sec-fetch-site': 'cross-site' } },
    { headers: { 'sec-fetch-site': 'same-site' } },
  ])('refuses what a browser sends for another site: $headers', async ({ headers }) => {
    expect(await ask('/metrics', { headers })).toMatchObject({ status: 403 });
  });

  it('answers a page of its own origin, and what a user typed', async () => {
    const headers = { origin: server.url, 'sec-fetch-site': 'same-origin' };
    expect(await ask('/metrics', { headers })).toMatchObject({ status: 200 });
    expect(await ask('/metrics', { headers: { 'sec-fetch-site': 'none' } })).toMatchObject({ status: 200 });
  });

  it('refuses long headers', async () => {
    const long = `GET /metrics HTTP/1.1\r\nHost: localhost:${server.port}\r\nX: ${'x'.repeat(10_000)}\r\n\r\n`;
    expect(await askRaw(long)).toMatch(/^HTTP\/1\.1 431 /);
  });

  it('closes the connection of a refused request, whose body it does not read', async () => {
    const post = `POST /metrics HTTP/1.1\r\nHost: localhost:${server.port}\r\nContent-Length: 1000000\r\n\r\n`;
    expect(await askRaw(post)).toMatch(/^HTTP\/1\.1 405 /);
  });

  it('survives what is no HTTP', async () => {
    expect(await askRaw('\x16\x03\x01 hello\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
    expect(await ask('/healthz')).toMatchObject({ status: 200 });
  });

  it('answers 500 with the reason when a page fails, and goes on', async () => {
    await server.close();
    const fail = () => Promise.reject(new Error('no counters'));
    server = (await startMetricsServer(0, metricsRoutes({ ...registry, metrics: fail })))!;
    expect(await ask('/metrics')).toMatchObject({ status: 500, body: 'no counters\n' });
    expect(await ask('/healthz')).toMatchObject({ status: 200 });
  });

  it('serves nothing when it is off', async () => {
    expect(await startMetricsServer('off', {})).toBeNull();
  });

  it('says that the port is taken, and what to do', async () => {
    await expect(startMetricsServer(server.port, {})).rejects.toMatchObject({
      code: 'ERR_PORT',
      message:
        `metrics port ${server.port}: expected a free port on 127.0.0.1, got one that another program listens on; ` +
        'give another with --metrics-port, or --metrics-port off',
    });
  });

  it.each([-1, 1.5, 65_536, NaN])('refuses port %d', async (port) => {
    await expect(startMetricsServer(port, {})).rejects.toMatchObject({
      code: 'ERR_PORT',
      message: `metrics port: expected a whole number up to 65535 or off, got ${port}`,
    });
  });

  it('closes at once though a scraper keeps its connection, and gives the port back', async () => {
    const agent = new Agent({ keepAlive: true });
    await ask('/metrics', { agent });
    const { port } = server;
    await server.close();
    const successor = createServer().listen(port, '127.0.0.1');
    await once(successor, 'listening');
    expect((successor.address() as AddressInfo).port).toBe(port);
    successor.close();
    agent.destroy();
    server = (await startMetricsServer(0, {}))!;
  });

  it('closes though a request is not answered yet', async () => {
    await server.close();
    let isAsked: () => void;
    const asked = new Promise<void>((resolve) => (isAsked = resolve));
    const hang = () => {
      isAsked();
      return new Promise<string>(() => undefined);
    };
    server = (await startMetricsServer(0, metricsRoutes({ ...registry, metrics: hang })))!;
    const answer = ask('/metrics');
    await asked;
    await server.close();
    await expect(answer).rejects.toThrow(/ECONNRESET|hang up/);
  });
});
