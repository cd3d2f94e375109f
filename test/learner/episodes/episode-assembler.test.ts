import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EpisodeAssembler, type Episode } from '../../../src/learner/episodes/episode-assembler.js';
import { unrollFormat } from '../../../src/shared/memory/block-layout.js';
import { CHOICES, PLANE } from '../support/policy-task.js';
import {
  LONGEST_EPISODE,
  POLICY_OBSERVATION_SIZE,
  policySteps,
  policyUnroll,
  type PolicyStep,
} from '../support/policy-steps.js';

const NUM_ENVS = 3;

function assemblerOf(actionSpace: typeof CHOICES | typeof PLANE) {
  const assembler = new EpisodeAssembler(
    unrollFormat(POLICY_OBSERVATION_SIZE, actionSpace, { logProbability: true }),
    NUM_ENVS,
    LONGEST_EPISODE,
  );
  const episodes: Episode[] = [];
  const add = (firstEnv: number, numEnvs: number, time: number, numSteps: number): void => {
    const extent = { firstEnv, numEnvs, numSteps };
    const columns = policyUnroll(actionSpace, policySteps(actionSpace, extent, time));
    assembler.add(columns, extent, (episode) => episodes.push(episode));
    // The block's memory is the actor's again.
    for (const column of [columns.observation, columns.reward]) column.fill(NaN);
    columns.action.fill(-1);
  };
  return { assembler, episodes, add };
}

const plain = ({ numSteps, observation, action, reward }: Episode) => ({
  numSteps,
  observation: [...observation],
  action: [...action],
  reward: [...reward],
});

const wantedOf = (steps: readonly PolicyStep[]) => ({
  numSteps: steps.length,
  observation: steps.flatMap(({ observation }) => observation),
  action: steps.flatMap(({ action }) => action),
  reward: steps.map(({ reward }) => reward),
});

const hasEnded = ({ terminated, truncated }: PolicyStep) => terminated + truncated > 0;

describe.each([CHOICES, PLANE])('EpisodeAssembler, with actions of %o', (actionSpace) => {
  it('puts episodes together from blocks of any length, in the order of environments and then of time', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 8 }), (lengths) => {
        const { episodes, add } = assemblerOf(actionSpace);
        const open: PolicyStep[][] = [[], [], []];
        const wanted: ReturnType<typeof wantedOf>[] = [];
        let time = 0;
        for (const numSteps of lengths) {
          for (const [firstEnv, numEnvs] of [
            [0, 2],
            [2, 1],
          ] as const)
            add(firstEnv, numEnvs, time, numSteps);
          policySteps(actionSpace, { firstEnv: 0, numEnvs: NUM_ENVS, numSteps }, time).forEach((steps, e) => {
            for (const step of steps) {
              open[e]!.push(step);
              if (hasEnded(step)) wanted.push(wantedOf(open[e]!.splice(0)));
            }
          });
          time += numSteps;
        }
        expect(episodes.map(plain)).toEqual(wanted);
      }),
      { numRuns: 40 },
    );
  });

  it('drops what the environments of a restarted actor have begun, and nothing of others', () => {
    const { assembler, episodes, add } = assemblerOf(actionSpace);
    const isOpenAt = (environment: number, time: number) =>
      !hasEnded(
        policySteps(actionSpace, { firstEnv: environment, numEnvs: 1, numSteps: time }, 0)[0]!.at(-1)!,
      );
    const time = Array.from({ length: 40 }, (_, i) => i + 2).find((t) =>
      [0, 1, 2].every((e) => isOpenAt(e, t)),
    )!;
    add(0, NUM_ENVS, 0, time);
    assembler.drop({ firstEnv: 1, numEnvs: 1, numSteps: time });
    episodes.length = 0;
    add(0, NUM_ENVS, time, LONGEST_EPISODE);
    for (const environment of [0, 1, 2]) {
      const steps = policySteps(
        actionSpace,
        { firstEnv: environment, numEnvs: 1, numSteps: time + LONGEST_EPISODE },
        0,
      )[0]!;
      const first = environment === 1 ? time : steps.slice(0, time).findLastIndex(hasEnded) + 1;
      const end = steps.findIndex((step, t) => t >= time && hasEnded(step)) + 1;
      expect(episodes.map(plain)).toContainEqual(wantedOf(steps.slice(first, end)));
    }
  });

  it('hands out episodes that stay as they are', () => {
    const { episodes, add } = assemblerOf(actionSpace);
    add(0, NUM_ENVS, 0, 30);
    const before = episodes.map(plain);
    add(0, NUM_ENVS, 30, 30);
    expect(episodes.slice(0, before.length).map(plain)).toEqual(before);
  });
});
