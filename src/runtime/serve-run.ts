import type { Address } from '../dashboard/server/listen.js';
import type { RunPages, RunServer } from '../dashboard/server/server.js';
import type { RunMetricsSource } from '../metrics/run-metrics-source.js';
import { ManyhandsError } from '../shared/errors.js';
import { packageVersion } from '../shared/package-version.js';
import type { Run } from './run.js';

/**
 * Serves a run where its config says: `/metrics`, and its page. A port that is taken costs nobody a run: any free one
 * takes its place, 127.0.0.1 that of a host which is not of this machine, and `say` is told.
 *
 * @returns null if the config says `off`
 */
export async function serveRun(run: Run, say: (text: string) => void): Promise<RunServer | null> {
  const { port, host, token } = run.prepared.config.metrics;
  if (port === 'off') return null;
  // Loaded here and not at start-up: the threads are on their way by now.
  const { createRunRegistry } = await import('../metrics/prometheus.js');
  const { LiveFeed } = await import('./live-feed.js');
  const pages = { registry: createRunRegistry(metricsSource(run)), feed: new LiveFeed(run) };
  return startSomewhere({ port, host, token }, pages, say);
}

async function startSomewhere(
  address: Address,
  pages: RunPages,
  say: (text: string) => void,
): Promise<RunServer> {
  const { startRunServer } = await import('../dashboard/server/server.js');
  try {
    return await startRunServer(address, pages);
  } catch (error) {
    const instead = elsewhere(address, error);
    if (instead === undefined) throw error;
    const server = await startSomewhere(instead, pages, say);
    say(`${(error as Error).message}; this run is at ${server.url} instead`);
    return server;
  }
}

/** Where nobody else can be in the way, undefined if that was it. */
function elsewhere(address: Address, error: unknown): Address | undefined {
  if (!(error instanceof ManyhandsError)) return undefined;
  if (error.code === 'ERR_PORT' && address.port !== 0) return { ...address, port: 0 };
  if (error.code === 'ERR_CONFIG' && address.host !== null) return { ...address, host: null };
  return undefined;
}

function metricsSource(run: Run): RunMetricsSource {
  const { meter, supervisor, prepared, directory } = run;
  const { algorithm, env, learner } = prepared.config;
  return {
    info: {
      version: packageVersion(),
      node: process.version,
      algorithm: algorithm.name,
      environment: env.id,
      engine: learner.engine,
      run: directory.name,
    },
    actors: () => meter.actors.map((line) => line.snapshot()),
    learner: () => meter.learner.snapshot(),
    histogram(name) {
      const { buckets, sum, count } = meter.histograms[name].snapshot();
      return {
        buckets: buckets.map(({ upperBound, cumulativeCount }) => ({
          le: upperBound,
          count: cumulativeCount,
        })),
        sum,
        count,
      };
    },
    rings: () => meter.rings(),
    supervision: () => ({
      heartbeatTimestampSeconds: supervisor.heartbeatSeconds,
      restarts: supervisor.restarts,
      states: supervisor.states,
    }),
    evaluation: () => run.evaluation ?? null,
  };
}
