import type { IncomingHttpHeaders } from 'node:http';
import { textReply, type EndlessReply, type Reply } from './reply.js';

/** What was asked for. */
export interface Asked {
  /** What follows the path of the route, as it was sent; empty unless the route ends in a slash. */
  readonly rest: string;
  readonly headers: IncomingHttpHeaders;
}

export type Route = (asked: Asked) => Reply | EndlessReply | Promise<Reply>;

/**
 * Path to answer. Paths are compared as they are sent, without the query; one that ends in a slash, `/` apart, stands for every
 * name right below it.
 */
export type Routes = Readonly<Record<string, Route>>;

/** Finds what answers a path and lets it. */
export function route(routes: Routes, url: string, headers: IncomingHttpHeaders): ReturnType<Route> {
  const path = url.split('?', 1)[0]!;
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  for (const known of [path, folder]) {
    const found = routes[known];
    if (found === undefined || (known === '/' && path !== '/')) continue;
    return found({ rest: path.slice(known.length), headers });
  }
  // Files are named by the page that needs them.
  const pages = Object.keys(routes).filter((known) => !/\.\w+$/.test(known));
  return textReply(`no page here; there are ${pages.join(', ')}`, 404);
}
