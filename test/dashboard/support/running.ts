import { afterEach } from 'vitest';
import type { Address } from '../../../src/dashboard/server/listen.js';
import {
  startRunServer,
  type RunPages,
  type RunServer,
  type ServerLimits,
} from '../../../src/dashboard/server/server.js';

/** What every server of these tests has to show for metrics. */
export const registry = {
  metrics: () => Promise.resolve('up 1\n'),
  getMetricsAsJSON: () => Promise.resolve([]),
};

/** Starts servers that end with the test that they are for. */
export function runningServers() {
  const servers: RunServer[] = [];
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });
  return async (
    pages: RunPages = { registry },
    address: Partial<Address> = {},
    limits: Partial<ServerLimits> = {},
  ): Promise<RunServer> => {
    const server = await startRunServer({ port: 0, host: null, token: null, ...address }, pages, limits);
    servers.push(server);
    return server;
  };
}
