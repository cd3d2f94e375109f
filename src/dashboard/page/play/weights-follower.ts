import { expected, messageOf } from '../../../shared/errors.js';
import { API_PATHS, POLICY_VERSION_HEADER, type PolicyId } from '../../protocol.js';
import type { PlaySettings } from './play.js';

/** Least time between two requests, and the wait after a first failure. */
const INTERVAL_MILLISECONDS = 2_000;
/** The wait doubles with every failure after it, up to this. */
const MAX_WAIT_MILLISECONDS = 30_000;

/** Told what comes of the requests. */
export interface WeightsListener {
  /** @throws what is wrong with the weights; they are then not asked for again until there are others */
  onWeights(version: number, parameters: Float32Array): void;
  /** A line that says what is wrong, or undefined when all is well again. */
  onTrouble(trouble: string | undefined): void;
}

/**
 * Keeps the weights of one policy up to date: asks when it is told that there may be others, at most every two seconds,
 * and again after every failure. Asks nothing while it is off, as it is at first.
 */
export class WeightsFollower {
  #id: PolicyId = 'newest';
  #isOn = false;
  #isStale = true;
  #numFailures = 0;
  #earliest = 0;
  #etag: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #request: AbortController | undefined;

  constructor(
    private readonly fetch: NonNullable<PlaySettings['fetch']>,
    private readonly listener: WeightsListener,
  ) {}

  get id(): PolicyId {
    return this.#id;
  }

  /** Follows another policy, whose weights are asked for at once. */
  follow(id: PolicyId): void {
    this.#request?.abort();
    this.#request = undefined;
    this.#id = id;
    this.#etag = undefined;
    this.#numFailures = 0;
    this.#earliest = 0;
    this.refresh();
  }

  /** Says that there may be other weights than those it has. */
  refresh(): void {
    this.#isStale = true;
    this.#plan();
  }

  set isOn(isOn: boolean) {
    this.#isOn = isOn;
    this.#plan();
  }

  dispose(): void {
    this.isOn = false;
    this.#request?.abort();
  }

  #plan(): void {
    clearTimeout(this.#timer);
    if (!this.#isOn || !this.#isStale || this.#request !== undefined) return;
    const wait = this.#earliest - performance.now();
    if (wait > 0) this.#timer = setTimeout(() => this.#plan(), wait);
    else void this.#ask();
  }

  async #ask(): Promise<void> {
    const request = new AbortController();
    this.#request = request;
    this.#isStale = false;
    let trouble: string | undefined;
    try {
      trouble = await this.#load(request.signal);
      this.#numFailures = 0;
    } catch (error) {
      trouble = `No weights: ${messageOf(error)}. Trying again.`;
      this.#numFailures++;
      this.#isStale = true;
    }
    // Another policy is followed by now, or none.
    if (request.signal.aborted) return;
    this.#request = undefined;
    const wait = INTERVAL_MILLISECONDS * 2 ** Math.max(0, this.#numFailures - 1);
    this.#earliest = performance.now() + Math.min(wait, MAX_WAIT_MILLISECONDS);
    this.listener.onTrouble(trouble);
    this.#plan();
  }

  /**
   * @returns what is wrong with weights that did come: asking for them again would not help
   * @throws why none came
   */
  async #load(signal: AbortSignal): Promise<string | undefined> {
    const id = this.#id;
    const headers = this.#etag === undefined ? {} : { 'If-None-Match': this.#etag };
    const response = await this.fetch(API_PATHS.weights + encodeURIComponent(id), { headers, signal });
    if (response.status === 304) return undefined;
    if (response.status === 404) throw new Error(absenceOf(id));
    if (!response.ok)
      throw new Error(`the server answers ${response.status} ${response.statusText}`.trimEnd());
    const bytes = await response.arrayBuffer();
    if (signal.aborted) return undefined;
    try {
      this.listener.onWeights(versionOf(response), parametersOf(bytes));
    } catch (error) {
      return messageOf(error);
    }
    this.#etag = response.headers.get('ETag') ?? undefined;
    return undefined;
  }
}

function absenceOf(id: PolicyId): string {
  if (id === 'newest') return 'the run has none yet';
  return id === 'best' ? 'the run has no best ones yet' : `the run does not keep those of '${id}' any more`;
}

function versionOf({ headers }: Response): number {
  const version = headers.get(POLICY_VERSION_HEADER);
  if (version !== null && /^\d+$/.test(version)) return Number(version);
  throw expected('ERR_WEIGHTS', POLICY_VERSION_HEADER, 'a version', version);
}

/** Every machine with a browser is little-endian, as the wire is. */
function parametersOf(bytes: ArrayBuffer): Float32Array {
  const size = Float32Array.BYTES_PER_ELEMENT;
  if (bytes.byteLength % size !== 0) {
    throw expected('ERR_WEIGHTS', 'weights', `a multiple of ${size} bytes`, bytes.byteLength);
  }
  return new Float32Array(bytes);
}
