import { describe, expect, it } from 'vitest';
import { Publisher } from '../../src/learner/publisher.js';
import { WeightReader } from '../../src/shared/weights/weight-reader.js';
import { WeightStore } from '../../src/shared/weights/weight-store.js';
import { WeightWriter } from '../../src/shared/weights/weight-writer.js';
import { gaugesOf } from './support/gauges.js';

function publisherOf(...initial: number[]) {
  const parameters = Float32Array.from(initial);
  const memory = WeightStore.allocate(1, initial.length);
  const { gauges, line } = gaugesOf();
  const source = {
    readParameters: () => parameters,
    parametersAreFinite: () => parameters.every(Number.isFinite),
  };
  const make = () => Publisher.create(source, initial.length, new WeightWriter(memory), gauges);
  const reader = new WeightReader(memory, 0);
  const newest = () => {
    const into = new Float32Array(initial.length).fill(NaN);
    return { version: new WeightReader(memory, 0).readNewestInto(into), parameters: [...into] };
  };
  return { parameters, line, make, reader, newest };
}

describe('Publisher', () => {
  it('publishes the initial weights as version 0, then one version after another', async () => {
    const { parameters, line, make, newest } = publisherOf(1, 2, 3);
    const publisher = await make();
    expect([publisher.version, newest()]).toEqual([0, { version: 0, parameters: [1, 2, 3] }]);
    parameters.fill(4);
    expect(newest().parameters).toEqual([1, 2, 3]);
    await publisher.publish();
    expect([publisher.version, newest()]).toEqual([1, { version: 1, parameters: [4, 4, 4] }]);
    expect(line.get('publishedBytes')).toBe(2 * 3 * 4);
  });

  it.each([NaN, Infinity, -Infinity])('never shows actors a weight of %d', async (value) => {
    const { parameters, make, newest } = publisherOf(1, 2, 3);
    const publisher = await make();
    parameters.set([7, value, 7]);
    await expect(publisher.publish()).rejects.toMatchObject({
      code: 'ERR_NON_FINITE',
      quantity: 'weights',
      message:
        'weights: expected finite numbers, got NaN or infinity after version 0; lower optimizer.learningRate',
    });
    expect([publisher.version, newest()]).toEqual([0, { version: 0, parameters: [1, 2, 3] }]);
  });

  it('keeps the last finite weights: those of now while they are, else the last published', async () => {
    const { parameters, make } = publisherOf(1, 2, 3);
    const publisher = await make();
    parameters.fill(4);
    const copy = await publisher.lastFiniteParameters();
    parameters.fill(5);
    expect([[...copy], [...(await publisher.lastFiniteParameters())]]).toEqual([
      [4, 4, 4],
      [5, 5, 5],
    ]);
    parameters[1] = NaN;
    const published = await publisher.lastFiniteParameters();
    expect([...published]).toEqual([1, 2, 3]);
    published.fill(9);
    expect([...(await publisher.lastFiniteParameters())]).toEqual([1, 2, 3]);
  });

  it('sends actors the first of the weights alone, and keeps all of them', async () => {
    const parameters = Float32Array.of(1, 2, 3, 4);
    const memory = WeightStore.allocate(1, 3);
    const { gauges, line } = gaugesOf();
    const source = {
      readParameters: () => parameters,
      parametersAreFinite: () => parameters.every(Number.isFinite),
    };
    const publisher = await Publisher.create(source, 3, new WeightWriter(memory), gauges);
    parameters.set([5, 6, 7, 8]);
    await publisher.publish();
    const into = new Float32Array(3).fill(NaN);
    new WeightReader(memory, 0).readNewestInto(into);
    expect([...into]).toEqual([5, 6, 7]);
    expect(line.get('publishedBytes')).toBe(2 * 3 * 4);
    // What actors never see must be finite too, or the next update would not be.
    parameters.set([9, 9, 9, NaN]);
    await expect(publisher.publish()).rejects.toMatchObject({ code: 'ERR_NON_FINITE' });
    expect([...(await publisher.lastFiniteParameters())]).toEqual([5, 6, 7, 8]);
  });

  it('refuses to begin with weights that are not finite', async () => {
    const { make, reader } = publisherOf(1, NaN);
    await expect(make()).rejects.toMatchObject({ code: 'ERR_NON_FINITE' });
    expect(reader.newestVersion).toBe(-1);
  });
});
