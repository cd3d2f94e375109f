import { describe, expect, it } from 'vitest';
import { bringsWeights } from '../../../../src/dashboard/page/play/weights-news.js';
import type { Incident, Reading, RunMessage } from '../../../../src/dashboard/protocol.js';

const at = { timeSeconds: 1, envSteps: 100 };
const reading = (policyVersion: number): RunMessage => ({
  kind: 'reading',
  reading: { policyVersion } as Reading,
});
const checkpoint: Incident = { kind: 'checkpoint', ...at, checkpoint: '100' };
const restart: Incident = { kind: 'restart', ...at, actor: 0, reason: 'crash', message: '' };
const messages: Readonly<Record<string, RunMessage>> = {
  history: {
    kind: 'history',
    history: { readings: [], evaluations: [], incidents: [], ending: null, isLive: true },
  },
  'a reading of version 6': reading(6),
  'a reading of version 5': reading(5),
  evaluation: {
    kind: 'evaluation',
    evaluation: { ...at, policyVersion: 5, episodes: 1, meanReturn: 1, minReturn: 1 },
  },
  checkpoint: { kind: 'incident', incident: checkpoint },
  restart: { kind: 'incident', incident: restart },
  ending: { kind: 'ending', ending: { outcome: 'solved', message: '' } },
};

describe('bringsWeights', () => {
  it.each([
    ['newest', ['history', 'a reading of version 6', 'evaluation', 'ending']],
    ['best', ['history', 'evaluation', 'checkpoint', 'ending']],
    ['100', ['history']],
  ])('is true, for the weights %s of version 5, of these messages alone', (id, expected) => {
    const brings = Object.keys(messages).filter((name) => bringsWeights(messages[name]!, id, 5));
    expect(brings).toEqual(expected);
  });

  it('is true of every reading while there are no weights', () => {
    expect(bringsWeights(reading(0), 'newest', undefined)).toBe(true);
  });
});
