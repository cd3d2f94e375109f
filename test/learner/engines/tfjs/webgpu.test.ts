import { afterAll, describe } from 'vitest';
import { loadBackend } from '../../../../src/learner/engines/tfjs/load/load-backend.js';
import { WEBGPU } from '../../../support/webgpu.js';
import { CASES, ESSENTIAL_CASES, NATURE_CASE } from '../conformance/cases.js';
import { testEngine } from '../conformance/engine-suite.js';
import { testSameNumbers } from '../conformance/same-numbers.js';

const backend = WEBGPU === undefined ? undefined : await loadBackend('webgpu');

describe.runIf(backend !== undefined)('the engine webgpu', () => {
  if (backend === undefined) return;
  afterAll(() => backend.close());
  // Small operations too are to be the device's, not those of the library's second backend for them.
  backend.tf.env().set('WEBGPU_CPU_FORWARD', false);
  if (WEBGPU === 'real') {
    testEngine(backend, { numUpdates: 10_000 });
    testSameNumbers(backend, CASES, 200);
    testSameNumbers(backend, [NATURE_CASE], 3);
  } else {
    // Its programs take long to make.
    testEngine(backend, { numUpdates: 20 });
    testSameNumbers(backend, ESSENTIAL_CASES, 2);
  }
});
