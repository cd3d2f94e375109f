import { describe, expect, it, vi } from 'vitest';
import type { TfjsBackend } from '../../../../src/learner/engines/tfjs/backend.js';
import type { Tf } from '../../../../src/learner/engines/tfjs/tf.js';
import { POLICY, VALUES } from './small-cases.js';
import { createOn } from './subjects.js';
import { makeCase } from './update-case.js';

type Values = ArrayLike<number>;

/** Listens at the door of the library, behind which a backend does with its memory what it likes. */
function watch(tf: Tf) {
  const library = tf.engine();
  const upload = vi.spyOn(library, 'makeTensor');
  const downloads = [vi.spyOn(library, 'read'), vi.spyOn(library, 'readSync')];
  return {
    /** What went up, since it was last asked. */
    uploads: (): Values[] => upload.mock.calls.splice(0).map(([values]) => values as Values),
    /** How often something came down, since it was last asked. */
    numDownloads: (): number => {
      const calls = downloads.map(({ mock }) => mock.calls.splice(0).length);
      return calls.reduce((sum, count) => sum + count, 0);
    },
    stop: () => [upload, ...downloads].forEach((spy) => spy.mockRestore()),
  };
}

const isConstant = (values: Values) => Array.from(values).every((value) => value === values[0]);

/** What goes up to a device and comes down from it. */
export function testTransfers(backend: TfjsBackend): void {
  const create = createOn(backend);

  describe('transfers', () => {
    it.each([VALUES, POLICY])(
      'are one up for each column of a batch, and one down for each look: $claim',
      async (given) => {
        const { program, settings, fill } = makeCase(given);
        const engine = await create(program, { ...settings, metricsInterval: 4, maxGradientNorm: 0.5 });
        const watched = watch(backend.tf);
        const came: number[] = [];
        for (let update = 0; update < 9; update++) {
          fill(engine.batch, update);
          await engine.update();
          const uploads = watched.uploads();
          const columns = Object.values(engine.batch);
          const ofColumns = columns.map((column) => uploads.filter((values) => values === column).length);
          expect(ofColumns).toEqual(columns.map(() => 1));
          // What else goes up is the same number over and over: ones to sum with, step sizes.
          expect(uploads.filter((values) => !isConstant(values)).length).toBeLessThanOrEqual(columns.length);
          came.push(watched.numDownloads());
        }
        expect(came).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 1]);
        watched.stop();
        await engine.close();
      },
    );

    it('are one down for parameters however often they are read, and one for predictions', async () => {
      const { program, settings, fill } = makeCase(VALUES);
      const engine = await create(program, { ...settings, metricsInterval: 100 });
      fill(engine.batch, 0);
      await engine.update();
      await engine.update();
      const watched = watch(backend.tf);
      await engine.parametersAreFinite();
      await Promise.all([engine.readParameters(), engine.readParameters()]);
      expect(watched.numDownloads()).toBe(1);
      await engine.predict(new Float32Array(5));
      expect(watched.numDownloads()).toBe(1);
      await engine.optimizerState(); // two moments, and a target of its own
      expect(watched.numDownloads()).toBe(3);
      watched.stop();
      await engine.close();
    });
  });
}
