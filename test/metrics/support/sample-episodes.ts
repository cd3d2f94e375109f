import { MonitorCsv } from '../../../src/metrics/monitor-csv.js';

const START_MILLISECONDS = 1_700_000_000_250;

/** Returns of episodes as the learner reports them: a few at first, hundreds at once later. */
const REPORTS: readonly (readonly number[])[] = [
  [21, 1 / 3, -1261.6631812],
  [],
  [500],
  Array.from({ length: 200 }, (_, i) => i - 100),
];

/** Writes what `test/golden/monitor/manyhands.monitor.csv` holds: 50 ms between two reports, episodes of 1, 2, 3, ... steps. */
export function writeSampleEpisodes(path: string): void {
  let milliseconds = START_MILLISECONDS;
  const file = new MonitorCsv(path, 'CartPole-v1', () => milliseconds);
  let episodes = 0;
  for (const returns of REPORTS) {
    milliseconds += 50;
    file.append(
      returns.length,
      returns,
      returns.map(() => ++episodes),
    );
  }
  file.close();
}
