import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CARTPOLE } from '../../../../src/actors/envs/cartpole.js';
import { environmentIds, makeEnvironment } from '../../../../src/actors/envs/registry.js';
import { evaluate } from '../../../../src/actors/evaluate.js';
import { Player } from '../../../../src/dashboard/page/play/player.js';
import { SCENES } from '../../../../src/dashboard/page/play/scenes/scenes.js';
import { temporaryFolder } from '../../../support/temporary-folder.js';
import { kernels, trainRun, type TrainedRun } from './support/trained-run.js';

const folder = temporaryFolder();
/** Enough to be no more what it was at first. */
const SHORT = ['--set', 'run.steps=4096', '--set', 'evaluation.episodes=2'];
const RUNS: Readonly<Record<string, readonly string[]>> = {
  'CartPole-v1': SHORT,
  'MountainCar-v0': ['--preset', 'mountaincar-ppo', ...SHORT],
  'MountainCarContinuous-v0': ['--preset', 'mountaincarcontinuous-ppo', ...SHORT],
  'Acrobot-v1': ['--preset', 'acrobot-ppo', ...SHORT],
  'Pendulum-v1': ['--preset', 'pendulum-ppo', ...SHORT],
  'CartPolePixels-v1': [
    ...['--preset', 'cartpolepixels-ppo', ...SHORT, '--set', 'run.steps=64', '--set', 'env.count=2'],
    ...['--set', 'actors.blockLength=16', '--set', 'algorithm.hidden=[8]', '--set', 'algorithm.epochs=1'],
    ...['--set', 'learner.batchSize=32', '--set', 'env.maxEpisodeSteps=30'],
  ],
};
const trained = new Map<string, TrainedRun>();
beforeAll(async () => {
  for (const [id, settings] of Object.entries(RUNS)) {
    trained.set(id, await trainRun(`${folder}/${id}`, settings));
  }
}, 240_000);

function playerOf({ description, parameters, version }: TrainedRun): Player {
  const player = new Player(SCENES.get(description.env.id)!.task, description, kernels);
  player.setWeights(version, parameters);
  return player;
}

/** Plays the episode under way to its end. */
function finish(player: Player): number {
  while (!player.isOver) player.step();
  return player.return;
}

const errorWith = (code: string, message: string) => expect.objectContaining({ code, message }) as Error;

describe('SCENES', () => {
  it('has one for every environment of the package', () => {
    expect([...SCENES.keys()].sort()).toEqual(environmentIds().sort());
    expect(Object.keys(RUNS).sort()).toEqual(environmentIds().sort());
  });
});

describe.each(Object.keys(RUNS))('Player of %s', (id) => {
  const actions = id === 'CartPole-v1' ? (['greedy'] as const) : (['greedy', 'sampled'] as const);
  it.each(actions)('plays the very episodes that an evaluation plays, %s', (choice) => {
    const run = trained.get(id)!;
    const description = { ...run.description, actions: choice };
    const { env, network } = description;
    const { parameters } = run;
    const task = { env, network, kernels, parameters, episodes: 4, seed: 0, actions: choice };
    const player = playerOf({ ...run, description });
    const returns = Array.from({ length: 4 }, (_, seed) => {
      if (seed > 0) player.nextEpisode();
      expect(player.seed).toBe(seed);
      return finish(player);
    });
    expect(returns).toEqual([...evaluate(task).returns]);
  });

  it('starts where the environment of that seed starts, in full precision', () => {
    const player = playerOf(trained.get(id)!);
    for (let seed = 0; seed < 3; seed++) {
      const seen = new Float32Array(SCENES.get(id)!.task.observationSpace.low.length);
      SCENES.get(id)!.task.dynamics({}).observe(player.state, 0, seen, 0, true);
      expect(seen).toEqual(makeEnvironment(id).reset({ seed }).observation);
      player.nextEpisode();
    }
  });
});

describe('Player', () => {
  let run: TrainedRun;
  let player: Player;
  beforeEach(() => {
    run = trained.get('CartPole-v1')!;
    player = playerOf(run);
  });

  it('counts steps and return of an episode, and begins the next with nothing', () => {
    expect([player.seed, player.steps, player.return, player.action]).toEqual([0, 0, 0, undefined]);
    player.step();
    player.step();
    expect([player.steps, player.return]).toEqual([2, 2]);
    expect([0, 1]).toContain(player.action);
    player.nextEpisode();
    expect([player.seed, player.steps, player.return, player.action]).toEqual([1, 0, 0, undefined]);
  });

  it('shows where the episode ended, not where the next one would begin', () => {
    const falling = new Float32Array(run.parameters.length);
    player.setWeights(9, falling);
    finish(player);
    expect(player.steps).toBeLessThan(20);
    expect(Math.abs(player.state[2]!)).toBeGreaterThan(CARTPOLE.observationSpace.high[2]! / 2);
  });

  it('acts by new weights from the next step on', () => {
    const alone = playerOf(run);
    for (let step = 0; step < 10; step++) {
      player.step();
      alone.step();
    }
    expect(player.state).toEqual(alone.state);
    // All outputs equal: the first action, every time.
    player.setWeights(run.version + 1, new Float32Array(run.parameters.length));
    for (let step = 0; step < 4; step++) {
      player.step();
      expect(player.action).toBe(0);
    }
    expect(player.version).toBe(run.version + 1);
    expect(player.steps).toBe(14);
  });

  it('says in a line when there are too many weights or too few, and keeps the ones it has', () => {
    const numWanted = run.parameters.length;
    const message = `weights of version 7: expected ${numWanted} numbers, got ${numWanted - 1}`;
    const short = run.parameters.subarray(1);
    expect(() => player.setWeights(7, short)).toThrow(errorWith('ERR_WEIGHTS', message));
    expect(player.version).toBe(run.version);
    const alone = playerOf(run);
    expect(finish(player)).toBe(finish(alone));
  });

  it('makes no step without weights, nor after the end', () => {
    const fresh = new Player(CARTPOLE, run.description, kernels);
    expect(fresh.version).toBeUndefined();
    const noWeights = 'player: expected weights before a step, got none';
    expect(() => fresh.step()).toThrow(errorWith('ERR_WEIGHTS', noWeights));
    finish(player);
    const afterEnd = 'player: expected nextEpisode() first, got a step after the end';
    expect(() => player.step()).toThrow(errorWith('ERR_ENV_STEP', afterEnd));
  });

  it("plays by the run's options", () => {
    const { description } = run;
    const env = { ...description.env, maxEpisodeSteps: 5, terminalReward: -2 };
    const short = playerOf({ ...run, description: { ...description, env } });
    expect(finish(short)).toBe(5);
    const parameters = new Float32Array(run.parameters.length);
    const long = { ...description, env: { ...env, maxEpisodeSteps: 50 } };
    const falling = playerOf({ ...run, description: long, parameters });
    expect(finish(falling)).toBe(falling.steps - 1 - 2);
  });

  it('is disturbed by a nudge, which the policy sees, and not after the end', () => {
    const alone = playerOf(run);
    const stepBoth = (): void => [player, alone].forEach((one) => one.step());
    for (let step = 0; step < 10; step++) stepBoth();
    player.nudge(1);
    expect(player.state[1]! - alone.state[1]!).toBeGreaterThan(0.3);
    expect(player.state[3]! - alone.state[3]!).toBeLessThan(-0.5);
    const differ = Array.from({ length: 10 }, () => {
      stepBoth();
      return player.action !== alone.action;
    });
    expect(differ).toContain(true);
    finish(player);
    const ended = player.state.slice();
    player.nudge(1);
    expect(player.state).toEqual(ended);
  });

  it('refuses a network that does not fit the environment', () => {
    const { network } = trained.get('Acrobot-v1')!.description;
    expect(() => new Player(CARTPOLE, { ...run.description, network }, kernels)).toThrow(
      expect.objectContaining({ code: 'ERR_SHAPE' }) as Error,
    );
  });
});
