import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MetricsRegistry } from '../../metrics/open-metrics.js';
import { messageOf } from '../../shared/errors.js';
import type { RunFeed } from '../run-feed.js';
import { AccessToken } from './access-token.js';
import { PAGE_FOLDER, pageRoutes } from './assets.js';
import { EventReaders, type ReaderLimits } from './event-readers.js';
import { checkAddress, DEFAULT_HOST, listen, type Address } from './listen.js';
import { isLogin, loginReply } from './login.js';
import { metricsRoutes } from './metrics-page.js';
import { send, textReply } from './reply.js';
import { refusalOf, type Door } from './request-guard.js';
import { route, type Routes } from './routes.js';
import { apiRoutes } from './run-api.js';

/** What a run has to show. Each part is there or not. */
export interface RunPages {
  /** Served at `/metrics`. */
  readonly registry?: MetricsRegistry;
  /** Served under `/api/`, with the page that shows it at `/`. */
  readonly feed?: RunFeed;
  /** The files of that page; ends in a slash. As the build left them if it is not there. */
  readonly pageFolder?: URL;
}

export interface RunServer {
  /** `http://127.0.0.1:<port>`, or whatever host was asked for; without the token. */
  readonly url: string;
  readonly port: number;
  /** Stops listening, lets readers of events have what was sent, and drops every connection. */
  close(): Promise<void>;
}

/** How long a client may take, and how much it may ask for. */
export interface ServerLimits extends ReaderLimits {
  readonly headersTimeoutMilliseconds: number;
  /** Without a byte either way. */
  readonly idleMilliseconds: number;
  readonly maxConnections: number;
}

/** An answer takes milliseconds: whoever needs longer to ask or to read is cut off. */
const LIMITS = { headersTimeoutMilliseconds: 5_000, idleMilliseconds: 60_000, maxConnections: 256 } as const;
const MAX_HEADER_BYTES = 8_192;
const KEEP_ALIVE_MILLISECONDS = 30_000;
const CLOSE_GRACE_MILLISECONDS = 500;

/**
 * Serves a run over HTTP to whoever may read it: programs of this machine and their users, or with a token whoever knows it. Never
 * to another site's page in a browser, and nothing can be changed through it.
 *
 * @throws ManyhandsError `ERR_PORT` when the port is taken, forbidden or none; `ERR_CONFIG` when the host is not of this machine, or
 *   a token is missing or no good
 */
export async function startRunServer(
  address: Address,
  pages: RunPages,
  limits: Partial<ServerLimits> = {},
): Promise<RunServer> {
  checkAddress(address);
  const readers = pages.feed && new EventReaders(pages.feed, limits);
  const routes = await routesOf(pages, readers);
  const token = address.token === null ? null : new AccessToken(address.token);
  const door: Door = { host: address.host ?? DEFAULT_HOST, token };
  const server = limited({ ...LIMITS, ...limits }, (request, response) => {
    void answer(request, response, door, routes);
  });
  const url = await listen(server, address);
  const { port } = server.address() as AddressInfo;
  return { url, port, close: () => close(server, readers) };
}

async function routesOf(
  { registry, feed, pageFolder = PAGE_FOLDER }: RunPages,
  readers: EventReaders | undefined,
): Promise<Routes> {
  return {
    ...(feed && readers && { ...(await pageRoutes(pageFolder)), ...apiRoutes(feed, readers) }),
    ...(registry && metricsRoutes(registry)),
    '/healthz': () => textReply('ok'),
  };
}

function limited(
  { headersTimeoutMilliseconds, idleMilliseconds, maxConnections }: Omit<ServerLimits, keyof ReaderLimits>,
  listener: (request: IncomingMessage, response: ServerResponse) => void,
): Server {
  const options = {
    headersTimeout: headersTimeoutMilliseconds,
    requestTimeout: headersTimeoutMilliseconds,
    connectionsCheckingInterval: headersTimeoutMilliseconds,
    keepAliveTimeout: KEEP_ALIVE_MILLISECONDS,
    maxHeaderSize: MAX_HEADER_BYTES,
  };
  const server = createServer(options, listener);
  server.setTimeout(idleMilliseconds);
  server.maxConnections = maxConnections;
  return server;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  door: Door,
  routes: Routes,
): Promise<void> {
  const { url = '', headers } = request;
  try {
    const refusal = refusalOf(request, door);
    if (refusal) {
      send(request, response, refusal);
      return;
    }
    if (door.token !== null && isLogin(url)) {
      send(request, response, loginReply(request, door.token));
      return;
    }
    const reply = route(routes, url, headers);
    // At once where that is possible: the last place for a reader of events goes to one.
    send(request, response, reply instanceof Promise ? await reply : reply);
  } catch (error) {
    if (response.headersSent) response.destroy();
    else send(request, response, textReply(messageOf(error), 500));
  }
}

async function close(server: Server, readers: EventReaders | undefined): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  await Promise.race([readers?.close(), sleep(CLOSE_GRACE_MILLISECONDS, undefined, { ref: false })]);
  // A scraper keeps its connection open between scrapes, and close() alone would wait for it.
  server.closeAllConnections();
  await closed;
}
