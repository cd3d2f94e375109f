import { EpisodeStatistics } from '../../../src/learner/episode-statistics.js';
import { Intake } from '../../../src/learner/intake.js';
import type { LearnerTask } from '../../../src/learner/learner-task.js';
import type { Trainer } from '../../../src/learner/trainer.js';
import { attachHistograms, attachRings, dealEnvironments } from '../../../src/shared/run-memory.js';
import { policySteps, policyUnroll } from './policy-steps.js';

/** Words of a ring's two positions, by its byte diagram. */
const POSITIONS = [0, 32];

/**
 * Both ends of a run's rings, in the thread of the test.
 *
 * @param start - how many blocks each ring is taken to have seen
 */
export function policyFeeds(task: LearnerTask, trainer: Trainer, start = 0) {
  const { config, memory, unroll, actionSpace } = task;
  const numSteps = config.actors.blockLength;
  for (const ring of memory.rings) for (const word of POSITIONS) new Int32Array(ring)[word] = start;
  const producers = attachRings(memory, config, unroll);
  const consumers = attachRings(memory, config, unroll);
  const feeds = dealEnvironments(config).map((share, actor) => ({
    ring: consumers[actor]!,
    extent: { ...share, numSteps },
  }));
  const histograms = attachHistograms(memory);
  const intake = new Intake(feeds, trainer, new EpisodeStatistics(10), {
    policyLag: histograms.policyLagUpdates,
    episodeReturn: histograms.episodeReturn,
    episodeLength: histograms.episodeLengthSteps,
  });
  const pushed = feeds.map(() => 0);
  /** Hands over the next block of an actor. @returns false if its ring is full */
  const push = (actor: number, incarnation = 0): boolean => {
    const block = producers[actor]!.tryAcquire();
    if (block === undefined) return false;
    const steps = policySteps(actionSpace, feeds[actor]!.extent, numSteps * pushed[actor]!++);
    for (const [name, values] of Object.entries(policyUnroll(actionSpace, steps)))
      block.columns[name as 'reward'].set(values);
    block.policyVersion = 0;
    block.incarnation = incarnation;
    producers[actor]!.publish();
    return true;
  };
  /** One block of every actor, handed over and taken in. */
  const receiveRound = (): void => {
    for (const actor of feeds.keys()) {
      push(actor);
      intake.tryReceive(actor, 0);
    }
  };
  return { intake, producers, push, receiveRound };
}
