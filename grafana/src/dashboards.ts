import { dashboardOf } from './dashboard.js';
import type { DashboardSpec } from './panel-spec.js';
import { PROCESS } from './process/process.js';
import { THROUGHPUT } from './throughput/throughput.js';
import { TRAINING } from './training/training.js';

export const DASHBOARDS: readonly DashboardSpec[] = [TRAINING, THROUGHPUT, PROCESS];

/** What Grafana is provisioned with: file name to text. The same at every call. */
export const dashboardFiles = (): ReadonlyMap<string, string> =>
  new Map(
    DASHBOARDS.map((spec) => [
      `${spec.uid.replace(/^manyhands-/, '')}.json`,
      `${JSON.stringify(dashboardOf(spec), null, 2)}\n`,
    ]),
  );
