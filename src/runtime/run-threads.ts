import { ActorPool } from './actor-pool.js';
import { LearnerClient } from './learner-client.js';

/**
 * The threads of a run. They start to load their modules when this is made, which takes as long as it takes to
 * read a config: whoever reads one makes this first.
 */
export class RunThreads {
  readonly learner = new LearnerClient();
  readonly pool = new ActorPool();

  /** Ends all threads. */
  async close(): Promise<void> {
    await Promise.all([this.learner.close(), this.pool.close()]);
  }
}
