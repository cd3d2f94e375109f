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
