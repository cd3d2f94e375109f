import type { Run } from '../runtime/run.js';
import { ratesBetween, type RunReading } from '../runtime/run-meter.js';
import { formatCount, formatDecimal, formatSeconds } from './format.js';
import { ProgressBlock, type ProgressView } from './progress-block.js';
import { policyFigures, replayFill } from './progress-figures.js';
import { LiveBlock, type Terminal } from './terminal/live-block.js';
import { TimeLeft } from './time-left.js';

const REDRAW_MILLISECONDS = 100;
/** Rates are taken over about this long, so that they can be read. */
const RATE_SECONDS = 1;

/** A terminal or a file to write progress to. */
export type ProgressStream = Terminal & Pick<NodeJS.WriteStream, 'isTTY'>;

/** Shows a run under way: a block that is redrawn on a terminal, a line a second elsewhere. */
export class Progress {
  readonly #run: Run;
  readonly #stream: ProgressStream;
  readonly #live: { readonly terminal: LiveBlock; readonly block: ProgressBlock } | undefined;
  readonly #readings: RunReading[];
  readonly #timer: NodeJS.Timeout;
  #stepsLeft: TimeLeft | undefined;
  #episodesLeft: TimeLeft | undefined;
  #page: string | undefined;

  /** @param env - environment variables, which say what the terminal can show */
  constructor(run: Run, stream: ProgressStream = process.stderr, env: NodeJS.ProcessEnv = process.env) {
    this.#run = run;
    this.#stream = stream;
    this.#readings = [run.meter.read()];
    // A dumb terminal cannot move its cursor.
    const isLive = stream.isTTY && env['TERM'] !== 'dumb';
    this.#live = isLive
      ? { terminal: new LiveBlock(stream), block: new ProgressBlock(run, stream, env) }
      : undefined;
    this.#timer = setInterval(() => this.#show(), isLive ? REDRAW_MILLISECONDS : RATE_SECONDS * 1000);
    this.#timer.unref();
  }

  /** Shows where the run has its page, from now on. */
  showPage(address: string): void {
    this.#page = address;
    if (this.#live === undefined) this.message(`page ${address}`);
  }

  /** Prints text of its own, above the block. */
  message(text: string): void {
    if (this.#live === undefined) this.#stream.write(`${text}\n`);
    else this.#live.terminal.print(text);
  }

  /** Ends the display; the block is taken away. */
  close(): void {
    clearInterval(this.#timer);
    this.#live?.terminal.close();
  }

  #show(): void {
    const reading = this.#run.meter.read();
    this.#readings.push(reading);
    while (this.#readings.length > 2 && reading.timeSeconds - this.#readings[1]!.timeSeconds > RATE_SECONDS)
      this.#readings.shift();
    const rates = ratesBetween(this.#readings[0]!, reading);
    const view = { reading, rates, secondsLeft: this.#secondsLeft(reading), page: this.#page };
    if (this.#live === undefined) this.#stream.write(`${this.#line(view)}\n`);
    else this.#live.terminal.draw(this.#live.block.lines(view));
  }

  #line({ reading, rates, secondsLeft }: ProgressView): string {
    const replay = replayFill(reading);
    return [
      `${formatCount(reading.envSteps)} steps`,
      `${formatCount(rates.envStepsPerSecond)} steps/s`,
      `${formatCount(rates.updatesPerSecond)} updates/s`,
      `${formatCount(rates.samplesPerSecond)} samples/s`,
      `return ${formatDecimal(this.#run.meanReturn, 1)}`,
      `evaluation ${formatDecimal(this.#run.evaluation?.meanReturn ?? NaN, 1)}`,
      ...policyFigures(reading),
      `lag ${formatDecimal(rates.policyLag, 1)}`,
      ...(replay === undefined ? [] : [`replay ${replay}`]),
      `left ${formatSeconds(secondsLeft)}`,
    ].join('  ');
  }

  /** From the first steps on: what was before them says nothing about their pace. */
  #secondsLeft({ timeSeconds, envSteps, episodes }: RunReading): number {
    const { run } = this.#run.prepared.config;
    if (envSteps > 0) {
      this.#stepsLeft ??= new TimeLeft(timeSeconds, envSteps);
      this.#episodesLeft ??= new TimeLeft(timeSeconds, episodes);
    }
    this.#stepsLeft?.update(timeSeconds, envSteps);
    this.#episodesLeft?.update(timeSeconds, episodes);
    const bySteps = this.#stepsLeft?.until(run.steps) ?? NaN;
    const byEpisodes = run.episodes === null ? NaN : (this.#episodesLeft?.until(run.episodes) ?? NaN);
    return Number.isNaN(byEpisodes) ? bySteps : Math.min(bySteps, byEpisodes);
  }
}
