import type { ActionSpace } from '../../../src/actors/envs/environment.js';
import type { UnrollColumns } from '../../../src/shared/memory/block-layout.js';
import type { Block } from '../../../src/shared/memory/block.js';
import { RandomStream } from '../../../src/shared/random/random-stream.js';
import { STREAM_ROLE } from '../../../src/shared/random/stream-role.js';

/** About what a half-trained CartPole policy lasts. */
const EPISODE_STEPS = 100;

/** Steps as a half-trained policy makes them; what is learned from them does not matter. */
export function fillBlock({ columns }: Block<UnrollColumns>, actionSpace: ActionSpace): void {
  const random = RandomStream.derive(0, STREAM_ROLE.sampling, 0);
  const { observation, nextObservation, action, reward, terminated, logProbability } = columns;
  for (let i = 0; i < observation.length; i++) observation[i] = random.nextFloat() - 0.5;
  nextObservation.set(observation);
  for (let i = 0; i < action.length; i++)
    action[i] = actionSpace.kind === 'discrete' ? random.nextInt(actionSpace.n) : random.nextFloat() - 0.5;
  for (let row = 0; row < reward.length; row++) {
    reward[row] = 1;
    terminated[row] = endsEpisode(row) ? 1 : 0;
  }
  logProbability?.fill(Math.log(0.5));
}

/** Logs the episodes that end in a filled block: acquiring it has cleared them. */
export function logEpisodes({ columns: { reward }, episodes }: Block<UnrollColumns>): void {
  for (let row = 0; row < reward.length; row++)
    if (endsEpisode(row)) episodes.append(0, 0, EPISODE_STEPS, EPISODE_STEPS);
}

const endsEpisode = (row: number): boolean => row % EPISODE_STEPS === 0;
