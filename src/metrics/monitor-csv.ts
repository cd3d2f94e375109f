import { expected } from '../shared/errors.js';
import { AppendFile } from './append-file.js';

const HEADER = /^#\{"t_start": ([0-9.]+), "env_id": ".*"\}\nr,l,t\r\n$/;
const NUM_DECIMALS = 6;

/**
 * `episodes.monitor.csv`: every training episode, in the format of Stable-Baselines3's `Monitor`, which its plotting and
 * `load_results` read.
 *
 * ```text
 *   #{"t_start": <Unix time, seconds>, "env_id": "CartPole-v1"}   LF
 *   r,l,t                                                          CRLF
 *   <return, 6 decimals>,<steps>,<seconds since t_start>           CRLF
 * ```
 */
export class MonitorCsv {
  readonly #file: AppendFile;
  readonly #startMilliseconds: number;
  readonly #now: () => number;
  #appendedAt: number;

  /**
   * Makes the file, or goes on after the last whole row, on the clock of its header.
   *
   * @param now - milliseconds since the Unix epoch
   * @throws ManyhandsError `ERR_RUN_DIRECTORY` when the file is something else or cannot be written
   */
  constructor(path: string, environmentId: string, now: () => number = Date.now) {
    let startMilliseconds = now();
    const { file, isNew } = AppendFile.openLines(path, 2, (header) => {
      const match = HEADER.exec(header);
      if (!match)
        throw expected('ERR_RUN_DIRECTORY', path, 'a monitor file', JSON.stringify(header.slice(0, 200)));
      startMilliseconds = Number(match[1]) * 1000;
    });
    this.#file = file;
    this.#now = now;
    this.#startMilliseconds = startMilliseconds;
    this.#appendedAt = now();
    if (!isNew) return;
    const start = formatFloat(startMilliseconds / 1000);
    file.append(`#{"t_start": ${start}, "env_id": ${JSON.stringify(environmentId)}}\nr,l,t\r\n`);
    // A reader takes an empty file for a broken one.
    file.flush();
  }

  /**
   * Adds episodes that ended since the last call, in that order. When each of them did is not known: they are spread evenly
   * over that time, because loaders sort by it and leave equal times in any order.
   *
   * @param count - how many, from the front of both arrays
   * @param returns - sums of raw rewards
   * @param lengthsSteps - in environment steps
   * @throws ManyhandsError `ERR_RUN_DIRECTORY` when this or an earlier write failed
   */
  append(count: number, returns: ArrayLike<number>, lengthsSteps: ArrayLike<number>): void {
    const now = this.#now();
    const before = this.#appendedAt;
    this.#appendedAt = now;
    // One string a call: actors together end 70,000 short episodes a second.
    let rows = '';
    for (let i = 0; i < count; i++) {
      const at = before + ((i + 1) / count) * (now - before);
      const time = formatFloat((at - this.#startMilliseconds) / 1000);
      rows += `${formatFloat(returns[i]!)},${lengthsSteps[i]!},${time}\r\n`;
    }
    if (count > 0) this.#file.append(rows);
  }

  /** @throws ManyhandsError `ERR_RUN_DIRECTORY` when a write failed */
  flush(): void {
    this.#file.flush();
  }

  /** @throws ManyhandsError `ERR_RUN_DIRECTORY` when a write failed */
  close(): void {
    this.#file.close();
  }
}

/** Above this, both languages print floats with an exponent or without a point, and readers take either. */
const MAX_POINT_ZERO = 1e16;

/** A float as Python writes it after `round(value, 6)`. */
function formatFloat(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  const rounded = Number.isInteger(value) ? value : Number(value.toFixed(NUM_DECIMALS));
  return Number.isInteger(rounded) && Math.abs(rounded) < MAX_POINT_ZERO ? `${rounded}.0` : String(rounded);
}
