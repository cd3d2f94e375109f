import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { hostname } from 'node:os';
import { bareHost, urlHost } from '../../shared/config/host.js';
import type { AccessToken, Proof } from './access-token.js';
import { isLogin, unauthorized } from './login.js';
import { textReply, type Reply } from './reply.js';

/** Who is let in. */
export interface Door {
  /** What is listened on. */
  readonly host: string;
  /** null: whoever reaches it. */
  readonly token: AccessToken | null;
}

const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];
const HTTP_PORT = 80;
/** Our own are a tenth of that. */
const MAX_URL_LENGTH = 2_048;

/**
 * Refuses what can only come from another site's page in a browser, everything that is no read, and whoever does not know the token.
 *
 * A page cannot forge `Host`, `Origin` or `Sec-Fetch-Site`. A name that was rebound to this machine still arrives as that name in
 * `Host`; a request from another origin says so in the other two. Prometheus and curl send neither of those.
 */
export function refusalOf(request: IncomingMessage, door: Door): Reply | undefined {
  const { method, headers, url = '' } = request;
  const proof = door.token?.proofIn(request);
  const host = headers.host?.toLowerCase() ?? '';
  const wantedHosts = refusedHost(host, request, door, proof);
  if (wantedHosts !== undefined) return textReply(`Host: expected ${wantedHosts}`, 403);
  const { origin } = headers;
  if (origin !== undefined && origin.toLowerCase() !== `http://${host}`) {
    return textReply('Origin: expected this server or none', 403);
  }
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    const fix = 'type the address instead of following a link from another site';
    return textReply(`Sec-Fetch-Site: expected same-origin or none; ${fix}`, 403);
  }
  if (method !== 'GET' && method !== 'HEAD') {
    return { ...textReply('method: expected GET or HEAD', 405), headers: { Allow: 'GET, HEAD' } };
  }
  if (hasBody(request)) return textReply('body: expected none', 413);
  if (url.length > MAX_URL_LENGTH) {
    return textReply(`address: expected at most ${MAX_URL_LENGTH} characters`, 414);
  }
  return door.token === null || proof !== undefined || isLogin(url) ? undefined : unauthorized();
}

/** @returns what `Host` should have been, undefined if it is that */
function refusedHost(
  host: string,
  { socket: { localPort = 0 } }: IncomingMessage,
  { host: ownHost, token }: Door,
  proof: Proof | undefined,
): string | undefined {
  const names = new Set([...LOOPBACK_NAMES, urlHost(ownHost)]);
  if (token === null) {
    const hosts = [...names].map((name) => `${name}:${localPort}`);
    // Browsers leave the default port away.
    if (localPort === HTTP_PORT) hosts.push(...names);
    return hosts.includes(host) ? undefined : hosts.join(' or ');
  }
  // No browser sends a bearer token by itself: whoever does may call this machine what it likes, as containers do.
  if (proof === 'bearer') return undefined;
  // Neither an address nor a name of our own can be rebound to us. The port may be another's that leads here.
  names.add(hostname().toLowerCase());
  const name = host.replace(/:\d*$/, '');
  return names.has(name) || isIP(bareHost(name)) !== 0 ? undefined : `an address, ${[...names].join(' or ')}`;
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
