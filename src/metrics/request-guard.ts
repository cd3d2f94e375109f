import type { IncomingMessage } from 'node:http';

/** Why a request gets no page. */
export interface Refusal {
  readonly status: 403 | 405;
  readonly message: string;
}

const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];
const HTTP_PORT = 80;

/**
 * Refuses what can only come from another site's page in a browser of this machine, and everything that is no read.
 *
 * A page cannot forge `Host`, `Origin` or `Sec-Fetch-Site`. A name that was rebound to 127.0.0.1 still arrives as that name in
 * `Host`; a request from another origin says so in the other two. Prometheus and curl send neither of those.
 */
export function refusalOf({ method, headers, socket }: IncomingMessage): Refusal | undefined {
  const ownHosts = hostsOf(socket.localPort);
  if (!ownHosts.includes(headers.host?.toLowerCase() ?? '')) {
    return { status: 403, message: `Host: expected ${ownHosts.join(' or ')}` };
  }
  const { origin } = headers;
  if (origin !== undefined && !ownHosts.some((host) => origin.toLowerCase() === `http://${host}`)) {
    return { status: 403, message: 'Origin: expected this server or none' };
  }
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    return { status: 403, message: 'Sec-Fetch-Site: expected same-origin or none' };
  }
  if (method !== 'GET' && method !== 'HEAD') return { status: 405, message: 'method: expected GET or HEAD' };
  return undefined;
}

/** What `Host` can be when the request is meant for this server. Browsers leave the default port away. */
function hostsOf(port: number | undefined): readonly string[] {
  const withPort = LOOPBACK_NAMES.map((name) => `${name}:${port ?? ''}`);
  return port === HTTP_PORT ? [...withPort, ...LOOPBACK_NAMES] : withPort;
}
