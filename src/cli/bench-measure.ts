import { formatFigure } from '../../bench/format.js';
import { describeMachine, renderMachine } from '../../bench/machine.js';
import type { Measurement } from '../../bench/measure.js';
import { OutFile } from '../../bench/out-file.js';
import type { BenchReport, SuiteFigures } from '../../bench/report.js';
import { runSuites } from '../../bench/run-suites.js';
import { planSweep } from '../../bench/scaling/plan.js';
import { SUITES } from '../../bench/suites.js';
import type { BenchOptions } from './bench-command.js';
import { readEnginesFlag } from './engines-option.js';
import { EXIT_DONE, EXIT_FAILED, reportError } from './errors.js';
import { readScalingFlags } from './scaling-options.js';

/** Runs suites and prints, or keeps, what they measured. @returns the exit code: 1 if a suite failed */
export async function benchMeasure(names: readonly string[], options: BenchOptions): Promise<number> {
  const { json: isJson = false, quick = false } = options;
  const scaling = readScalingFlags(options);
  const engines = readEnginesFlag(options.engines);
  // A sweep that nothing is left of is a mistake of whoever asked for it: found out before anything is measured.
  if (names.includes('scaling')) planSweep(quick, scaling.sweep);
  const out = options.out === undefined ? undefined : new OutFile(options.out);
  const print = (text: string): void => {
    if (!isJson) process.stdout.write(text);
  };
  const suites: Record<string, SuiteFigures> = {};
  const report: BenchReport = { machine: describeMachine(), date: new Date().toISOString(), quick, suites };
  let exitCode = EXIT_DONE;

  print(renderMachine(report.machine, report.date));
  await runSuites(
    SUITES,
    names,
    { isQuick: quick, scaling: scaling.sweep, ...(engines && { engines }) },
    {
      begun: (name, about) => print(`\n${name}: ${about}\n`),
      ended: (name, suite, text) => {
        suites[name] = suite;
        print(text ?? suite.figures.map(line).join(''));
        for (const [what, why] of Object.entries(suite.leftOut ?? {})) print(`  left out: ${what}: ${why}\n`);
        out?.write(report);
      },
      failed: (name, error) => {
        process.stderr.write(`bench suite ${name} failed:\n`);
        reportError(error);
        exitCode = EXIT_FAILED;
      },
    },
  );
  if (isJson) process.stdout.write(`${JSON.stringify(report)}\n`);
  const { scaling: measured } = suites;
  if (scaling.suggestion !== null && measured !== undefined) {
    const { benchSuggest } = await import('./bench-suggest.js');
    const where = renderMachine(report.machine, report.date).trimEnd().split('\n');
    const lines = benchSuggest(measured.figures, { ...scaling, suggestion: scaling.suggestion }, where);
    // What is printed as JSON stays one object.
    (isJson ? process.stderr : process.stdout).write(`\n${lines.join('\n')}\n`);
  }
  return exitCode;
}

/** Name, median, unit, and the spread over the rounds. */
function line({ name, unit, value, min, max, rounds }: Measurement): string {
  const spread = `${formatFigure(min)} to ${formatFigure(max)}, ${rounds} rounds`;
  return `  ${name.padEnd(52)}${formatFigure(value).padStart(14)} ${unit.padEnd(16)} (${spread})\n`;
}
