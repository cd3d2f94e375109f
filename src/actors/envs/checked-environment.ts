import { expected, messageOf, type ErrorCode, type ManyhandsError } from '../../shared/errors.js';
import { describeSpace } from '../../shared/spaces.js';
import { actionFault } from './actions.js';
import { environmentName, type EnvironmentPlace } from './environment-place.js';
import type {
  Action,
  ActionSpace,
  Environment,
  ObservationSpace,
  ResetOptions,
  ResetResult,
  StepResult,
} from './environment.js';
import { ObservationCheck } from './observation-check.js';
import { describeValue, isRecord, isSpace } from './untrusted-value.js';

/**
 * A user's environment held to the contract, with the time limit applied.
 *
 * What it returns is what the environment returned, checked; every error names the environment, the actor and the
 * step, counted from the last seed.
 */
export class CheckedEnvironment implements Environment {
  readonly observationSpace: ObservationSpace;
  readonly actionSpace: ActionSpace;
  readonly #environment: Environment;
  readonly #place: EnvironmentPlace;
  readonly #observations: ObservationCheck;
  readonly #limit: number;
  #seeded = false;
  #running = false;
  #steps = 0;
  #elapsed = 0;

  /** @throws ManyhandsError `ERR_ENV_CONTRACT` if `environment` lacks a method or has no valid spaces */
  constructor(environment: Environment, place: EnvironmentPlace, maxEpisodeSteps: number | null) {
    this.#place = place;
    if (!isRecord(environment)) throw this.#breach('', 'an environment object', environment);
    for (const method of ['reset', 'step'] as const) {
      const found: unknown = Reflect.get(environment, method);
      if (typeof found !== 'function') throw this.#breach(method, 'a method', found);
    }
    const { observationSpace, actionSpace }: Record<'observationSpace' | 'actionSpace', unknown> =
      environment;
    if (!isSpace(observationSpace) || observationSpace.kind !== 'box') {
      throw this.#breach('observationSpace', 'a box, as box(shape, low, high) makes it', observationSpace);
    }
    if (!isSpace(actionSpace)) {
      const wanted = 'a space, as discrete(n) or box(shape, low, high) makes it';
      throw this.#breach('actionSpace', wanted, actionSpace);
    }
    if (actionSpace.kind === 'box' && (actionSpace.dtype !== 'float32' || actionSpace.frames !== null)) {
      throw this.#error('ERR_ENV_CONTRACT', 'actionSpace', 'a box of floats', describeSpace(actionSpace));
    }
    this.observationSpace = observationSpace;
    this.actionSpace = actionSpace;
    this.#environment = environment;
    this.#observations = new ObservationCheck(observationSpace);
    this.#limit = maxEpisodeSteps ?? Infinity;
  }

  /**
   * @throws ManyhandsError `ERR_SEED` for a bad seed, `ERR_ENV_STEP` with the cause if the environment throws,
   *   `ERR_ENV_CONTRACT` if it returns anything but an observation of its space and an info object
   */
  reset(options: ResetOptions = {}): ResetResult {
    const seed = options.seed ?? (this.#seeded ? undefined : 0);
    if (seed !== undefined) {
      if (!Number.isSafeInteger(seed) || seed < 0) {
        throw expected('ERR_SEED', `seed of ${environmentName(this.#place)}`, 'a non-negative integer', seed);
      }
      this.#seeded = true;
      this.#steps = 0;
    }
    let result: unknown;
    try {
      result = this.#environment.reset({ ...options, ...(seed === undefined ? {} : { seed }) });
    } catch (cause) {
      throw this.#error('ERR_ENV_STEP', 'reset', 'a result', `an error: ${messageOf(cause)}`, { cause });
    }
    this.#expectResult(result, 'reset');
    this.#elapsed = 0;
    this.#running = true;
    return result as unknown as ResetResult;
  }

  /**
   * @throws ManyhandsError `ERR_ACTION` for an action not of the space, `ERR_ENV_STEP` outside an episode or with the
   *   cause if the environment throws, `ERR_ENV_CONTRACT` for a result that breaks the contract
   */
  step(action: Action): StepResult {
    if (!this.#running)
      throw this.#error('ERR_ENV_STEP', 'step', 'reset() first', 'a step outside an episode');
    const fault = actionFault(this.actionSpace, action);
    if (fault !== undefined) {
      throw this.#error('ERR_ACTION', `action${fault.element}`, fault.wanted, fault.got);
    }
    this.#steps++;
    let returned: unknown;
    try {
      returned = this.#environment.step(action);
    } catch (cause) {
      throw this.#error('ERR_ENV_STEP', 'step', 'a result', `an error: ${messageOf(cause)}`, { cause });
    }
    this.#expectResult(returned, 'step');
    const result = returned as unknown as StepResult;
    this.#expectOutcome(result);
    const timeIsUp = ++this.#elapsed >= this.#limit;
    this.#running = !(result.terminated || result.truncated || timeIsUp);
    if (!timeIsUp || result.truncated) return result;
    const { observation, reward, terminated, info } = result;
    return { observation, reward, terminated, truncated: true, info };
  }

  #expectOutcome(result: Record<keyof StepResult, unknown>): void {
    const { reward, terminated, truncated } = result;
    if (typeof reward !== 'number' || !Number.isFinite(reward)) {
      throw this.#breach('reward', 'a finite number', reward);
    }
    if (typeof terminated !== 'boolean') throw this.#breach('terminated', 'true or false', terminated);
    if (typeof truncated !== 'boolean') throw this.#breach('truncated', 'true or false', truncated);
  }

  #expectResult(result: unknown, method: string): asserts result is Record<string, unknown> {
    const shape =
      method === 'reset' ? '{ observation, info }' : '{ observation, reward, terminated, truncated, info }';
    if (!isRecord(result) || result instanceof Promise)
      throw this.#breach(`what ${method} returned`, shape, result);
    const { observation, info } = result;
    const fault = this.#observations.faultOf(observation, method === 'reset');
    if (fault !== undefined) {
      const what = `observation of ${method}${fault.element}`;
      throw this.#error('ERR_ENV_CONTRACT', what, fault.wanted, fault.got);
    }
    if (!isRecord(info)) throw this.#breach(`info of ${method}`, 'an object', info);
  }

  #breach(what: string, wanted: string, got: unknown): ManyhandsError {
    return this.#error('ERR_ENV_CONTRACT', what, wanted, describeValue(got));
  }

  #error(
    code: ErrorCode,
    what: string,
    wanted: string,
    got: unknown,
    options?: ErrorOptions,
  ): ManyhandsError {
    const subject = [
      environmentName(this.#place),
      ...(this.#seeded ? [`step ${this.#steps}`] : []),
      ...(what === '' ? [] : [what]),
    ];
    return expected(code, subject.join(', '), wanted, got, options);
  }
}
