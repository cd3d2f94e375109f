/** Starts a run that waits forever, and exits once it is up, without a word to it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { TrainProcess } from '../../../src/compare/train-process.js';

const [fakeTrain, out] = process.argv.slice(2) as [string, string];
const waiting = new TrainProcess([
  process.execPath,
  fakeTrain,
  'train',
  '--out',
  out,
  '--seed',
  '0',
  '--set',
  'fake=wait',
]);
void waiting.result;
setInterval(() => {
  if (existsSync(join(out, 'ready'))) process.exit(0);
}, 5);
