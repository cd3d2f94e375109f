import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileDurably } from '../../../src/shared/durable-file.js';

// Rewrites one file without end; each content is a number repeated, so that a mixture of two is seen.
const folder = process.argv[2]!;
mkdirSync(folder, { recursive: true });
for (let round = 0; ; round++) writeFileDurably(join(folder, 'state'), `${round}\n`.repeat(5000));
