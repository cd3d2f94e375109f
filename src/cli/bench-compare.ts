import { compareReports } from '../../bench/comparison.js';
import { readSide } from '../../bench/read-side.js';
import { renderComparison } from '../../bench/render-comparison.js';
import { expected } from '../shared/errors.js';
import { colorsFor } from './colors.js';
import { EXIT_DONE, EXIT_FAILED } from './errors.js';

/**
 * Prints how figures changed from one file, or folder of files, to another.
 *
 * @returns the exit code: 1 if a figure lost more than was allowed
 */
export function benchCompare(
  paths: readonly string[],
  maxRegression: string | undefined,
  isJson: boolean,
): number {
  const [before, after] = paths;
  if (before === undefined || after === undefined || paths.length > 2) {
    const wanted = 'two files of manyhands bench --out, or folders of them';
    throw expected('ERR_USAGE', 'flag --compare', wanted, paths.length);
  }
  const limit = percentage('--max-regression', maxRegression);
  const comparison = compareReports(readSide(before), readSide(after), limit);
  const { bold, dim, green, red } = colorsFor(process.stdout);
  const style = { heading: bold, note: dim, better: green, worse: red };
  process.stdout.write(isJson ? `${JSON.stringify(comparison)}\n` : renderComparison(comparison, style));
  return comparison.figures.some(({ isRegression }) => isRegression) ? EXIT_FAILED : EXIT_DONE;
}

function percentage(flag: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value < 100))
    throw expected('ERR_USAGE', `flag ${flag}`, 'a percentage from 0 to below 100', `'${text}'`);
  return value;
}
