import type { IncomingMessage, ServerResponse } from 'node:http';
import { isHost, isLoopback } from '../../shared/config/host.js';

/** What is answered, whole. */
export interface Reply {
  /** 200 if it is not there. */
  readonly status?: number;
  readonly contentType: string;
  readonly body: string | Uint8Array;
  /** Of exactly these bytes. A client that has them is told so; without, it must not keep them. */
  readonly etag?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer that goes on. */
export interface EndlessReply {
  readonly contentType: string;
  /** Called when the headers are out; writes to the response until either side has enough. */
  readonly begin: (response: ServerResponse) => void;
}

/**
 * What no page of ours needs is forbidden to all: a script that got into one could not load or send anything. WASM is compiled by
 * the page that plays the environment.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const SAFETY_HEADERS = {
  'Content-Security-Policy': POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
} as const;

/** Only what a browser trusts the connection for: elsewhere it ignores this one, and complains of it on the page's console. */
const TRUSTED_HEADERS = { 'Cross-Origin-Opener-Policy': 'same-origin' } as const;

/** One line. */
export const textReply = (message: string, status = 200): Reply => ({
  status,
  contentType: 'text/plain; charset=utf-8',
  body: `${message}\n`,
});

/** JSON has no NaN and no Infinity: both become null. */
export const jsonReply = (value: unknown): Reply => ({
  contentType: 'application/json; charset=utf-8',
  body: JSON.stringify(value),
});

/** Sends an answer, or of `HEAD` its headers alone, or to whoever has it already that nothing has changed. */
export function send(request: IncomingMessage, response: ServerResponse, reply: Reply | EndlessReply): void {
  if ('begin' in reply) {
    response.writeHead(200, {
      ...safetyHeaders(request),
      'Content-Type': reply.contentType,
      'Cache-Control': 'no-store',
    });
    if (request.method === 'HEAD') response.end();
    else reply.begin(response);
    return;
  }
  const { status = 200, contentType, body, etag, headers } = reply;
  const always = {
    ...safetyHeaders(request),
    'Cache-Control': etag === undefined ? 'no-store' : 'no-cache',
    ...(etag !== undefined && { ETag: etag }),
    ...headers,
  };
  if (etag !== undefined && hasAlready(request, etag)) {
    response.writeHead(304, always);
    response.end();
    return;
  }
  response.writeHead(status, {
    ...always,
    'Content-Type': contentType,
    'Content-Length': Buffer.byteLength(body),
    // A refused request may have a body that nobody will read.
    ...(status >= 400 && { Connection: 'close' }),
  });
  // Node leaves the body away where the method is HEAD.
  response.end(body);
}

function safetyHeaders({ headers: { host = '' } }: IncomingMessage): Readonly<Record<string, string>> {
  const name = host.replace(/:\d*$/, '');
  return isHost(name) && isLoopback(name) ? { ...SAFETY_HEADERS, ...TRUSTED_HEADERS } : SAFETY_HEADERS;
}

/** RFC 9110, section 13.1.2: a list, compared weakly, or `*` for anything. */
function hasAlready({ headers }: IncomingMessage, etag: string): boolean {
  const tags = headers['if-none-match']?.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags !== undefined && (tags.includes(etag) || tags.includes('*'));
}
