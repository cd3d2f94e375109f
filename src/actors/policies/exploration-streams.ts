import { RandomStream } from '../../shared/random/random-stream.js';
import { STREAM_ROLE } from '../../shared/random/stream-role.js';
import type { EnvironmentRange } from './epsilon-schedule.js';

/**
 * The streams that choose the actions of some of a run's environments, one each.
 *
 * @param incarnation - which life of its actor this is: each explores anew
 */
export function explorationStreams(
  { firstEnv, numEnvs, totalEnvs }: EnvironmentRange,
  seed: number,
  incarnation: number,
): readonly RandomStream[] {
  return Array.from({ length: numEnvs }, (_, i) =>
    RandomStream.derive(seed, STREAM_ROLE.exploration, incarnation * totalEnvs + firstEnv + i),
  );
}

/** The stream that chooses the actions of one evaluated episode: by its own seed, so that it is the same beside any others. */
export function evaluationStream(episodeSeed: number): RandomStream {
  return RandomStream.derive(episodeSeed, STREAM_ROLE.evaluation, 0);
}
