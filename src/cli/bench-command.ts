import { describeMachine } from '../../bench/machine.js';
import type { Measurement } from '../../bench/measure.js';
import { SUITES } from '../../bench/suites.js';
import { nearest } from '../shared/config/nearest.js';
import { expected } from '../shared/errors.js';

const SIGNIFICANT_DIGITS = 4;

/** `manyhands bench`. */
export async function benchCommand(
  names: readonly string[],
  options: { readonly json?: boolean; readonly quick?: boolean },
): Promise<void> {
  const known = Object.keys(SUITES);
  for (const name of names) {
    if (known.includes(name)) continue;
    const got = `'${name}'; the nearest is '${nearest(name, known) ?? known[0]!}'`;
    throw expected('ERR_USAGE', 'bench suite', `one of ${known.join(', ')}`, got);
  }
  const machine = describeMachine();
  const suites: Record<string, { readonly about: string; readonly figures: readonly Measurement[] }> = {};
  const isJson = options.json === true;
  if (!isJson) process.stdout.write(`${machine.cpu}, ${machine.cores} cores, Node ${machine.node}\n`);
  for (const name of names.length === 0 ? known : names) {
    const { about, run } = SUITES[name]!;
    if (!isJson) process.stdout.write(`\n${name}: ${about}\n`);
    const figures = await run({ isQuick: options.quick === true });
    suites[name] = { about, figures };
    if (!isJson) process.stdout.write(figures.map(line).join(''));
  }
  if (isJson)
    process.stdout.write(`${JSON.stringify({ machine, date: new Date().toISOString(), suites })}\n`);
}

/** Name, median, unit, and the spread over the rounds. */
function line({ name, unit, value, min, max, rounds }: Measurement): string {
  const spread = `${show(min)} to ${show(max)}, ${rounds} rounds`;
  return `  ${name.padEnd(52)}${show(value).padStart(14)} ${unit.padEnd(16)} (${spread})\n`;
}

function show(value: number): string {
  const rounded = Number(value.toPrecision(SIGNIFICANT_DIGITS));
  return rounded.toLocaleString('en-US', { maximumFractionDigits: 6 });
}
