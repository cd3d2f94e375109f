import type { Ending, Evaluation, Incident, RunHistory, RunMessage } from '../protocol.js';
import { create, setText } from './element.js';
import { formatCount, formatDecimal, formatSeconds } from './format.js';

/** Older ones leave the page. */
const MAX_EVENTS = 100;

/** Less often than it can happen, so that a screen reader gets to its end. */
const ANNOUNCED_EVERY_MILLISECONDS = 5_000;

/** A line of the list. */
export interface RunEvent {
  readonly kind: 'evaluation' | 'checkpoint' | 'restart' | 'ending';
  readonly timeSeconds: number;
  readonly what: string;
  readonly detail: string;
}

export const evaluationEvent = (evaluation: Evaluation): RunEvent => ({
  kind: 'evaluation',
  timeSeconds: evaluation.timeSeconds,
  what: `Evaluation ${formatDecimal(evaluation.meanReturn)}`,
  detail:
    `least ${formatDecimal(evaluation.minReturn)} of ${formatCount(evaluation.episodes)} episodes, ` +
    `${formatCount(evaluation.envSteps)} env steps`,
});

export const incidentEvent = (incident: Incident): RunEvent =>
  incident.kind === 'checkpoint'
    ? {
        kind: 'checkpoint',
        timeSeconds: incident.timeSeconds,
        what: 'Checkpoint',
        detail: `${formatCount(incident.envSteps)} env steps`,
      }
    : {
        kind: 'restart',
        timeSeconds: incident.timeSeconds,
        what: `Actor ${incident.actor} restarted`,
        detail: `${incident.reason}: ${incident.message}`,
      };

const ENDINGS: Readonly<Record<Ending['outcome'], string>> = {
  solved: 'Solved',
  'not-solved': 'Target missed',
  finished: 'Finished',
  stopped: 'Stopped',
  failed: 'Failed',
};

export const endingEvent = ({ outcome, message }: Ending, timeSeconds: number): RunEvent => ({
  kind: 'ending',
  timeSeconds,
  what: ENDINGS[outcome],
  detail: message,
});

/** All that has happened, newest first. */
export function eventsOf({ readings, evaluations, incidents, ending }: RunHistory): readonly RunEvent[] {
  const events = [...evaluations.map(evaluationEvent), ...incidents.map(incidentEvent)];
  events.sort((a, b) => b.timeSeconds - a.timeSeconds);
  if (ending) {
    const last = Math.max(readings.at(-1)?.timeSeconds ?? 0, events[0]?.timeSeconds ?? 0);
    events.unshift(endingEvent(ending, last));
  }
  return events.slice(0, MAX_EVENTS);
}

/** Shows what has happened, newest first. */
export class EventList {
  readonly #list: HTMLElement;
  readonly #empty: HTMLElement;
  readonly #announcement: HTMLElement;
  #announcedAt = -Infinity;
  /** Newest moment heard of: an ending does not say its own. */
  #seconds = 0;

  /** @param announcement - a live region: gets what a reader should hear of who does not look at the list */
  constructor(list: HTMLElement, empty: HTMLElement, announcement: HTMLElement) {
    this.#list = list;
    this.#empty = empty;
    this.#announcement = announcement;
  }

  receive(message: RunMessage): void {
    switch (message.kind) {
      case 'history':
        this.#replace(eventsOf(message.history));
        this.#seconds = message.history.readings.at(-1)?.timeSeconds ?? 0;
        break;
      case 'reading':
        this.#seconds = message.reading.timeSeconds;
        break;
      case 'evaluation':
        this.#add(evaluationEvent(message.evaluation));
        break;
      case 'incident':
        this.#add(incidentEvent(message.incident));
        break;
      case 'ending':
        this.#add(endingEvent(message.ending, this.#seconds));
        break;
    }
  }

  #replace(events: readonly RunEvent[]): void {
    this.#list.replaceChildren(...events.map(itemOf));
    this.#empty.hidden = events.length > 0;
  }

  #add(event: RunEvent): void {
    this.#seconds = Math.max(this.#seconds, event.timeSeconds);
    this.#list.prepend(itemOf(event));
    while (this.#list.childElementCount > MAX_EVENTS) this.#list.lastElementChild?.remove();
    this.#empty.hidden = true;
    if (event.kind === 'restart') this.#announce(`${event.what}: ${event.detail}`);
  }

  #announce(text: string): void {
    if (performance.now() - this.#announcedAt < ANNOUNCED_EVERY_MILLISECONDS) return;
    this.#announcedAt = performance.now();
    setText(this.#announcement, text);
  }
}

function itemOf({ kind, timeSeconds, what, detail }: RunEvent): HTMLElement {
  const item = create(
    'li',
    '',
    create('span', 'what', what),
    create('time', '', formatSeconds(timeSeconds)),
    create('span', 'detail', detail),
  );
  item.dataset['kind'] = kind;
  return item;
}
