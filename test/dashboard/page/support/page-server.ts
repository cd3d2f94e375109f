import { startRunServer, type ServerLimits } from '../../../../src/dashboard/server/server.js';
import { ScriptedFeed } from './scripted-feed.js';
import { DQN_RUN } from './synthetic-run.js';

/** The server of a run that a test writes. */
export interface ScriptedServer {
  readonly feed: ScriptedFeed;
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

export interface ServeOptions {
  /** By default one of a run that has only just begun. */
  readonly feed?: ScriptedFeed;
  readonly port?: number;
  readonly limits?: Partial<ServerLimits>;
}

export async function serveScript({
  feed = new ScriptedFeed(DQN_RUN),
  port = 0,
  limits,
}: ServeOptions = {}): Promise<ScriptedServer> {
  const server = await startRunServer({ host: null, port, token: null }, { feed }, limits);
  return { feed, url: server.url, port: server.port, close: () => server.close() };
}
