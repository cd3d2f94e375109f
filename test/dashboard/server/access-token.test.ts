import { describe, expect, it } from 'vitest';
import { ask } from '../support/ask.js';
import { FakeFeed } from '../support/fake-feed.js';
import { registry, runningServers } from '../support/running.js';

const start = runningServers();
const token = 'Token-of_tests.~17';

async function logIn(server: { readonly port: number }): Promise<string> {
  const { headers } = await ask(server, `/?token=${token}`);
  return headers['set-cookie']![0]!.split(';', 1)[0]!;
}

describe('the token of a server', () => {
  it.each([`Bearer ${token}`, `bearer   ${token} `])('opens it as %j', async (authorization) => {
    const server = await start({ registry }, { token });
    expect(await ask(server, '/metrics', { headers: { authorization } })).toMatchObject({ status: 200 });
  });

  it.each([
    'Bearer',
    'Bearer ',
    `Bearer ${token}x`,
    `Bearer ${token.slice(1)}`,
    `Bearer ${token.toLowerCase()}`,
    `Basic ${token}`,
    token,
  ])('is not %j', async (authorization) => {
    const server = await start({ registry }, { token });
    expect(await ask(server, '/metrics', { headers: { authorization } })).toMatchObject({ status: 401 });
  });

  it('gives a browser that shows it a cookie of its own, and leaves the address bar', async () => {
    const server = await start({ registry, feed: new FakeFeed() }, { token });
    const { status, headers, text } = await ask(server, `/?token=${token}`);
    expect({ status, location: headers.location }).toEqual({ status: 303, location: '/' });
    expect(headers['set-cookie']).toEqual([
      expect.stringMatching(`^manyhands-${server.port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict$`),
    ]);
    expect(headers['cache-control']).toBe('no-store');
    expect(JSON.stringify([headers, text])).not.toContain(token);
  });

  it('is stood for by that cookie, among others', async () => {
    const server = await start({ registry }, { token });
    const cookie = `theme=dark; ${await logIn(server)}; manyhands-1=x`;
    expect(await ask(server, '/metrics', { headers: { cookie } })).toMatchObject({ status: 200 });
  });

  it('is not stood for by the cookie of another token, of another port, or by itself', async () => {
    const server = await start({ registry }, { token });
    const other = await start({ registry }, { token: 'another-token-of-tests' });
    const cookie = await logIn(server);
    const value = cookie.split('=')[1]!;
    for (const wrong of [
      `manyhands-${other.port}=${value}`,
      `manyhands-${other.port}=another-token-of-tests`,
    ]) {
      expect(await ask(other, '/metrics', { headers: { cookie: wrong } })).toMatchObject({ status: 401 });
    }
    for (const wrong of [`manyhands-1=${value}`, `manyhands-${server.port}=`, `manyhands-${server.port}`]) {
      expect(await ask(server, '/metrics', { headers: { cookie: wrong } })).toMatchObject({ status: 401 });
    }
  });

  it.each([
    '/?token=',
    '/?token=wrong',
    `/?token=${token}x`,
    `/metrics?token=${token}`,
    `/?a=b&token=${token}`,
  ])('is not shown by %s', async (path) => {
    const server = await start({ registry }, { token });
    const { status, headers } = await ask(server, path);
    expect({ status, cookie: headers['set-cookie'] }).toEqual({ status: 401, cookie: undefined });
  });

  it('is shown in the address for the page alone, where nobody asks for it', async () => {
    const server = await start({ registry });
    expect(await ask(server, '/?token=whatever')).toMatchObject({ status: 404 });
  });
});
