import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { startRunServer } from '../../../src/dashboard/server/server.js';
import { TOKEN_WORDS } from '../../../src/shared/config/metrics.js';
import { ask } from '../support/ask.js';
import { registry, runningServers } from '../support/running.js';

const start = runningServers();
const token = 'a-token-of-tests-1';
const headers = { authorization: `Bearer ${token}` };

const hasIpv6 = Object.values(networkInterfaces())
  .flat()
  .some((one) => one?.address === '::1');
if (!hasIpv6) console.warn('skipped: this machine has no ::1, so servers on it are not tried');

describe('the port of a server', () => {
  it('says that it is taken, and what to do', async () => {
    const { port } = await start();
    await expect(start({ registry }, { port })).rejects.toMatchObject({
      code: 'ERR_PORT',
      message:
        `metrics port ${port}: expected a free port on 127.0.0.1, got one that another program listens on; ` +
        'give another with --metrics-port, or --metrics-port off',
    });
  });

  it.each([-1, 1.5, 65_536, NaN])('is not %d', async (port) => {
    await expect(start({ registry }, { port })).rejects.toMatchObject({
      code: 'ERR_PORT',
      message: `metrics port: expected a whole number up to 65535 or off, got ${port}`,
    });
  });
});

describe('the host of a server', () => {
  it.runIf(process.platform === 'linux')(
    'is what it listens on, every address where it is 0.0.0.0',
    async () => {
      const server = await start({ registry }, { host: '0.0.0.0', token });
      expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
      const socket = connect(server.port, '127.0.0.2');
      await once(socket, 'connect');
      socket.destroy();
      expect(await ask(server, '/metrics', { headers })).toMatchObject({ status: 200 });
    },
  );

  it.runIf(process.platform === 'linux')('needs no token on any address of loopback', async () => {
    const server = await start({ registry }, { host: '127.0.0.2' });
    expect(server.url).toBe(`http://127.0.0.2:${server.port}`);
    expect(await ask(server, '/metrics', { host: '127.0.0.2' })).toMatchObject({ status: 200 });
  });

  it('can be localhost', async () => {
    const server = await start({ registry }, { host: 'localhost' });
    expect(server.url).toBe(`http://localhost:${server.port}`);
    expect((await fetch(`${server.url}/metrics`)).status).toBe(200);
  });

  it.runIf(hasIpv6).each(['::1', '[::1]', '0:0:0:0:0:0:0:1'])('can be %s, without a token', async (host) => {
    const server = await start({ registry }, { host });
    expect(server.url).toBe(`http://[::1]:${server.port}`);
    expect((await fetch(`${server.url}/metrics`)).status).toBe(200);
  });

  it.runIf(hasIpv6)('can be ::, with one', async () => {
    const server = await start({ registry }, { host: '::', token });
    expect(server.url).toBe(`http://[::1]:${server.port}`);
    expect((await fetch(`${server.url}/metrics`)).status).toBe(401);
    expect((await fetch(`${server.url}/metrics`, { headers })).status).toBe(200);
  });

  it.each(['0.0.0.0', '::', '192.0.2.1', 'some.example', '::ffff:127.0.0.1'])(
    'cannot be %s without a token',
    async (host) => {
      await expect(start({ registry }, { host })).rejects.toMatchObject({
        code: 'ERR_CONFIG',
        message:
          `metrics token: expected ${TOKEN_WORDS}, got none; other machines can reach ${host}: ` +
          'give a token in the environment as MANYHANDS_METRICS__TOKEN',
      });
    },
  );

  it.each(['192.0.2.1', 'no-such-host.invalid'])('is not %s, which is not of this machine', async (host) => {
    await expect(start({ registry }, { host, token })).rejects.toMatchObject({
      code: 'ERR_CONFIG',
      message: expect.stringMatching(
        new RegExp(
          `^metrics host: expected a name or an address of this machine, got ${host} \\(.+\\); give another with --host$`,
        ),
      ) as string,
    });
  });

  it.each(['short', 'fifteen-charact', 'with a space in it', 'x'.repeat(257)])(
    'does not start with a token like %j, nor shows it',
    async (bad) => {
      const refused = startRunServer({ port: 0, host: null, token: bad }, { registry });
      await expect(refused).rejects.toMatchObject({
        code: 'ERR_CONFIG',
        message: `metrics token: expected ${TOKEN_WORDS}, got ${bad.length} characters that are not shown`,
      });
    },
  );
});
