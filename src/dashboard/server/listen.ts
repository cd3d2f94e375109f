import { lookup } from 'node:dns/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bareHost, isLoopback, urlHost } from '../../shared/config/host.js';
import { isToken, MAX_PORT, TOKEN_WORDS } from '../../shared/config/metrics.js';
import { expected, messageOf, type ManyhandsError } from '../../shared/errors.js';

/** Where a server listens, and what whoever asks has to know. */
export interface Address {
  /** 0 takes any free one. */
  readonly port: number;
  /** A name or an address of this machine; null: 127.0.0.1. */
  readonly host: string | null;
  /** null: whoever reaches it may read. Only where no other machine does. */
  readonly token: string | null;
}

export const DEFAULT_HOST = '127.0.0.1';

/** Every address of this machine; to reach it from here, one will do. */
const WILDCARDS: ReadonlyMap<string, string> = new Map([
  ['0.0.0.0', '127.0.0.1'],
  ['[::]', '[::1]'],
]);

/** @throws ManyhandsError `ERR_PORT` or `ERR_CONFIG` for what can only be a mistake; never shows the token */
export function checkAddress({ port, host, token }: Address): void {
  if (!Number.isInteger(port) || port < 0 || port > MAX_PORT) {
    throw expected('ERR_PORT', 'metrics port', `a whole number up to ${MAX_PORT} or off`, port);
  }
  if (token !== null && !isToken(token)) {
    throw expected(
      'ERR_CONFIG',
      'metrics token',
      TOKEN_WORDS,
      `${token.length} characters that are not shown`,
    );
  }
  if (host !== null && !isLoopback(host)) expectToken(token, host);
}

/**
 * @returns the address in a URL, as this machine can reach it
 * @throws ManyhandsError `ERR_CONFIG` if the host is not of this machine, `ERR_PORT` if the port is not to be had
 */
export async function listen(server: Server, { port, host: asked, token }: Address): Promise<string> {
  const host = asked ?? DEFAULT_HOST;
  const { address } = await lookup(bareHost(host)).catch((cause: unknown) => {
    throw badHost(host, cause);
  });
  // localhost is what the machine's files say it is.
  if (!isLoopback(address)) expectToken(token, host);
  await new Promise<void>((resolve, reject) => {
    const refuse = (cause: NodeJS.ErrnoException) =>
      reject(cause.code === 'EADDRNOTAVAIL' ? badHost(host, cause) : badPort(port, host, cause));
    server.once('error', refuse);
    // Without a host, Node would listen on every interface.
    server.listen(port, address, () => {
      server.off('error', refuse);
      resolve();
    });
  });
  const name = urlHost(host);
  return `http://${WILDCARDS.get(name) ?? name}:${(server.address() as AddressInfo).port}`;
}

function expectToken(token: string | null, host: string): void {
  if (token !== null) return;
  const fix = `other machines can reach ${host}: give a token in the environment as MANYHANDS_METRICS__TOKEN`;
  throw expected('ERR_CONFIG', 'metrics token', TOKEN_WORDS, `none; ${fix}`);
}

function badHost(host: string, cause: unknown): ManyhandsError {
  const got = `${host} (${messageOf(cause)}); give another with --host`;
  return expected('ERR_CONFIG', 'metrics host', 'a name or an address of this machine', got, { cause });
}

function badPort(port: number, host: string, cause: NodeJS.ErrnoException): ManyhandsError {
  const got = cause.code === 'EADDRINUSE' ? 'one that another program listens on' : messageOf(cause);
  const fix = 'give another with --metrics-port, or --metrics-port off';
  return expected('ERR_PORT', `metrics port ${port}`, `a free port on ${host}`, `${got}; ${fix}`, { cause });
}
