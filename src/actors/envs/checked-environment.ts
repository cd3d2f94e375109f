import { expected, messageOf, type ErrorCode, type ManyhandsError } from '../../shared/errors.js';
import { describeSpace, spaceSize, type Space } from '../../shared/spaces.js';
import type {
  Action,
  ActionSpace,
  Environment,
  ObservationSpace,
  ResetOptions,
  ResetResult,
  StepResult,
} from './environment.js';

/** Where an environment stands, for messages. */
export interface EnvironmentPlace {
  readonly id: string;
  /** Its number in the run, if it is one of a vector. */
  readonly index?: number | undefined;
  readonly actorIndex?: number | undefined;
}

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
  readonly #size: number;
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
    const { observationSpace, actionSpace } = environment;
    if (!isSpace(observationSpace, 'box')) {
      throw this.#breach('observationSpace', 'a box, as box(shape, low, high) makes it', observationSpace);
    }
    if (!isSpace(actionSpace, 'discrete')) {
      throw this.#breach('actionSpace', 'a discrete space, as discrete(n) makes it', actionSpace);
    }
    this.observationSpace = observationSpace;
    this.actionSpace = actionSpace;
    this.#environment = environment;
    this.#size = spaceSize(observationSpace);
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
        throw expected('ERR_SEED', `seed of ${this.#name()}`, 'a non-negative integer', seed);
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
   * @throws ManyhandsError `ERR_ACTION` for an action out of range, `ERR_ENV_STEP` outside an episode or with the
   *   cause if the environment throws, `ERR_ENV_CONTRACT` for a result that breaks the contract
   */
  step(action: Action): StepResult {
    if (!this.#running)
      throw this.#error('ERR_ENV_STEP', 'step', 'reset() first', 'a step outside an episode');
    const { n } = this.actionSpace;
    if (!Number.isInteger(action) || action < 0 || action >= n) {
      throw this.#error('ERR_ACTION', 'action', `an integer in [0, ${n})`, action);
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
    if (!(observation instanceof Float32Array) || observation.length !== this.#size) {
      throw this.#breach(`observation of ${method}`, `a Float32Array of ${this.#size}`, observation);
    }
    for (let i = 0; i < observation.length; i++) {
      // NaN and the infinities are the values that differ from themselves by something else than 0.
      if (observation[i]! - observation[i]! !== 0) {
        throw this.#breach(`observation of ${method}, element ${i}`, 'a finite number', observation[i]);
      }
    }
    if (!isRecord(info)) throw this.#breach(`info of ${method}`, 'an object', info);
  }

  #breach(what: string, wanted: string, got: unknown): ManyhandsError {
    return this.#error('ERR_ENV_CONTRACT', what, wanted, describe(got));
  }

  #error(
    code: ErrorCode,
    what: string,
    wanted: string,
    got: unknown,
    options?: ErrorOptions,
  ): ManyhandsError {
    const subject = [
      this.#name(),
      ...(this.#seeded ? [`step ${this.#steps}`] : []),
      ...(what === '' ? [] : [what]),
    ];
    return expected(code, subject.join(', '), wanted, got, options);
  }

  #name(): string {
    const { id, index, actorIndex } = this.#place;
    const actor = actorIndex === undefined ? '' : ` on actor ${actorIndex}`;
    return `environment '${id}'${index === undefined ? '' : ` #${index}`}${actor}`;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isSpace(space: unknown, kind: Space['kind']): boolean {
  if (!isRecord(space) || space['kind'] !== kind) return false;
  if (kind === 'discrete') return Number.isSafeInteger(space['n']) && (space['n'] as number) > 0;
  const { shape, low, high } = space;
  if (!Array.isArray(shape) || !(low instanceof Float32Array) || !(high instanceof Float32Array))
    return false;
  const size = (shape as unknown[]).reduce<number>((product, length) => product * Number(length), 1);
  return low.length === size && high.length === size && size > 0;
}

/** What came, in a few words. */
function describe(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'function') return 'a function';
  if (!isRecord(value)) return String(value);
  if (isSpace(value, 'box') || isSpace(value, 'discrete')) return describeSpace(value as unknown as Space);
  const type = value.constructor.name;
  return ArrayBuffer.isView(value) || Array.isArray(value)
    ? `${type} of ${(value as ArrayLike<unknown>).length}`
    : type;
}
