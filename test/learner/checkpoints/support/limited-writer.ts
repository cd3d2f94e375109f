import { writeCheckpoint } from '../../../../src/learner/checkpoints/write-checkpoint.js';
import { contentAt } from './sample-checkpoint.js';

// Run under `ulimit -f`: the first checkpoint fits under the limit, the second does not.
const folder = process.argv[2]!;
writeCheckpoint(folder, contentAt(5, 1));
const length = 100_000;
const large = { layout: [{ name: 'w', shape: [length] }], weights: new Float32Array(length) };
try {
  writeCheckpoint(folder, { ...contentAt(5, 2), ...large });
} catch (error) {
  const { code, message } = error as Error & { code: string };
  process.stdout.write(JSON.stringify({ code, message }));
}
