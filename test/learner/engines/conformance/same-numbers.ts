import { expect, it } from 'vitest';
import type { TfjsBackend } from '../../../../src/learner/engines/tfjs/backend.js';
import type { Observations } from '../../../../src/shared/memory/block-layout.js';
import { createOn } from './subjects.js';
import { Twins } from './twins.js';
import type { UpdateCase } from './update-case.js';

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
      const observations = someObservations(twins);
      await twins.expectSameOutputs((engine) => engine.predict(observations));
      for (let update = 1; update < numUpdates; update++) await twins.update(update);
      await twins.expectSameState();
      await twins.expectSameOutputs((engine) => engine.predict(observations));
      expect(twins.engine.updates).toBe(numUpdates);
      await twins.engine.close();
    },
  );
}

/** The first observations of a batch, not all of them where there are more: as bytes, if that is what they are. */
function someObservations({ made, simd }: Twins): Observations {
  const { input } = made.program.passes[0];
  const column = simd.batch[input] as Observations;
  const rowLength = column.length / simd.maxBatchSize;
  return column.slice(0, rowLength * Math.ceil(simd.maxBatchSize / 2));
}
