import { expected } from '../../shared/errors.js';
import { describeSpace, spaceSize } from '../../shared/spaces.js';
import type { Actions, ActionSpace } from './environment.js';
import { environmentName, type EnvironmentPlace } from './environment-place.js';
import { describeValue } from './untrusted-value.js';
import type { EnvironmentSpec } from './vector-environment.js';

/** What is wrong with an action, in the words of a message. */
export interface ActionFault {
  /** Empty for the action as a whole, else which element of it. */
  readonly element: string;
  readonly wanted: string;
  readonly got: string;
}

/** Memory for the actions of `numEnvs` environments: int32 `[E]`, or float32 `[E, A]` for a box of `A` elements. */
export function createActions(space: ActionSpace, numEnvs: number): Actions {
  return space.kind === 'discrete' ? new Int32Array(numEnvs) : new Float32Array(numEnvs * spaceSize(space));
}

/** Says why `action` cannot be taken. The elements of a box must be finite; outside the bounds they are clipped. */
export function actionFault(space: ActionSpace, action: unknown): ActionFault | undefined {
  if (space.kind === 'discrete') {
    if (Number.isInteger(action) && (action as number) >= 0 && (action as number) < space.n) return undefined;
    return { element: '', wanted: `an integer in [0, ${space.n})`, got: describeValue(action) };
  }
  const size = spaceSize(space);
  if (!(action instanceof Float32Array) || action.length !== size) {
    return { element: '', wanted: `a Float32Array of ${size}`, got: describeValue(action) };
  }
  const bad = action.findIndex((x) => !Number.isFinite(x));
  if (bad < 0) return undefined;
  return { element: `, element ${bad}`, wanted: 'a finite number', got: String(action[bad]) };
}

/** @throws ManyhandsError `ERR_ACTION` naming the environment if it cannot take `action` */
export function expectAction(place: EnvironmentPlace, space: ActionSpace, action: unknown): void {
  const fault = actionFault(space, action);
  if (fault === undefined) return;
  throw expected(
    'ERR_ACTION',
    `action of ${environmentName(place)}${fault.element}`,
    fault.wanted,
    fault.got,
  );
}

/**
 * Rejects actions that `numEnvs` environments cannot take.
 *
 * @param first - the first of the environments; the others are numbered on from it
 * @throws ManyhandsError `ERR_SHAPE` for an array of another type or length, `ERR_ACTION` naming the environment
 */
export function expectActions(
  first: EnvironmentPlace,
  space: ActionSpace,
  numEnvs: number,
  actions: Actions,
): void {
  // Small, so that it becomes part of the step: the rest is for errors only.
  const areFine =
    space.kind === 'discrete'
      ? areChoices(actions, numEnvs, space.n)
      : areFinite(actions, numEnvs * space.low.length);
  if (!areFine) throwWhyNot(first, space, numEnvs, actions);
}

function areChoices(actions: Actions, numEnvs: number, numActions: number): boolean {
  // The length first: that tells the compiler the type, and asking for it then costs nothing.
  if (actions.length !== numEnvs || !(actions instanceof Int32Array)) return false;
  for (let i = 0; i < numEnvs; i++) {
    // Negative actions are large as unsigned ones.
    if (actions[i]! >>> 0 >= numActions) return false;
  }
  return true;
}

function areFinite(actions: Actions, length: number): boolean {
  if (actions.length !== length || !(actions instanceof Float32Array)) return false;
  for (let i = 0; i < length; i++) {
    // NaN and the infinities are the values that differ from themselves by something else than 0.
    if (actions[i]! - actions[i]! !== 0) return false;
  }
  return true;
}

function throwWhyNot(first: EnvironmentPlace, space: ActionSpace, numEnvs: number, actions: Actions): void {
  const isDiscrete = space.kind === 'discrete';
  const subject = `actions of '${first.id}'`;
  if (!(actions instanceof (isDiscrete ? Int32Array : Float32Array))) {
    throw expected('ERR_SHAPE', subject, isDiscrete ? 'Int32Array' : 'Float32Array', describeValue(actions));
  }
  const width = isDiscrete ? 1 : spaceSize(space);
  if (actions.length !== numEnvs * width) {
    throw expected('ERR_SHAPE', subject, `${numEnvs * width} elements`, actions.length);
  }
  for (let i = 0; i < numEnvs; i++) {
    const action = isDiscrete ? actions[i] : actions.subarray(i * width, (i + 1) * width);
    expectAction({ ...first, index: (first.index ?? 0) + i }, space, action);
  }
}

/**
 * How many actions an environment lets a policy choose from.
 *
 * @throws ManyhandsError `ERR_CONFIG` if its actions are a box
 */
export function numActionsOf({ id, actionSpace }: Pick<EnvironmentSpec, 'id' | 'actionSpace'>): number {
  if (actionSpace.kind === 'discrete') return actionSpace.n;
  const wanted = 'discrete actions, which this algorithm chooses among';
  throw expected('ERR_CONFIG', `environment '${id}'`, wanted, describeSpace(actionSpace));
}
