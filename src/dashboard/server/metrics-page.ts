import {
  OPEN_METRICS_CONTENT_TYPE,
  openMetricsText,
  TEXT_CONTENT_TYPE,
  type MetricsRegistry,
} from '../../metrics/open-metrics.js';
import { prefersOpenMetrics } from './negotiate.js';
import type { Routes } from './routes.js';

/** `/metrics`, in the format that whoever scrapes likes best. */
export function metricsRoutes(registry: MetricsRegistry): Routes {
  return {
    '/metrics': async ({ headers }) => {
      const isOpen = prefersOpenMetrics(headers.accept);
      return {
        contentType: isOpen ? OPEN_METRICS_CONTENT_TYPE : TEXT_CONTENT_TYPE,
        body: isOpen ? await openMetricsText(registry) : await registry.metrics(),
        headers: { Vary: 'Accept' },
      };
    },
  };
}
