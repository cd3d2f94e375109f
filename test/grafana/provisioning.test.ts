import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { GRAFANA } from './support/dashboard-json.js';

const read = (file: string): unknown => parse(readFileSync(new URL(`provisioning/${file}`, GRAFANA), 'utf8'));

describe('grafana/provisioning', () => {
  it('puts the dashboards into a folder of their own, which only files change', () => {
    expect(read('dashboards/manyhands.yaml')).toEqual({
      apiVersion: 1,
      providers: [
        {
          name: 'manyhands',
          type: 'file',
          folder: 'manyhands',
          folderUid: 'manyhands',
          allowUiUpdates: false,
          options: { path: '/var/lib/grafana/dashboards/manyhands' },
        },
      ],
    });
  });

  it('tells Grafana how often Prometheus scrapes, as the README does, so that rates are taken over four scrapes', () => {
    const readme = readFileSync(new URL('README.md', GRAFANA), 'utf8');
    const seconds = /`scrape_interval` of Prometheus, (\d+) s here/.exec(readme)?.[1];
    expect(read('datasources/prometheus.yaml')).toMatchObject({
      apiVersion: 1,
      datasources: [{ type: 'prometheus', isDefault: true, jsonData: { timeInterval: `${seconds!}s` } }],
    });
  });
});
