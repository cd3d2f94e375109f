import { spaceSize, type BoxSpace, type Space } from '../../shared/spaces.js';

/** How steps are laid out in columns: what depends on the environment's spaces. */
export interface StepFormat {
  readonly observationSize: number;
  /** `float32` for the elements of a box, `int32` for the number of a discrete action. */
  readonly actionDType: 'int32' | 'float32';
  readonly actionSize: number;
}

export function stepFormat(observationSpace: BoxSpace, actionSpace: Space): StepFormat {
  const isBox = actionSpace.kind === 'box';
  return {
    observationSize: spaceSize(observationSpace),
    actionDType: isBox ? 'float32' : 'int32',
    actionSize: isBox ? spaceSize(actionSpace) : 1,
  };
}
