import type { TfjsBackend } from '../../../../src/learner/engines/tfjs/backend.js';
import { testAnswers } from './answers.js';
import { testBetweenUpdates } from './between-updates.js';
import { testBytes } from './bytes.js';
import { testNonFinite } from './non-finite.js';
import { testRows } from './rows.js';
import { createOn } from './subjects.js';
import { testTransfers } from './transfers.js';
import { testUpkeep } from './upkeep.js';

/** What `Engine` promises, beside the numbers: call it for a backend, inside of a `describe`. */
export function testEngine(backend: TfjsBackend, { numUpdates }: { readonly numUpdates: number }): void {
  const create = createOn(backend);
  testRows(create);
  testBetweenUpdates(create);
  testAnswers(create);
  testNonFinite(create);
  testTransfers(backend);
  testBytes(backend);
  testUpkeep(backend, numUpdates);
}
