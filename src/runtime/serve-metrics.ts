import type { MetricsServer } from '../metrics/metrics-server.js';
import type { RunMetricsSource } from '../metrics/run-metrics-source.js';
import { ManyhandsError } from '../shared/errors.js';
import { packageVersion } from '../shared/package-version.js';
import type { Run } from './run.js';

/**
 * Serves a run's `/metrics` where its config says. A port that is taken costs nobody a run: any free one takes
 * its place, and `say` is told.
 *
 * @returns null if the config says `off`
 */
export async function serveMetrics(run: Run, say: (text: string) => void): Promise<MetricsServer | null> {
  const { port } = run.prepared.config.metrics;
  if (port === 'off') return null;
  // Loaded here and not at start-up: the threads are on their way by now.
  const { createRunRegistry } = await import('../metrics/prometheus.js');
  const { metricsRoutes, startMetricsServer } = await import('../metrics/metrics-server.js');
  const routes = metricsRoutes(createRunRegistry(metricsSource(run)));
  try {
    return await startMetricsServer(port, routes);
  } catch (error) {
    if (!(error instanceof ManyhandsError) || error.code !== 'ERR_PORT') throw error;
    const server = await startMetricsServer(0, routes);
    if (server !== null) say(`${error.message}; this run serves ${server.url}/metrics instead`);
    return server;
  }
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
