import type { Ending, Evaluation, Incident, Reading, RunHistory, RunMessage } from '../protocol.js';
import { ACTOR_STATES, LEARNER_STATES, UPDATE_FIGURES, type UpdateFigure } from '../../shared/telemetry.js';

type Fields = Readonly<Record<string, unknown>>;

const TOTALS = [
  'timeSeconds',
  'envSteps',
  'episodes',
  'updates',
  'samples',
  'policyVersion',
  'blocks',
  'policyLagSum',
] as const satisfies readonly (keyof Reading)[];

const FIGURES = [
  ...(Object.keys(UPDATE_FIGURES) as UpdateFigure[]),
  'returnMean',
  'epsilon',
  'replaySize',
  'replayCapacity',
  'ringFill',
] as const satisfies readonly (keyof Reading)[];

const OUTCOMES: readonly unknown[] = ['solved', 'not-solved', 'finished', 'stopped', 'failed'];

/**
 * What a server-sent event says, or undefined if it is of no kind or shape that this page knows.
 *
 * A figure that is no finite number becomes null, which is a gap in a chart; of a history, what is unreadable is left out.
 */
export function parseMessage(kind: string, data: string): RunMessage | undefined {
  const fields = fieldsOf(parseJson(data));
  switch (kind) {
    case 'history':
      return wrap(historyFrom(fields?.['history']), (history) => ({ kind, history }));
    case 'reading':
      return wrap(readingFrom(fields?.['reading']), (reading) => ({ kind, reading }));
    case 'evaluation':
      return wrap(evaluationFrom(fields?.['evaluation']), (evaluation) => ({ kind, evaluation }));
    case 'incident':
      return wrap(incidentFrom(fields?.['incident']), (incident) => ({ kind, incident }));
    case 'ending':
      return wrap(endingFrom(fields?.['ending']), (ending) => ({ kind, ending }));
    default:
      return undefined;
  }
}

function historyFrom(value: unknown): RunHistory | undefined {
  const fields = fieldsOf(value);
  if (!fields || typeof fields['isLive'] !== 'boolean') return undefined;
  return {
    readings: listFrom(fields['readings'], readingFrom),
    evaluations: listFrom(fields['evaluations'], evaluationFrom),
    incidents: listFrom(fields['incidents'], incidentFrom),
    ending: endingFrom(fields['ending']) ?? null,
    isLive: fields['isLive'],
  };
}

function readingFrom(value: unknown): Reading | undefined {
  const fields = fieldsOf(value);
  const totals = numbersFrom(fields, TOTALS);
  if (!fields || !totals) return undefined;
  const figures = Object.fromEntries(
    FIGURES.map((name) => [name, isFinite(fields[name]) ? fields[name] : null]),
  ) as Record<(typeof FIGURES)[number], number | null>;
  return {
    ...totals,
    ...figures,
    actorSeconds: numbersFrom(fields['actorSeconds'], ACTOR_STATES) ?? null,
    learnerSeconds: numbersFrom(fields['learnerSeconds'], LEARNER_STATES) ?? null,
  };
}

function evaluationFrom(value: unknown): Evaluation | undefined {
  return numbersFrom(fieldsOf(value), [
    'timeSeconds',
    'envSteps',
    'policyVersion',
    'episodes',
    'meanReturn',
    'minReturn',
  ]);
}

function incidentFrom(value: unknown): Incident | undefined {
  const fields = fieldsOf(value);
  const moment = numbersFrom(fields, ['timeSeconds', 'envSteps']);
  if (!fields || !moment) return undefined;
  const { kind, checkpoint, actor, reason, message } = fields;
  if (kind === 'checkpoint' && isText(checkpoint)) return { kind, ...moment, checkpoint };
  if (kind === 'restart' && isFinite(actor) && isText(reason) && isText(message)) {
    return { kind, ...moment, actor, reason, message };
  }
  return undefined;
}

function endingFrom(value: unknown): Ending | undefined {
  const { outcome, message } = fieldsOf(value) ?? {};
  if (!OUTCOMES.includes(outcome) || !isText(message)) return undefined;
  return { outcome: outcome as Ending['outcome'], message };
}

/** The named fields, if all of them are finite numbers. */
function numbersFrom<Name extends string>(
  value: unknown,
  names: readonly Name[],
): Record<Name, number> | undefined {
  const fields = fieldsOf(value);
  if (!fields || !names.every((name) => isFinite(fields[name]))) return undefined;
  return Object.fromEntries(names.map((name) => [name, fields[name]])) as Record<Name, number>;
}

function listFrom<Item>(value: unknown, itemFrom: (item: unknown) => Item | undefined): Item[] {
  if (!Array.isArray(value)) return [];
  return value.map(itemFrom).filter((item) => item !== undefined);
}

function parseJson(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}

const wrap = <Part, Whole>(part: Part | undefined, make: (part: Part) => Whole): Whole | undefined =>
  part === undefined ? undefined : make(part);

const fieldsOf = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null ? (value as Fields) : undefined;

const isFinite = (value: unknown): value is number => Number.isFinite(value);

const isText = (value: unknown): value is string => typeof value === 'string';
