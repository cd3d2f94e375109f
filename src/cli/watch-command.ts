import type { Address } from '../dashboard/server/listen.js';
import { startRunServer, type RunPages, type RunServer } from '../dashboard/server/server.js';
import { resolveConfig } from '../runtime/config/resolve.js';
import { latestRun } from '../runtime/latest-run.js';
import { RUNS_FOLDER } from '../runtime/run-directory.js';
import { RecordedFeed } from '../runtime/recorded-feed.js';
import { DEFAULT_PORT, MAX_PORT } from '../shared/config/metrics.js';
import { expected, ManyhandsError, messageOf } from '../shared/errors.js';
import { reportError } from './errors.js';
import { integerOption } from './integer-option.js';
import { untilInterrupted } from './until-interrupted.js';

/** What commander parsed. */
export interface WatchOptions {
  readonly port?: string;
  readonly host?: string;
  readonly token?: string;
  readonly json?: boolean;
}

/** In place of a directory. */
const LATEST = 'latest';

/** `manyhands watch`: serves the page of a run until it is interrupted. */
export async function watchCommand(run: string, options: WatchOptions): Promise<void> {
  const port = integerOption('--port', options.port, 0, MAX_PORT);
  const access = readAccess(options);
  // What was read up to a damage is still to be seen.
  const feed = await RecordedFeed.open(run === LATEST ? latestRun(RUNS_FOLDER) : run, reportError);
  try {
    const server = await serve(port, access, { feed });
    const url = `${server.url}/`;
    if (options.json === true) process.stdout.write(`${JSON.stringify({ run: feed.directory, url })}\n`);
    await untilInterrupted(`${feed.description.name} is at ${url}`);
    await server.close();
  } finally {
    feed.close();
  }
}

type Access = Pick<Address, 'host' | 'token'>;

/** Settings as of a run, from flags and variables of the same names. */
function readAccess(flags: WatchOptions): Access {
  const variables = Object.entries(process.env).filter(([name]) =>
    /^MANYHANDS_METRICS__(HOST|TOKEN)$/i.test(name),
  );
  const { host, token } = flags;
  return resolveConfig({ flags: { host, token }, env: Object.fromEntries(variables) }).metrics;
}

/** A port that was asked for is meant; the usual one may be that of a run under way, and another will do. */
async function serve(
  asked: number | undefined,
  { host, token }: Access,
  pages: RunPages,
): Promise<RunServer> {
  try {
    return await startRunServer({ port: asked ?? DEFAULT_PORT, host, token }, pages);
  } catch (error) {
    if (!(error instanceof ManyhandsError) || error.code !== 'ERR_PORT') throw error;
    if (asked === undefined) return startRunServer({ port: 0, host, token }, pages);
    const got = `${asked} (${messageOf(error.cause)})`;
    throw expected('ERR_PORT', 'flag --port', 'a free port', got, { cause: error });
  }
}
