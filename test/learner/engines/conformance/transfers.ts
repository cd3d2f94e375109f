import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { TfjsBackend } from '../../../../src/learner/engines/tfjs/backend.js';
import type { Tf } from '../../../../src/learner/engines/tfjs/tf.js';
import { POLICY, VALUES } from './small-cases.js';
import { createOn } from './subjects.js';
import { makeCase } from './update-case.js';

interface Upload {
  readonly values: ArrayLike<number>;
  readonly dtype: string | undefined;
}

/** Listens, for the rest of a test, at the door of the library, behind which a backend does with its memory what it likes. */
function watch(tf: Tf) {
  const library = tf.engine();
  const upload = vi.spyOn(library, 'makeTensor');
  const downloads = [vi.spyOn(library, 'read'), vi.spyOn(library, 'readSync')];
  onTestFinished(() => [upload, ...downloads].forEach((spy) => spy.mockRestore()));
  return {
    /** What went up, since it was last asked. */
    uploads: (): Upload[] =>
      upload.mock.calls
        .splice(0)
        .map(([values, , dtype]) => ({ values: values as ArrayLike<number>, dtype })),
    /** How often something came down, since it was last asked. */
    numDownloads: (): number => {
      const calls = downloads.map(({ mock }) => mock.calls.splice(0).length);
      return calls.reduce((sum, count) => sum + count, 0);
    },
  };
}

/** Not the same number over and over, such as ones to sum with, step sizes; and not whole numbers, as which some backends take shapes. */
const isData = ({ values, dtype }: Upload) =>
  dtype !== 'int32' && Array.from(values).some((value) => value !== values[0]);

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
          const ofColumns = columns.map((column) => uploads.filter(({ values }) => values === column).length);
          expect(ofColumns).toEqual(columns.map(() => 1));
          const others = uploads.filter(({ values }) => !columns.includes(values as Float32Array));
          expect(others.filter(isData)).toEqual([]);
          came.push(watched.numDownloads());
        }
        expect(came).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 1]);
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
      await engine.close();
    });
  });
}
