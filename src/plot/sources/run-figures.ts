import type { CsvColumns } from '../../metrics/csv-reader.js';
import { readEpisodes, type EpisodeColumns } from '../../metrics/episodes-reader.js';
import type { EvaluationRow } from '../../metrics/evaluations-csv.js';
import { readEvaluations } from '../../metrics/evaluations-reader.js';
import type { ProgressRow } from '../../metrics/progress-csv.js';
import { readProgressColumns } from '../../metrics/progress-reader.js';
import type { RunDirectory } from '../../runtime/run-directory.js';

/** What a run has measured of itself, as far as it is written. */
export interface RunFigures {
  readonly progress: CsvColumns<keyof ProgressRow>;
  readonly evaluations: readonly EvaluationRow[];
  readonly episodes: EpisodeColumns;
}

/** @throws ManyhandsError `ERR_RUN_DIRECTORY` when a file is damaged; the message names the line */
export function readFigures({ progress, evaluations, episodes }: RunDirectory): RunFigures {
  return {
    progress: readProgressColumns(progress),
    evaluations: readEvaluations(evaluations),
    episodes: readEpisodes(episodes),
  };
}
