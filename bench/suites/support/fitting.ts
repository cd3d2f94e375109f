import type { ActorTask } from '../../../src/actors/actor-task.js';
import { runWorker } from './run-worker.js';

/**
 * What an actor is given in place of its usual parts: to time its blocks as it is (`timed`), or without others (`bare`); to note what its
 * time goes into (`profiled`), or when it begins to act with which weights (`recording`).
 */
export type Fitting =
  | { readonly kind: 'timed' | 'bare'; readonly times: SharedArrayBuffer }
  | { readonly kind: 'profiled'; readonly profile: SharedArrayBuffer }
  | { readonly kind: 'recording'; readonly log: SharedArrayBuffer };

/** What the thread of a fitted actor is told. */
export interface FittedActorTask {
  readonly task: ActorTask;
  readonly fitting: Fitting;
}

/** Runs an actor with these parts in a thread of its own, until the control word says stop. */
export async function actFitted(task: ActorTask, fitting: Fitting): Promise<void> {
  await runWorker('fitted-actor', { task, fitting } satisfies FittedActorTask);
}
