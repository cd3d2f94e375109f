import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expected, ManyhandsError, messageOf } from '../shared/errors.js';
import { refusalOf } from './request-guard.js';

/** What a route answers. */
export interface Page {
  readonly contentType: string;
  readonly body: string;
}

/** Path to page. Paths are compared exactly, without the query. */
export type Routes = Readonly<Record<string, () => Page | Promise<Page>>>;

/** The part of a prom-client registry that is served. */
export interface MetricsText {
  readonly contentType: string;
  metrics(): Promise<string>;
}

export interface MetricsServer {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  readonly port: number;
  /** Stops listening and drops every connection. */
  close(): Promise<void>;
}

const HOST = '127.0.0.1';
const MAX_PORT = 65_535;

/** A scrape takes milliseconds: whoever needs longer to ask or to read is cut off. */
const LIMITS = {
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  keepAliveTimeout: 30_000,
  connectionsCheckingInterval: 5_000,
  maxHeaderSize: 8_192,
} as const;
const SOCKET_TIMEOUT_MILLISECONDS = 60_000;
const MAX_CONNECTIONS = 64;

/** `/metrics` for Prometheus and `/healthz` for whoever asks whether the process answers. */
export function metricsRoutes(registry: MetricsText): Routes {
  return {
    '/metrics': async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
    '/healthz': () => ({ contentType: 'text/plain; charset=utf-8', body: 'ok\n' }),
  };
}

/**
 * Serves some pages on 127.0.0.1, to programs of this machine only: no other interface, no other site's page in a browser.
 *
 * @param port - 0 takes any free one; `'off'` serves nothing
 * @returns `null` for `'off'`
 * @throws ManyhandsError `ERR_PORT` when the port is taken, forbidden or none
 */
export async function startMetricsServer(
  port: number | 'off',
  routes: Routes,
): Promise<MetricsServer | null> {
  if (port === 'off') return null;
  if (!Number.isInteger(port) || port < 0 || port > MAX_PORT) {
    throw expected('ERR_PORT', 'metrics port', `a whole number up to ${MAX_PORT} or off`, port);
  }
  const server = createServer(LIMITS, (request, response) => {
    void answer(request, response, routes);
  });
  server.setTimeout(SOCKET_TIMEOUT_MILLISECONDS);
  server.maxConnections = MAX_CONNECTIONS;
  await listen(server, port);
  const { port: actualPort } = server.address() as AddressInfo;
  return { url: `http://${HOST}:${actualPort}`, port: actualPort, close: () => close(server) };
}

async function answer(request: IncomingMessage, response: ServerResponse, routes: Routes): Promise<void> {
  const refusal = refusalOf(request);
  if (refusal) {
    send(request, response, refusal.status, text(refusal.message));
    return;
  }
  const path = (request.url ?? '').split('?', 1)[0]!;
  const route = routes[path];
  if (!route) {
    send(request, response, 404, text(`no page here; there are ${Object.keys(routes).join(', ')}`));
    return;
  }
  try {
    send(request, response, 200, await route());
  } catch (error) {
    send(request, response, 500, text(messageOf(error)));
  }
}

function send(request: IncomingMessage, response: ServerResponse, status: number, page: Page): void {
  response.writeHead(status, {
    'Content-Type': page.contentType,
    'Content-Length': Buffer.byteLength(page.body),
    'Cache-Control': 'no-store',
    'Content-Security-Policy': "default-src 'none'",
    'X-Content-Type-Options': 'nosniff',
    ...(status === 405 && { Allow: 'GET, HEAD' }),
    // A refused request may have a body that nobody will read.
    ...(status !== 200 && { Connection: 'close' }),
  });
  response.end(request.method === 'HEAD' ? undefined : page.body);
}

const text = (message: string): Page => ({ contentType: 'text/plain; charset=utf-8', body: `${message}\n` });

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = (error: NodeJS.ErrnoException) => {
      const got = error.code === 'EADDRINUSE' ? 'one that another program listens on' : messageOf(error);
      const fix = 'give another with --metrics-port, or --metrics-port off';
      const message = `metrics port ${port}: expected a free port on ${HOST}, got ${got}; ${fix}`;
      reject(new ManyhandsError('ERR_PORT', message, { cause: error }));
    };
    server.once('error', refuse);
    // Without a host, Node would listen on every interface.
    server.listen(port, HOST, () => {
      server.off('error', refuse);
      resolve();
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    // A scraper keeps its connection open between scrapes, and close() alone would wait for it.
    server.closeAllConnections();
  });
}
