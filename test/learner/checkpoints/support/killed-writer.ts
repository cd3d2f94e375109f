import { pruneCheckpoints } from '../../../../src/learner/checkpoints/prune-checkpoints.js';
import { writeCheckpoint } from '../../../../src/learner/checkpoints/write-checkpoint.js';
import { contentAt } from './sample-checkpoint.js';

// Writes checkpoints without end, each step twice so that one is replaced; all numbers of one are equal.
const folder = process.argv[2]!;
for (let round = 0; ; round++) {
  writeCheckpoint(folder, contentAt(round >> 1, round), { isBest: round % 3 === 0 });
  if (round % 5 === 0) pruneCheckpoints(folder, 2);
}
