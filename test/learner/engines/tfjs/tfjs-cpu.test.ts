import { describe } from 'vitest';
import { loadBackend } from '../../../../src/learner/engines/tfjs/load/load-backend.js';
import { CASES } from '../conformance/cases.js';
import { testEngine } from '../conformance/engine-suite.js';
import { testSameNumbers } from '../conformance/same-numbers.js';

const backend = await loadBackend('tfjs-cpu');

describe('the engine tfjs-cpu', () => {
  testEngine(backend, { numUpdates: 600 });
  testSameNumbers(backend, CASES, 10);
});
