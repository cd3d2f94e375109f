import { describe, expect, it } from 'vitest';
import { readFigures } from '../../src/plot/sources/run-figures.js';
import { runDirectoryAt } from '../../src/runtime/run-directory.js';
import { Timeline } from '../../src/plot/timeline.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { writeRun, type RunOptions } from './support/run-files.js';

const folder = temporaryFolder();
let numRuns = 0;

function timelineOf(options: RunOptions) {
  const figures = readFigures(runDirectoryAt(writeRun(folder, String(numRuns++), options)));
  return { timeline: new Timeline(figures), evaluations: figures.evaluations };
}

/** Two environments in parallel: when an episode ends, another is under way. */
const episodes = [
  [1, 10, 1],
  [2, 30, 2],
  [3, 20, 3],
  [4, 20, 4],
] as const;

describe('Timeline', () => {
  it('counts episodes from one', () => {
    expect([...timelineOf({ episodes }).timeline.episodes('episodes')]).toEqual([1, 2, 3, 4]);
  });

  it('has the steps of the run at each episode: as rows of progress say, between them by the steps of episodes', () => {
    const progress = [
      { timeSeconds: 3, envSteps: 80, episodes: 2 },
      { timeSeconds: 5, envSteps: 120, episodes: 4 },
    ];
    const { timeline } = timelineOf({ episodes, progress });
    expect([...timeline.episodes('steps')]).toEqual([20, 80, 100, 120]);
  });

  it('adds up lengths after the last row, and where there is none', () => {
    const progress = [{ timeSeconds: 3, envSteps: 80, episodes: 2 }];
    expect([...timelineOf({ episodes, progress }).timeline.episodes('steps')]).toEqual([20, 80, 100, 120]);
    expect([...timelineOf({ episodes }).timeline.episodes('steps')]).toEqual([10, 40, 60, 80]);
  });

  it('takes no harm from rows that count more episodes than are written, or none', () => {
    const progress = [
      { timeSeconds: 0.5, envSteps: 5, episodes: 0 },
      { timeSeconds: 5, envSteps: 160, episodes: 9 },
      { timeSeconds: 6 },
    ];
    const { timeline } = timelineOf({ episodes, progress });
    expect([...timeline.episodes('steps')]).toEqual([20, 80, 120, 160]);
    expect([...timeline.episodes('seconds')]).toEqual([1, 2, 3, 4]);
  });

  it('puts the clock of the episodes where rows of progress allow: no episode ends after it was counted', () => {
    const progress = [
      { timeSeconds: 2.25, envSteps: 80, episodes: 2 },
      { timeSeconds: 4.9, envSteps: 120, episodes: 4 },
    ];
    const { timeline } = timelineOf({ episodes, progress });
    expect([...timeline.episodes('seconds')]).toEqual([1.25, 2.25, 3.25, 4.25]);
  });

  it('puts evaluations at their own steps and seconds, or after the episodes that had ended by then', () => {
    const { timeline, evaluations } = timelineOf({
      episodes,
      evaluations: [
        [5, 0.5, 1],
        [40, 2.5, 1],
        [1000, 9, 1],
      ],
    });
    const at = (axis: 'steps' | 'seconds' | 'episodes') =>
      evaluations.map((row) => timeline.evaluation(row, axis));
    expect(at('steps')).toEqual([5, 40, 1000]);
    expect(at('seconds')).toEqual([0.5, 2.5, 9]);
    expect(at('episodes')).toEqual([0, 2, 4]);
  });
});
