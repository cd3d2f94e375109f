import { API_PATHS, POLICY_VERSION_HEADER } from '../protocol.js';
import type { RunFeed } from '../run-feed.js';
import type { EventReaders } from './event-readers.js';
import { jsonReply, textReply, type Reply } from './reply.js';
import type { Routes } from './routes.js';

/** Names that cannot lead out of a folder, whatever a feed makes of them. */
const POLICY_ID = /^(?!\.)[\w.-]{1,128}$/;
const MAX_LISTED = 5;
/** A full house empties when somebody closes a page, not at a time that is known. */
const RETRY_AFTER_SECONDS = 10;

/** What a run's page asks for; see `protocol.ts`. */
export function apiRoutes(feed: RunFeed, readers: EventReaders): Routes {
  return {
    [API_PATHS.run]: () => jsonReply(feed.description),
    [API_PATHS.events]: () => {
      if (readers.isFull) {
        const fix = 'close a page of this run elsewhere';
        const refusal = textReply(
          `events: expected at most ${readers.limit} readers, got one more; ${fix}`,
          503,
        );
        return { ...refusal, headers: { 'Retry-After': String(RETRY_AFTER_SECONDS) } };
      }
      return {
        contentType: 'text/event-stream; charset=utf-8',
        begin: (response) => readers.add(response),
      };
    },
    [API_PATHS.weights]: ({ rest }) => weightsReply(feed, rest),
  };
}

function weightsReply(feed: RunFeed, id: string): Reply {
  const weights = POLICY_ID.test(id) ? feed.weights(id) : undefined;
  if (weights === undefined) return textReply(noWeights(feed), 404);
  const { version, parameters } = weights;
  return {
    contentType: 'application/octet-stream',
    body: new Uint8Array(parameters.buffer, parameters.byteOffset, parameters.byteLength),
    // Another run on this port counts its versions from the beginning, too.
    etag: `"${feed.description.startedAtMilliseconds}-${version}"`,
    headers: { [POLICY_VERSION_HEADER]: String(version) },
  };
}

function noWeights(feed: RunFeed): string {
  const checkpoints = feed
    .history()
    .incidents.flatMap((incident) => (incident.kind === 'checkpoint' ? [incident.checkpoint] : []))
    .slice(-MAX_LISTED);
  const named = checkpoints.length === 0 ? '' : `, such as ${checkpoints.join(', ')}`;
  return `weights: expected newest, best or a checkpoint of the run${named}, got none that there is (yet)`;
}
