import type { RunDescription, RunMessage } from '../../protocol.js';

/** What `startPlay` is given. */
export interface PlaySettings {
  /** Becomes the stage: what is in it is replaced, and data attributes tell what is played. */
  readonly section: HTMLElement;
  readonly description: RunDescription;
  /** Asks for weights and kernels; the browser's own unless given. Paths begin at the server's root. */
  readonly fetch?: (path: string, init?: RequestInit) => Promise<Response>;
}

/** An environment being played on a page. */
export interface Play {
  /** Hears all that the server sends: there may be newer weights, better ones, or a checkpoint to choose. */
  receive(message: RunMessage): void;
  /** Stops playing and asking, and empties the section. */
  dispose(): void;
}
