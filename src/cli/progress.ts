import type { Run } from '../runtime/run.js';
import { ratesBetween, type RunRates, type RunReading } from '../runtime/run-meter.js';
import { colorsFor } from './colors.js';
import { formatCount, formatDecimal, formatPercent, formatSeconds } from './format.js';

const REDRAW_MILLISECONDS = 100;
/** Rates are taken over about this long, so that they can be read. */
const RATE_SECONDS = 1;

/** A terminal or a file to write progress to. */
export type ProgressStream = Pick<NodeJS.WriteStream, 'write' | 'isTTY' | 'columns'>;

/** Shows a run under way: a block that is redrawn on a terminal, a line a second elsewhere. */
export class Progress {
  readonly #run: Run;
  readonly #stream: ProgressStream;
  readonly #colors: ReturnType<typeof colorsFor>;
  readonly #readings: RunReading[];
  readonly #timer: NodeJS.Timeout;
  #numDrawnLines = 0;

  constructor(run: Run, stream: ProgressStream = process.stderr) {
    this.#run = run;
    this.#stream = stream;
    this.#colors = colorsFor(stream);
    this.#readings = [run.meter.read()];
    const interval = stream.isTTY ? REDRAW_MILLISECONDS : RATE_SECONDS * 1000;
    this.#timer = setInterval(() => this.#show(), interval);
    this.#timer.unref();
  }

  /** Prints a line of its own, above the block. */
  message(text: string): void {
    this.#erase();
    this.#stream.write(`${text}\n`);
  }

  /** Tells where the page of the run is. */
  showPage(url: string): void {
    this.message(`page  ${url}/`);
  }

  /** Ends the display; the block is taken away. */
  close(): void {
    clearInterval(this.#timer);
    this.#erase();
  }

  #show(): void {
    const reading = this.#run.meter.read();
    this.#readings.push(reading);
    while (this.#readings.length > 2 && reading.timeSeconds - this.#readings[1]!.timeSeconds > RATE_SECONDS)
      this.#readings.shift();
    const rates = ratesBetween(this.#readings[0]!, reading);
    if (this.#stream.isTTY) this.#draw(this.#block(reading, rates));
    else this.#stream.write(`${this.#line(reading, rates)}\n`);
  }

  #line(reading: RunReading, rates: RunRates): string {
    return [
      `${formatCount(reading.envSteps)} steps`,
      `${formatCount(rates.envStepsPerSecond)} steps/s`,
      `${formatCount(rates.updatesPerSecond)} updates/s`,
      `${formatCount(rates.samplesPerSecond)} samples/s`,
      `return ${formatDecimal(this.#run.meanReturn, 1)}`,
      `evaluation ${formatDecimal(this.#run.evaluation?.meanReturn ?? NaN, 1)}`,
      ...policyFigures(reading),
      `lag ${formatDecimal(rates.policyLag, 1)}`,
      ...(hasReplay(reading) ? [`replay ${replayFill(reading)}`] : []),
      `left ${formatSeconds(this.#secondsLeft(reading, rates))}`,
    ].join('  ');
  }

  #block(reading: RunReading, rates: RunRates): readonly string[] {
    const { bold, dim, green } = this.#colors;
    const { config } = this.#run.prepared;
    const { targetReturn } = config.evaluation;
    const share = Math.min(1, reading.envSteps / config.run.steps);
    const row = (name: string, value: string, more = ''): string =>
      `  ${dim(name.padEnd(11))}${value.padStart(12)}  ${dim(more)}`;
    const bar = green('█'.repeat(Math.round(24 * share))) + dim('░'.repeat(24 - Math.round(24 * share)));
    return [
      `${bold(`${config.algorithm.name} on ${config.env.id}`)}  ${dim(this.#run.directory.name)}`,
      `  ${bar}  ${formatCount(reading.envSteps)} of ${formatCount(config.run.steps)} steps, ${formatSeconds(this.#secondsLeft(reading, rates))} to the budget`,
      row(
        'env steps/s',
        formatCount(rates.envStepsPerSecond),
        `actors ${config.actors.count}, environments ${config.env.count}`,
      ),
      row(
        'updates/s',
        formatCount(rates.updatesPerSecond),
        `learner waits ${formatPercent(rates.learnerRatios.waitData)}`,
      ),
      row(
        'samples/s',
        formatCount(rates.samplesPerSecond),
        hasReplay(reading) ? `replay ${replayFill(reading)} full` : '',
      ),
      row(
        'return',
        formatDecimal(this.#run.meanReturn, 1),
        `training, latest ${config.evaluation.episodes} episodes`,
      ),
      row(
        'evaluation',
        formatDecimal(this.#run.evaluation?.meanReturn ?? NaN, 1),
        targetReturn === null ? 'no target' : `target ${targetReturn}`,
      ),
      row('policy lag', formatDecimal(rates.policyLag, 1), policyFigures(reading).join(', ')),
    ];
  }

  #secondsLeft(reading: RunReading, rates: RunRates): number {
    const stepsLeft = Math.max(0, this.#run.prepared.config.run.steps - reading.envSteps);
    return stepsLeft / rates.envStepsPerSecond;
  }

  #draw(lines: readonly string[]): void {
    this.#erase();
    this.#stream.write(`${lines.join('\n')}\n`);
    this.#numDrawnLines = lines.length;
  }

  /** Moves up over the block and clears to the end of the screen. */
  #erase(): void {
    if (this.#numDrawnLines > 0) this.#stream.write(`\x1b[${this.#numDrawnLines}A\x1b[J`);
    this.#numDrawnLines = 0;
  }
}

/** What there is to say of the policy: by its figures, whatever the algorithm's name. */
function policyFigures({ epsilon, entropy, klDivergence }: RunReading): readonly string[] {
  const figures = [
    ['epsilon', epsilon, 3],
    ['entropy', entropy, 3],
    ['KL', klDivergence, 4],
  ] as const;
  return figures
    .filter(([, value]) => !Number.isNaN(value))
    .map(([name, value, decimals]) => `${name} ${formatDecimal(value, decimals)}`);
}

const hasReplay = ({ replayCapacity }: RunReading): boolean => replayCapacity > 0;

const replayFill = ({ replaySize, replayCapacity }: RunReading): string =>
  formatPercent(replaySize / replayCapacity);
