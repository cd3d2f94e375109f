import { createServer, request, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename } from 'node:path';
import { startCli } from '../../support/cli.js';
import { end, giveWay, said } from './child.js';

/** What Prometheus asked a run for, and what the run answered in. */
export interface Scrape {
  readonly accepted: string;
  readonly contentType: string;
}

/** A run in a process of its own, and what stands between it and Prometheus. */
export interface ScrapedRun {
  /** Its name: the label `run` of `manyhands_build_info`. */
  readonly name: string;
  /** What Prometheus scrapes. */
  readonly target: string;
  readonly token: string | undefined;
  readonly scrapes: readonly Scrape[];
  stop(): Promise<void>;
}

export interface RunOptions {
  readonly out: string;
  readonly args: readonly string[];
  /** Environment steps between two evaluations, and between two checkpoints. */
  readonly everySteps: number;
  /** Scraped in the text format, as by a Prometheus that knows no OpenMetrics. */
  readonly isTextOnly?: boolean;
  /** What whoever scrapes it has to know; it is then asked under the name that it has for containers. */
  readonly token?: string;
}

/** Starts a run that goes on until it is stopped, and waits until it can be scraped. */
export async function startScrapedRun(options: RunOptions): Promise<ScrapedRun> {
  const { out, args, everySteps, isTextOnly = false, token } = options;
  const scrapes: Scrape[] = [];
  let run = '';
  const proxy = createServer((incoming, outgoing) => {
    const { accept, ...others } = incoming.headers;
    const headers: IncomingHttpHeaders = isTextOnly ? others : { ...others, accept };
    const forwarded = request(`${run}${incoming.url ?? ''}`, {
      headers: { ...headers, host: token === undefined ? new URL(run).host : 'training:9464' },
    });
    forwarded.on('response', (answer) => {
      scrapes.push({ accepted: accept ?? '', contentType: answer.headers['content-type'] ?? '' });
      outgoing.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.on('error', () => outgoing.destroy());
    forwarded.end();
  });
  const { port } = await listen(proxy);
  // The port is taken: the run takes another, and says which.
  const settings = [`evaluation.everySteps=${everySteps}`, `run.checkpointEverySteps=${everySteps}`];
  const { child, ended } = startCli(
    [
      ...['train', ...args, ...settings.flatMap((setting) => ['--set', setting])],
      ...['--steps', '1000000000000', '--target-return', '1000000', '--eval-episodes', '3'],
      ...['--actors', '1', '--metrics-port', String(port), '--out', out, '--quiet'],
    ],
    token === undefined ? {} : { MANYHANDS_METRICS__TOKEN: token },
  );
  ended.catch(() => undefined);
  giveWay(child);
  run = await said(child, /(http:\/\/127\.0\.0\.1:\d+)\S* instead/);
  return {
    name: basename(out),
    target: `127.0.0.1:${port}`,
    token,
    scrapes,
    async stop() {
      proxy.close();
      proxy.closeAllConnections();
      await end(child);
    },
  };
}

function listen(server: Server): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server.address() as AddressInfo));
  });
}
