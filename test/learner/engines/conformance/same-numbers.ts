import { expect, it } from 'vitest';
import { createOn } from './subjects.js';
import { Twins } from './twins.js';
import type { UpdateCase } from './update-case.js';
import type { Columns } from './programs.js';
import type { Engine } from '../../../../src/learner/engines/engine.js';
import type { TfjsBackend } from '../../../../src/learner/engines/tfjs/backend.js';

/**
 * Holds the updates of an engine to those of `simd`, case by case: figures, outputs and all that an update changes, after the first
 * update and after the last.
 */
export function testSameNumbers(
  backend: TfjsBackend,
  cases: readonly UpdateCase[],
  numUpdates: number,
): void {
  it.each(cases.map((given) => [given.claim, given] as const))(
    `learns as simd does in ${numUpdates} updates: %s`,
    async (_, given) => {
      const twins = await Twins.create(createOn(backend), given, { metricsInterval: 10 });
      twins.fill(0);
      await twins.expectSameOutputs((engine) => engine.forward());
      await twins.update(0);
      await twins.expectSameState();
      await twins.expectSameOutputs((engine) => engine.predict(someObservations(twins, engine)));
      for (let update = 1; update < numUpdates; update++) await twins.update(update);
      await twins.expectSameState();
      await twins.expectSameOutputs((engine) => engine.predict(someObservations(twins, engine)));
      expect(twins.engine.updates).toBe(numUpdates);
      await twins.engine.close();
    },
  );
}

/** The first observations of a batch, not all of them where there are more. */
function someObservations({ made }: Twins, { batch, maxBatchSize }: Engine<Columns>) {
  const { input } = made.program.passes[0];
  const { length } = batch[input]!;
  const numRows = Math.ceil(maxBatchSize / 2);
  return batch[input]!.slice(0, (length / maxBatchSize) * numRows) as Float32Array;
}
