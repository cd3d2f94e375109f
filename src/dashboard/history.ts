import type { Evaluation, Incident, Reading, RunHistory, RunMessage } from './protocol.js';

/** Points that a curve of a page is drawn from at most; more cannot be told apart. */
export const MAX_READINGS = 512;
export const MAX_EVALUATIONS = 512;
export const MAX_INCIDENTS = 256;

/** Of a run that has only just begun. */
export const EMPTY_HISTORY: RunHistory = {
  readings: [],
  evaluations: [],
  incidents: [],
  ending: null,
  isLive: true,
};

/**
 * What there is to know of a run up to now, in bounded memory: however long the run, its readings and evaluations are spread
 * evenly over its time, first and newest included. The server keeps one, and each page one of its own.
 */
export class HistoryKeeper {
  #readings: Reading[] = [];
  #evaluations: Evaluation[] = [];
  #incidents: Incident[] = [];
  #ending: RunHistory['ending'] = null;
  #isLive = true;

  /** @param history - to go on from */
  constructor(history: RunHistory = EMPTY_HISTORY) {
    this.#replace(history);
  }

  /** Takes in the next message about the run. */
  apply(message: RunMessage): void {
    switch (message.kind) {
      case 'history':
        this.#replace(message.history);
        break;
      case 'reading':
        keepEvenly(this.#readings, message.reading, MAX_READINGS);
        break;
      case 'evaluation':
        keepEvenly(this.#evaluations, message.evaluation, MAX_EVALUATIONS);
        break;
      case 'incident':
        keepNewest(this.#incidents, message.incident, MAX_INCIDENTS);
        break;
      case 'ending':
        this.#ending = message.ending;
        this.#isLive = false;
        break;
    }
  }

  /** A copy of everything so far. */
  get history(): RunHistory {
    return {
      readings: this.#readings.slice(),
      evaluations: this.#evaluations.slice(),
      incidents: this.#incidents.slice(),
      ending: this.#ending,
      isLive: this.#isLive,
    };
  }

  #replace({ readings, evaluations, incidents, ending, isLive }: RunHistory): void {
    this.#readings = [];
    this.#evaluations = [];
    for (const reading of readings) keepEvenly(this.#readings, reading, MAX_READINGS);
    for (const evaluation of evaluations) keepEvenly(this.#evaluations, evaluation, MAX_EVALUATIONS);
    this.#incidents = incidents.slice(-MAX_INCIDENTS);
    this.#ending = ending;
    this.#isLive = isLive;
  }
}

/**
 * Appends an item to a series in time. When the series is full, the inner item whose neighbours are nearest to each other
 * goes, the oldest of equals: so items stay that are spread over the whole time, however often they come.
 *
 * @param series - in the order of time; changed
 * @param capacity - items kept, from 3
 */
export function keepEvenly<Item extends { readonly timeSeconds: number }>(
  series: Item[],
  item: Item,
  capacity: number,
): void {
  series.push(item);
  if (series.length <= capacity) return;
  let least = Infinity;
  let leastAt = 1;
  let before = series[0]!.timeSeconds;
  let inner = series[1]!.timeSeconds;
  for (let at = 1; at < series.length - 1; at++) {
    const after = series[at + 1]!.timeSeconds;
    if (after - before < least) {
      least = after - before;
      leastAt = at;
    }
    before = inner;
    inner = after;
  }
  series.splice(leastAt, 1);
}

/** Appends an item; when the series is full, its oldest goes. */
function keepNewest<Item>(series: Item[], item: Item, capacity: number): void {
  series.push(item);
  if (series.length > capacity) series.shift();
}
