import { describe, expect, it } from 'vitest';
import { parseMessage } from '../../../src/dashboard/page/parse-message.js';
import type { RunMessage } from '../../../src/dashboard/protocol.js';
import {
  syntheticCheckpoint,
  syntheticEvaluation,
  syntheticReading,
  syntheticRestart,
} from './support/synthetic-run.js';

/** As it comes over the wire. */
function parse({ kind, ...rest }: RunMessage): RunMessage | undefined {
  return parseMessage(kind, JSON.stringify(rest));
}

const reading = syntheticReading(2);
const evaluation = syntheticEvaluation(3, 400);
const ending = { outcome: 'solved', message: 'done' } as const;

describe('parseMessage', () => {
  it.each<RunMessage>([
    { kind: 'reading', reading },
    { kind: 'reading', reading: { ...reading, actorSeconds: null, learnerSeconds: null, replaySize: null } },
    { kind: 'evaluation', evaluation },
    { kind: 'incident', incident: syntheticCheckpoint(1) },
    { kind: 'incident', incident: syntheticRestart(1) },
    { kind: 'ending', ending },
    {
      kind: 'history',
      history: {
        readings: [reading],
        evaluations: [evaluation],
        incidents: [syntheticRestart(1), syntheticCheckpoint(1)],
        ending,
        isLive: false,
      },
    },
  ])('takes in what a server says: $kind', (message) => {
    expect(parse(message)).toEqual(message);
  });

  it.each([
    '',
    '{',
    'null',
    '7',
    '"reading"',
    '[]',
    '{}',
    '{"reading":null}',
    '{"reading":[]}',
    '{"reading":{"timeSeconds":1}}',
  ])('has no message for %j', (data) => {
    for (const kind of ['reading', 'history', 'evaluation', 'incident', 'ending', 'weather', '__proto__']) {
      expect(parseMessage(kind, data)).toBeUndefined();
    }
  });

  it('makes a gap of a figure that is no finite number', () => {
    const text = JSON.stringify({ reading: { ...reading, loss: 'high', entropy: undefined } });
    const infinite = text.replace(/"returnMean":[^,]+/, '"returnMean":1e999');
    expect(parseMessage('reading', infinite)).toEqual({
      kind: 'reading',
      reading: { ...reading, returnMean: null, loss: null, entropy: null },
    });
  });

  it('does not place what has no place in time', () => {
    for (const name of ['timeSeconds', 'envSteps', 'updates', 'blocks'] as const) {
      expect(parse({ kind: 'reading', reading: { ...reading, [name]: null } })).toBeUndefined();
    }
    expect(parse({ kind: 'evaluation', evaluation: { ...evaluation, timeSeconds: NaN } })).toBeUndefined();
  });

  it('knows no shares of time of which one is missing', () => {
    const actorSeconds = { ...reading.actorSeconds, policy: undefined } as never;
    expect(parse({ kind: 'reading', reading: { ...reading, actorSeconds } })).toEqual({
      kind: 'reading',
      reading: { ...reading, actorSeconds: null },
    });
  });

  it('leaves out of a history what cannot be read', () => {
    const data = JSON.stringify({
      history: {
        readings: [{}, reading, 7],
        evaluations: 'none',
        incidents: [{ kind: 'weather' }],
        ending: {},
        isLive: true,
      },
    });
    expect(parseMessage('history', data)).toEqual({
      kind: 'history',
      history: { readings: [reading], evaluations: [], incidents: [], ending: null, isLive: true },
    });
  });

  it('takes no ending of a kind that it does not know', () => {
    expect(parseMessage('ending', '{"ending":{"outcome":"exploded","message":"x"}}')).toBeUndefined();
  });
});
