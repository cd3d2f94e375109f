import { connect } from 'node:net';
import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import { ask, askRaw } from '../support/ask.js';
import { FakeFeed } from '../support/fake-feed.js';
import { registry, runningServers } from '../support/running.js';

const start = runningServers();
const token = 'a-token-of-tests-1';
const bearer = { authorization: `Bearer ${token}` };

const get = (path: string, host: string, more = '') =>
  `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n${more}\r\n`;

describe('a server without a token', () => {
  // All of 127/8 is this machine on Linux, so another address of it shows whether every interface is listened on.
  it.runIf(process.platform === 'linux')('listens on 127.0.0.1 alone', async () => {
    const server = await start();
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
    const server = await start();
    const headers = { host: `${name}:${server.port}` };
    expect(await ask(server, '/metrics', { headers })).toMatchObject({ status: 200 });
  });

  it.each(['/', '/metrics', '/healthz', '/api/run', '/api/events', '/api/weights/newest', '/nowhere'])(
    'gives %s to no page of a name that was rebound to this machine',
    async (path) => {
      const server = await start({ registry, feed: new FakeFeed() });
      const answer = await askRaw(server, get(path, `evil.example:${server.port}`));
      expect(answer).toMatch(
        /^HTTP\/1\.1 403 [^]*\r\n\r\nHost: expected localhost:\d+ or 127\.0\.0\.1:\d+ or /,
      );
    },
  );

  it.each([
    { name: 'its own name with another port', host: (port: number) => `localhost:${port + 1}` },
    { name: 'its own name without a port', host: () => 'localhost' },
    { name: 'a name that begins like its own', host: (port: number) => `localhost.evil.example:${port}` },
    { name: 'a name that ends like its own', host: (port: number) => `evil.localhost:${port}` },
    { name: 'a name before its own', host: (port: number) => `evil@localhost:${port}` },
    { name: 'an address that is not its own', host: (port: number) => `192.0.2.1:${port}` },
  ])('refuses a Host of $name', async ({ host }) => {
    const server = await start();
    expect(await askRaw(server, get('/metrics', host(server.port)))).toMatch(/^HTTP\/1\.1 403 /);
  });

  it('goes by Host though the address that is asked for names a right one', async () => {
    const server = await start();
    const request = get(`http://localhost:${server.port}/metrics`, 'evil.example');
    expect(await askRaw(server, request)).toMatch(/^HTTP\/1\.1 403 /);
  });

  it('refuses a request without a Host, also of HTTP/1.0', async () => {
    const server = await start();
    expect(await askRaw(server, 'GET /metrics HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 403 /);
    expect(await askRaw(server, get('/metrics', ''))).toMatch(/^HTTP\/1\.1 403 /);
    expect(await askRaw(server, 'GET /metrics HTTP/1.1\r\nConnection: close\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 400 /,
    );
  });

  it.each([
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://localhost:1' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'anything new' },
  ] as Record<string, string>[])('refuses what a browser sends for another site: %o', async (headers) => {
    const server = await start();
    for (const path of ['/metrics', '/']) {
      expect(await ask(server, path, { headers })).toMatchObject({ status: 403 });
    }
  });

  it('refuses an origin of its own under another of its names', async () => {
    const server = await start();
    const headers = { host: `127.0.0.1:${server.port}`, origin: `http://localhost:${server.port}` };
    expect(await ask(server, '/metrics', { headers })).toMatchObject({ status: 403 });
  });

  it('answers a page of its own origin, and what a user typed', async () => {
    const server = await start();
    const headers = { origin: server.url, 'sec-fetch-site': 'same-origin' };
    expect(await ask(server, '/metrics', { headers })).toMatchObject({ status: 200 });
    expect(await ask(server, '/metrics', { headers: { 'sec-fetch-site': 'none' } })).toMatchObject({
      status: 200,
    });
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'])('refuses %s', async (method) => {
    const server = await start({ registry, feed: new FakeFeed() });
    for (const path of ['/metrics', '/api/weights/newest', '/']) {
      const { status, headers } = await ask(server, path, { method });
      expect({ status, allow: headers.allow }).toEqual({ status: 405, allow: 'GET, HEAD' });
    }
  });
});

describe('a server with a token', () => {
  it('answers nobody who does not know it, on loopback neither, and says how to show it', async () => {
    const server = await start({ registry, feed: new FakeFeed() }, { token });
    for (const path of ['/', '/metrics', '/healthz', '/api/run', '/api/events', '/page.js', '/nowhere']) {
      const { status, headers, text } = await ask(server, path);
      expect({ status, challenge: headers['www-authenticate'], text }).toEqual({
        status: 401,
        challenge: 'Bearer',
        text: "token: expected the run's, as Authorization: Bearer <token>, or /?token=<token> once in a browser\n",
      });
    }
  });

  it('takes an address, its names and names of loopback with any port for its own', async () => {
    const server = await start({ registry }, { token, host: '0.0.0.0' });
    const hosts = ['192.0.2.1:80', '[2001:db8::1]:9464', 'localhost', '127.0.0.1:1', `${hostname()}:9464`];
    for (const host of hosts) {
      // Past the check of Host, it is the token that is missing.
      expect(await askRaw(server, get('/metrics', host)), host).toMatch(/^HTTP\/1\.1 401 /);
    }
  });

  it('refuses any other name, unless the token comes with it, which no browser sends by itself', async () => {
    const server = await start({ registry }, { token, host: '0.0.0.0' });
    for (const host of [
      'evil.example',
      'evil.example:9464',
      '1.2.3.4.evil.example',
      '[::1].evil.example',
      '',
    ]) {
      expect(await askRaw(server, get('/metrics', host)), host).toMatch(
        /^HTTP\/1\.1 403 [^]*Host: expected an address, localhost or 127\.0\.0\.1 or /,
      );
      expect(await askRaw(server, get(`/?token=${token}`, host)), host).toMatch(/^HTTP\/1\.1 403 /);
    }
    const answer = await askRaw(server, get('/metrics', 'train:9464', `Authorization: Bearer ${token}\r\n`));
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('refuses another site that knows it, too', async () => {
    const server = await start({ registry }, { token });
    const headers = { ...bearer, origin: 'https://evil.example' };
    expect(await ask(server, '/metrics', { headers })).toMatchObject({ status: 403 });
  });
});
