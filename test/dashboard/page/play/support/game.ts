import type { ClassicTask } from '../../../../../src/actors/envs/classic-task.js';
import { Game } from '../../../../../src/dashboard/page/play/game.js';
import { Player, type PlayedRun } from '../../../../../src/dashboard/page/play/player.js';
import type { Scene } from '../../../../../src/dashboard/page/play/scenes/scene.js';
import { envSchema } from '../../../../../src/shared/config/env.js';
import { parameterLayout } from '../../../../../src/shared/network/parameters.js';
import { spaceSize } from '../../../../../src/shared/spaces.js';
import { kernels } from './trained-run.js';

/** A run of a task with a policy of one layer. */
export function simpleRun({ id, observationSpace, actionSpace }: ClassicTask): PlayedRun {
  const [inputs, outputs] = [spaceSize(observationSpace), spaceSize(actionSpace)];
  const network = { layers: [{ kind: 'dense', inputs, outputs, activation: 'linear' } as const] };
  return { env: envSchema.parse({ id }), network, actions: 'greedy' };
}

/** A game whose policy has all weights 0, and with that takes the first action always. */
export function simpleGame(scene: Scene, { hasWeights = true } = {}): Game {
  const run = simpleRun(scene.task);
  const player = new Player(scene.task, run, kernels);
  if (hasWeights) player.setWeights(1, new Float32Array(parameterLayout(run.network).numParameters));
  return new Game(player, scene);
}
