import { describe, expect, it } from 'vitest';
import { dqnEngine, fillBatch, RMSPROP, type EngineSettings } from '../../../support/dqn-engine.js';
import { SequentialCrew } from '../../../support/sequential-crew.js';

/** An engine, and the orders that its crew is given. */
function recorded(given: EngineSettings) {
  const crew = new SequentialCrew(2);
  const orders: (readonly (string | number)[])[] = [];
  const carryOut = crew.carryOut.bind(crew);
  crew.carryOut = (name, ...numbers) => {
    orders.push([name, ...numbers]);
    carryOut(name, ...numbers);
  };
  const { engine } = dqnEngine({ ...given, crew });
  return { engine, orders };
}

describe('CrewExecutor', () => {
  it('takes four rounds for an update, and no pass that was made before', () => {
    const { engine, orders } = recorded({ batchSize: 8, algorithm: { double: true }, optimizer: RMSPROP });
    fillBatch(engine.batch, 3, 0);
    engine.update();
    engine.resize(5);
    engine.forward();
    engine.update();
    const step = ['step', RMSPROP.learningRate, 1, 1, 0, 0];
    expect(orders).toEqual([
      ['forward', 8, 0, 3],
      ['backward', 8],
      ['gradient', 8],
      step,
      ['forward', 5, 0, 1],
      ['forward', 5, 1, 3],
      ['backward', 5],
      ['gradient', 5],
      step,
    ]);
  });

  it('asks for the target at its interval, and for a look at the moments every 64 steps', () => {
    const { engine, orders } = recorded({ algorithm: { target: { updateInterval: 10, tau: 1 } } });
    for (let i = 0; i < 130; i++) {
      fillBatch(engine.batch, 3, i);
      engine.update();
    }
    const steps = orders.filter(([name]) => name === 'step');
    const numbersWith = (place: number) => steps.flatMap((step, i) => (step[place] === 1 ? [i + 1] : []));
    expect(numbersWith(4)).toEqual([64, 128]);
    expect(numbersWith(5)).toEqual(Array.from({ length: 13 }, (_, i) => 10 * (i + 1)));
  });
});
