import type { DataSourceRef } from '@grafana/grafana-foundation-sdk/dashboard';

/** Whatever Prometheus is chosen at the top of the page. */
export const DATASOURCE: DataSourceRef = { type: 'prometheus', uid: '${datasource}' };
