import { readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import type { RunFeed } from '../../../../src/dashboard/run-feed.js';

const CSP =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

export async function servePage(feed: RunFeed, port = 0) {
  const streams = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?')[0]!;
    response.setHeader('Content-Security-Policy', CSP);
    response.setHeader('X-Content-Type-Options', 'nosniff');
    if (path === '/api/run') {
      response.setHeader('Content-Type', 'application/json').end(JSON.stringify(feed.description));
      return;
    }
    if (path === '/api/events') {
      response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
      streams.add(response);
      const send = ({ kind, ...rest }: { kind: string }) =>
        response.write(`event: ${kind}\ndata: ${JSON.stringify(rest)}\n\n`);
      response.write('retry: 200\n\n');
      send({ kind: 'history', history: feed.history() } as { kind: string });
      const end = feed.subscribe(send);
      response.on('close', () => {
        end();
        streams.delete(response);
      });
      return;
    }
    if (path.startsWith('/api/weights/')) {
      const { version, parameters } = feed.weights('newest')!;
      response.setHeader('X-Policy-Version', String(version)).end(new Uint8Array(parameters.buffer));
      return;
    }
    try {
      const file = path === '/' ? 'index.html' : path.slice(1);
      response.setHeader('Content-Type', TYPES[extname(file)] ?? 'text/plain');
      response.end(readFileSync(`dist/page/${file}`));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Cuts the page off, as a network would. */
    dropStreams: () => {
      for (const response of streams) response.destroy();
    },
    get numStreams() {
      return streams.size;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
