import { HistoryKeeper } from '../../../src/dashboard/history.js';
import type { RunMessage } from '../../../src/dashboard/protocol.js';
import type { RunFeed } from '../../../src/dashboard/run-feed.js';

/** Hears all that a feed says, as a page that was open from the beginning. */
export function follow(feed: RunFeed) {
  const page = new HistoryKeeper(feed.history());
  const messages: RunMessage[] = [];
  let onMessage = (): void => undefined;
  const unsubscribe = feed.subscribe((message) => {
    // As it would arrive: whatever JSON cannot hold is lost.
    page.apply(JSON.parse(JSON.stringify(message)) as RunMessage);
    messages.push(message);
    onMessage();
  });
  return {
    messages,
    unsubscribe,
    history: () => page.history,
    /** Resolves when it is so, now or after a later message. */
    until: (isSo: () => boolean): Promise<void> =>
      new Promise((resolve) => {
        onMessage = () => {
          if (isSo()) resolve();
        };
        onMessage();
      }),
  };
}
