import { accessSync, constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { writeFileDurably } from '../src/shared/durable-file.js';
import { expected, messageOf } from '../src/shared/errors.js';
import type { BenchReport } from './report.js';

/** The file of `--out`. Measurements take minutes: whether they can be kept is found out before. */
export class OutFile {
  readonly #path: string;

  /**
   * @throws ManyhandsError `ERR_USAGE` if there is something at this path already, or nothing can be written there
   */
  constructor(path: string) {
    this.#path = path;
    const wanted = 'a file that is not there yet';
    if (existsSync(path))
      throw expected('ERR_USAGE', `flag --out ${path}`, wanted, 'one that is; choose another name');
    try {
      accessSync(dirname(path), constants.W_OK);
    } catch (cause) {
      const got = messageOf(cause);
      throw expected('ERR_USAGE', `flag --out ${path}`, 'a file in a folder that can be written to', got, {
        cause,
      });
    }
  }

  /**
   * Replaces what this object wrote before. Called after every suite: what is interrupted keeps what it has.
   *
   * @throws ManyhandsError `ERR_RUN_DIRECTORY` when it cannot be written
   */
  write(report: BenchReport): void {
    try {
      writeFileDurably(this.#path, `${JSON.stringify(report)}\n`);
    } catch (cause) {
      throw expected('ERR_RUN_DIRECTORY', this.#path, 'a file to write', messageOf(cause), { cause });
    }
  }
}
