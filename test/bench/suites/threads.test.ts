import { describe, expect, it } from 'vitest';
import { actingAtFullSpeed } from '../../../bench/suites/acting.js';
import { synchronisationSuite } from '../../../bench/suites/synchronisation.js';
import { weightsSuite } from '../../../bench/suites/weights.js';
import { expectFigures, unitsOf } from './support/expect-figures.js';

const QUICK = { isQuick: true };
const SIZE = { numEnvs: 8, numSteps: 32 };

describe('the suite', () => {
  it('weights says how long a version waits for one actor and for two', async () => {
    const figures = await weightsSuite(QUICK);
    expectFigures(figures);
    for (const actors of ['1 actor', '2 actors']) {
      expect(unitsOf(figures, `publish to act, ${actors}: `)).toEqual({
        'block of 8 x 32': 'us',
        p50: 'us',
        'p50 in blocks': 'blocks',
        p99: 'us',
        'p99 in blocks': 'blocks',
      });
    }
    expect(unitsOf(figures, 'publish 4-')).toEqual({ '64-64-2': 'us', '128-128-2': 'us' });
  });

  it('synchronisation adds up what an actor spends on it', async () => {
    const figures = await synchronisationSuite(QUICK);
    // What an actor on its own saves may be lost in what the machine does meanwhile.
    const [saved] = figures.slice(-1);
    expect(saved).toMatchObject({ unit: '% of actor time', better: 'lower', parameters: SIZE });
    expectFigures(figures.slice(0, -1));
    for (const learner of ['learner at work', 'a version a block', 'learner asleep']) {
      const name = `block of 8 x 32, ${learner}`;
      expect(unitsOf(figures, name)).toEqual({
        '': 'us',
        ': ring': 'ns/block',
        ': weights': 'ns/block',
        ': counters and clock': 'ns/block',
        ': synchronisation': '% of actor time',
      });
      const [block, ...parts] = figures.filter((figure) => figure.name.startsWith(name));
      const share = parts.pop()!;
      share.figures.forEach((percent, round) => {
        const spent = parts.reduce((sum, { figures: rounds }) => sum + rounds[round]!, 0);
        expect(percent).toBeCloseTo((100 * spent) / (1e3 * block!.figures[round]!), 6);
      });
    }
  });
});

describe('actingAtFullSpeed', () => {
  it('holds two actors against one, round by round', async () => {
    const effort = { rounds: 2, roundMilliseconds: 50, warmUpMilliseconds: 100 };
    const figures = await actingAtFullSpeed(effort);
    expectFigures(figures);
    const [one, two, ratio] = figures;
    expect(figures.map(({ unit }) => unit)).toEqual(['steps/s', 'steps/s', 'x']);
    expect([one!, two!].map(({ parameters }) => parameters)).toEqual(
      [1, 2].map((actors) => ({ actors, envsPerActor: 32, blockLength: 32 })),
    );
    expect(ratio!.figures).toEqual(two!.figures.map((rate, round) => rate / one!.figures[round]!));
  });
});
