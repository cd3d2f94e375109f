import type { VersionEvent } from './version-log.js';

/** How long a version waited for its actor. */
export interface Delay {
  /** When the version was out. */
  readonly publishedAt: number;
  /** From then to the start of the first block that acted with this version or a newer one; 0 if that had begun before. */
  readonly nanoseconds: number;
}

/**
 * The delays of an actor's versions. One that the actor never got to, nor a newer one, has none.
 *
 * @param publications - by version, ascending, with the moments when `publish` returned
 * @param firstBlocks - by version, ascending, with the starts of the first blocks that acted with each; versions may be left out
 */
export function publishToActDelays(
  publications: readonly VersionEvent[],
  firstBlocks: readonly VersionEvent[],
): Delay[] {
  const delays: Delay[] = [];
  let next = 0;
  for (const { version, nanoseconds: publishedAt } of publications) {
    while (next < firstBlocks.length && firstBlocks[next]!.version < version) next++;
    const block = firstBlocks[next];
    if (block === undefined) break;
    // The store that makes a version the newest comes before the return of `publish`: an actor may be as quick.
    delays.push({ publishedAt, nanoseconds: Math.max(0, block.nanoseconds - publishedAt) });
  }
  return delays;
}
