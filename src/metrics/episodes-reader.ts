import { damaged, RowReader } from './csv-reader.js';
import { Float64List } from './float64-list.js';
import { forEachLine } from './whole-lines.js';

/** Every training episode of a run, in the order in which they ended. 24 bytes an episode. */
export interface EpisodeColumns {
  /** Unix time at which the run began; NaN while the file has no whole header. */
  readonly startSeconds: number;
  /** `''` while the file has no whole header. */
  readonly environment: string;
  readonly returns: Float64Array;
  /** In environment steps. */
  readonly lengths: Float64Array;
  /** Seconds since `startSeconds`. */
  readonly times: Float64Array;
}

/** What the columns are called in a monitor file. */
const NAMES = ['r', 'l', 't'];

/**
 * Reads a run's `episodes.monitor.csv`, or another file that Stable-Baselines3's `Monitor` wrote. A torn last line is no
 * episode; a file that is not there has none.
 *
 * @throws ManyhandsError `ERR_RUN_DIRECTORY` when it is damaged or cannot be read; the message names the line
 */
export function readEpisodes(path: string): EpisodeColumns {
  const lists = NAMES.map(() => new Float64List());
  let about = { startSeconds: NaN, environment: '' };
  let rows: RowReader | undefined;
  forEachLine(path, (line, number) => {
    if (number === 1) about = parseAbout(path, line);
    else if (number === 2) rows = new RowReader(path, number, line, NAMES, NAMES);
    else rows!.read(line, number, lists);
  });
  const [returns, lengths, times] = lists.map((list) => list.toArray()) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  return { ...about, returns, lengths, times };
}

function parseAbout(path: string, line: string): { startSeconds: number; environment: string } {
  const about = parseJson(line.startsWith('#') ? line.slice(1) : '');
  if (typeof about === 'object' && about !== null && 't_start' in about && 'env_id' in about) {
    const { t_start, env_id } = about;
    if (typeof t_start === 'number') return { startSeconds: t_start, environment: String(env_id) };
  }
  throw damaged(path, 1, '#{"t_start": <Unix time>, "env_id": "<environment>"}', line);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
