/** A program that trains with the settings of a file, and ends in one of several ways while its learner is at work. */
import { setTimeout as sleep } from 'node:timers/promises';
import { resolveConfig } from '../../../src/runtime/config/resolve.js';
import { RunThreads } from '../../../src/runtime/run-threads.js';
import { startRun } from '../../../src/runtime/train.js';

const [ending, file, out] = process.argv.slice(2);
const threads = new RunThreads();
const run = await startRun(resolveConfig({ file: file!, set: [`run.out=${out!}`] }), {}, threads);
const ended = run.finished.then(
  ({ reason }) => reason,
  (error: unknown) => (error as { readonly code: string }).code,
);
if (ending === 'early exit') process.exit(7);
// Asleep: the learner needs the processor.
while (run.meter.learner.get('updates') === 0) await sleep(10);
if (ending === 'throw')
  setImmediate(() => {
    throw new Error('a mistake of the program');
  });
else {
  await threads.close();
  console.log(await ended);
}
