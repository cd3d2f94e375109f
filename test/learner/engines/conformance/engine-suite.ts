import { testAnswers } from './answers.js';
import { testBetweenUpdates } from './between-updates.js';
import { testNonFinite } from './non-finite.js';
import { testRows } from './rows.js';
import type { CreateEngine } from './subjects.js';

/** What `Engine` promises, beside the numbers: call it for an engine of a device. */
export function testEngine(create: CreateEngine): void {
  testRows(create);
  testBetweenUpdates(create);
  testAnswers(create);
  testNonFinite(create);
}
