import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { KERNELS_PATH } from '../../../../../src/dashboard/page/play/load-kernels.js';
import {
  API_PATHS,
  POLICY_VERSION_HEADER,
  type RunDescription,
} from '../../../../../src/dashboard/protocol.js';

/** The least that a page needs, with the policy that the real server sends: nothing inline, nothing from elsewhere. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src 'self'";

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>play</title>
    <link rel="icon" href="/icon.svg">
    <link rel="stylesheet" href="/play.css">
    <script type="module" src="/main.js"></script>
  </head>
  <body><section id="play"></section></body>
</html>`;

const MAIN = `import { startPlay } from '/play.js';
const description = await (await fetch('${API_PATHS.run}')).json();
globalThis.play = startPlay({ section: document.getElementById('play'), description });`;

const ICON = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>';

/** Weights by the id they are asked for. */
export interface ServedWeights {
  readonly version: number;
  readonly parameters: Float32Array;
}

/** Serves one page that plays, of whatever run it is told. */
export class PlayServer {
  description!: RunDescription;
  hasKernels = true;
  readonly weights = new Map<string, ServedWeights>();
  /** Ids and statuses of all requests for weights. */
  readonly asked: { readonly id: string; readonly status: number }[] = [];
  readonly #server: Server;

  constructor(playScript: string) {
    const css = readFileSync('src/dashboard/page/play/play.css');
    const kernels = readFileSync('dist/wasm/kernels.wasm');
    const files: Readonly<Record<string, readonly [type: string, body: string | Buffer]>> = {
      '/': ['text/html', PAGE],
      '/main.js': ['text/javascript', MAIN],
      '/play.js': ['text/javascript', playScript],
      '/play.css': ['text/css', css],
      '/icon.svg': ['image/svg+xml', ICON],
      [KERNELS_PATH]: ['application/wasm', kernels],
    };
    this.#server = createServer((request, response) => {
      response.setHeader('Content-Security-Policy', CONTENT_SECURITY_POLICY);
      const { pathname } = new URL(request.url!, 'http://localhost');
      const file = pathname === KERNELS_PATH && !this.hasKernels ? undefined : files[pathname];
      if (pathname.startsWith(API_PATHS.weights)) this.#sendWeights(request, response, pathname);
      else if (pathname === API_PATHS.run) response.end(JSON.stringify(this.description));
      else if (file === undefined) response.writeHead(404).end();
      else response.setHeader('Content-Type', file[0]).end(file[1]);
    });
  }

  /** @returns the page's address */
  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #sendWeights(request: IncomingMessage, response: ServerResponse, pathname: string): void {
    const id = decodeURIComponent(pathname.slice(API_PATHS.weights.length));
    const weights = this.weights.get(id);
    const etag = weights && `"${weights.version}"`;
    const status = weights === undefined ? 404 : request.headers['if-none-match'] === etag ? 304 : 200;
    this.asked.push({ id, status });
    response.statusCode = status;
    if (weights === undefined) {
      response.end();
      return;
    }
    response.setHeader('ETag', etag!).setHeader(POLICY_VERSION_HEADER, weights.version);
    response.end(status === 200 ? Buffer.from(weights.parameters.slice().buffer) : undefined);
  }
}
