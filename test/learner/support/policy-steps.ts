import type { Unroll } from '../../../src/learner/trainer.js';
import { spaceSize, type Space } from '../../../src/shared/spaces.js';
import { testUniform } from '../../shared/kernels/support/fixture.js';

/** Length of an observation of these steps. */
export const POLICY_OBSERVATION_SIZE = 3;
/** No episode is longer. */
export const LONGEST_EPISODE = 12;

/** One step of a stochastic policy, in plain numbers that float32 holds exactly. */
export interface PolicyStep {
  readonly observation: readonly number[];
  /** One number: of a choice. Several: the elements of a box. */
  readonly action: readonly number[];
  readonly reward: number;
  readonly terminated: 0 | 1;
  readonly truncated: 0 | 1;
  readonly nextObservation: readonly number[];
  readonly logProbability: number;
}

/** The step that an environment makes at a time: a function of these alone, so that any block can begin anywhere. */
export function policyStepAt(actionSpace: Space, environment: number, time: number): PolicyStep {
  const draw = drawsOf(environment, time, 1);
  const fate = draw();
  const isLast = (time + 3 * environment) % LONGEST_EPISODE === LONGEST_EPISODE - 1;
  const terminated = fate < -0.75 ? 1 : 0;
  const truncated = fate > 0.8 || (fate > -0.85 && fate < -0.75) || isLast ? 1 : 0;
  const ends = terminated === 1 || truncated === 1;
  const numActions = spaceSize(actionSpace);
  return {
    observation: observationAt(environment, time),
    action:
      actionSpace.kind === 'discrete'
        ? [Math.floor(((draw() + 1) / 2) * numActions)]
        : Array.from({ length: numActions }, () => Math.fround(1.5 * draw())),
    reward: Math.fround(2 * draw()),
    terminated,
    truncated,
    nextObservation: ends
      ? Array.from({ length: POLICY_OBSERVATION_SIZE }, () => Math.fround(draw()))
      : observationAt(environment, time + 1),
    // Near what new weights say, so that probability ratios lie on both sides of every clip.
    logProbability: Math.fround(-Math.log(numActions) - (actionSpace.kind === 'box' ? 2 : 0) + 0.5 * draw()),
  };
}

/** `[environment][t]`: steps of consecutive environments from a time on. */
export function policySteps(
  actionSpace: Space,
  { firstEnv, numEnvs, numSteps }: { firstEnv: number; numEnvs: number; numSteps: number },
  time: number,
): PolicyStep[][] {
  return Array.from({ length: numEnvs }, (_, e) =>
    Array.from({ length: numSteps }, (_, t) => policyStepAt(actionSpace, firstEnv + e, time + t)),
  );
}

/** The columns of an unroll. */
export function policyUnroll(actionSpace: Space, steps: readonly (readonly PolicyStep[])[]): Unroll {
  const rows = steps.flat();
  const action = rows.flatMap((row) => row.action);
  return {
    observation: Float32Array.from(rows.flatMap(({ observation }) => observation)),
    action: actionSpace.kind === 'discrete' ? Int32Array.from(action) : Float32Array.from(action),
    reward: Float32Array.from(rows, ({ reward }) => reward),
    terminated: Uint8Array.from(rows, ({ terminated }) => terminated),
    truncated: Uint8Array.from(rows, ({ truncated }) => truncated),
    nextObservation: Float32Array.from(rows.flatMap(({ nextObservation }) => nextObservation)),
    logProbability: Float32Array.from(rows, ({ logProbability }) => logProbability),
  };
}

function observationAt(environment: number, time: number): number[] {
  const draw = drawsOf(environment, time, 2);
  return Array.from({ length: POLICY_OBSERVATION_SIZE }, () => Math.fround(draw()));
}

function drawsOf(environment: number, time: number, purpose: number): () => number {
  const draw = testUniform(104_729 * environment + 7919 * time + purpose);
  // Neighbouring seeds of this generator begin with neighbouring numbers.
  for (let i = 0; i < 3; i++) draw();
  return draw;
}
