import { describe } from 'vitest';
import { loadBackend } from '../../../../src/learner/engines/tfjs/load/load-backend.js';
import { HAS_TENSORFLOW } from '../../../support/tensorflow.js';
import { CASES, NATURE_CASE } from '../conformance/cases.js';
import { testEngine } from '../conformance/engine-suite.js';
import { testSameNumbers } from '../conformance/same-numbers.js';

const backend = HAS_TENSORFLOW ? await loadBackend('tensorflow') : undefined;

describe.runIf(backend !== undefined)('the engine tensorflow', () => {
  if (backend === undefined) return;
  testEngine(backend, { numUpdates: 10_000 });
  testSameNumbers(backend, CASES, 200);
  testSameNumbers(backend, [NATURE_CASE], 3);
});
