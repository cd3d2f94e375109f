import { describe } from 'vitest';
import { loadBackend } from '../../../../src/learner/engines/tfjs/load/load-backend.js';
import { CASES, NATURE_CASE } from '../conformance/cases.js';
import { testEngine } from '../conformance/engine-suite.js';
import { testSameNumbers } from '../conformance/same-numbers.js';
import { createOn } from '../conformance/subjects.js';

const create = createOn(await loadBackend('tfjs-wasm'));

describe('the engine tfjs-wasm', () => {
  testEngine(create);
  testSameNumbers(create, CASES, 200);
  testSameNumbers(create, [NATURE_CASE], 3);
});
