import { readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { ScriptedFeed } from './scripted-feed.js';
import { DQN_RUN } from './synthetic-run.js';

const CSP =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

/** A page's server whose run a test writes. */
export interface ScriptedServer {
  readonly feed: ScriptedFeed;
  readonly url: string;
  readonly port: number;
  /** Cuts all readers off, as a network would. */
  dropReaders(): void;
  /** Sends the readers something that no server of ours would. */
  sendRaw(text: string): void;
  close(): Promise<void>;
}

export async function serveScript(feed = new ScriptedFeed(DQN_RUN), port = 0): Promise<ScriptedServer> {
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
      const { version, parameters } = feed.weights();
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
  const bound = (server.address() as AddressInfo).port;
  return {
    feed,
    url: `http://127.0.0.1:${bound}`,
    port: bound,
    dropReaders: () => {
      for (const response of streams) response.destroy();
    },
    sendRaw: (text) => {
      for (const response of streams) response.write(text);
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
