import { describe, expect, it } from 'vitest';
import { EMPTY_HISTORY } from '../../../src/dashboard/history.js';
import { stateOf } from '../../../src/dashboard/page/run-state.js';
import type { Ending } from '../../../src/dashboard/protocol.js';
import { syntheticEvaluation, syntheticReading } from './support/synthetic-run.js';

const TARGET = 475;
const live = { ...EMPTY_HISTORY, readings: [syntheticReading(7)] };
const ended = (ending: Ending) => ({ ...live, ending, isLive: false });

describe('stateOf', () => {
  it('says what is known of the connection while the run lasts', () => {
    expect(stateOf(undefined, 'connecting', TARGET)).toMatchObject({ tone: 'waiting', label: 'Connecting' });
    expect(stateOf(undefined, 'lost', TARGET)).toMatchObject({
      tone: 'waiting',
      detail: 'Nothing heard so far.',
    });
    expect(stateOf(live, 'open', TARGET)).toMatchObject({ tone: 'calm', label: 'Running' });
    expect(stateOf(live, 'lost', TARGET)).toMatchObject({
      tone: 'waiting',
      detail: 'Last heard of after 7.00 s.',
    });
  });

  it('says that a run is over, also when nobody is there any more', () => {
    for (const connection of ['open', 'lost'] as const) {
      expect(stateOf(ended({ outcome: 'failed', message: 'no' }), connection, TARGET)).toEqual({
        tone: 'bad',
        label: 'Failed',
        detail: 'no',
      });
      expect(stateOf({ ...live, isLive: false }, connection, TARGET)).toMatchObject({
        tone: 'over',
        label: 'Over',
      });
    }
  });

  it('says when and after how many steps a run was solved: at the evaluation that met the target', () => {
    const evaluations = [
      syntheticEvaluation(1, 90),
      syntheticEvaluation(2, 480),
      syntheticEvaluation(3, 470),
    ];
    const history = { ...ended({ outcome: 'solved', message: 'yes' }), evaluations };
    expect(stateOf(history, 'open', TARGET)).toEqual({
      tone: 'good',
      label: 'Solved in 2.00 s',
      detail: 'after 30,000 env steps',
    });
    expect(stateOf({ ...history, evaluations: [] }, 'open', TARGET)).toMatchObject({
      label: 'Solved',
      detail: 'yes',
    });
  });
});
