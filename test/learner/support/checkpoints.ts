import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CheckpointKeeper } from '../../../src/learner/checkpoint-keeper.js';
import type { CheckpointNotice } from '../../../src/learner/host.js';
import { readCheckpoint } from '../../../src/learner/checkpoints/read-checkpoint.js';
import { gaugesOf } from './gauges.js';

const LAYOUT = [{ name: 'weights', shape: [2] }];

/** A checkpoint folder that is gone after `use`. */
export async function withCheckpoints(
  use: (fixture: ReturnType<typeof checkpointsIn>) => Promise<void> | void,
  { keep = 3 } = {},
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'manyhands-learner-'));
  try {
    await use(checkpointsIn(folder, keep));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function checkpointsIn(folder: string, keep: number) {
  const { gauges, line } = gaugesOf();
  const run = {
    manyhandsVersion: '0.1.0',
    run: 'test',
    algorithm: 'dqn',
    environment: { id: 'Test-v0', options: {}, observationSpace: {}, actionSpace: {} },
    network: {},
  };
  const notices: CheckpointNotice[] = [];
  const onWritten = (notice: CheckpointNotice): void => void notices.push(notice);
  const keeper = new CheckpointKeeper({ folder, keep, layout: LAYOUT, run, onWritten }, gauges);
  return {
    folder,
    keeper,
    notices,
    line,
    clock: gauges.clock,
    pointer: (name: 'latest' | 'best') => readFileSync(join(folder, name), 'utf8').trim(),
    read: (name: string) => {
      const { manifest, weights } = readCheckpoint(join(folder, name), { weights: () => LAYOUT });
      return { ...manifest, weights: [...weights] };
    },
  };
}
