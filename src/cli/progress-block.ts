import type { RunRates, RunReading } from '../runtime/run-meter.js';
import type { Run } from '../runtime/run.js';
import { colorsFor } from './colors.js';
import { formatCount, formatDecimal, formatPercent, formatSeconds } from './format.js';
import { policyFigures, replayFill } from './progress-figures.js';
import { withoutControls } from './terminal/clip.js';
import { glyphsFor, type Glyphs } from './terminal/glyphs.js';
import { Sparkline } from './terminal/sparkline.js';

const BAR_COLUMNS = 24;
const CURVE_COLUMNS = 24;

/** What is shown at one moment. */
export interface ProgressView {
  readonly reading: RunReading;
  readonly rates: RunRates;
  /** Until a budget is spent; not finite while that is not known. A target may end the run before. */
  readonly secondsLeft: number;
  /** Address of the run's page. */
  readonly page: string | undefined;
}

/** Writes the lines that show a run on a terminal. Remembers the returns it was shown, for their curve. */
export class ProgressBlock {
  readonly #run: Run;
  readonly #colors: ReturnType<typeof colorsFor>;
  readonly #glyphs: Glyphs;
  readonly #returns = new Sparkline(CURVE_COLUMNS);

  constructor(run: Run, stream: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv) {
    this.#run = run;
    this.#colors = colorsFor(stream);
    this.#glyphs = glyphsFor(env);
  }

  /** The lines of this moment. Call at even intervals: every call is a point of the curve. */
  lines(view: ProgressView): readonly string[] {
    const { reading, rates, page } = view;
    const { bold, dim } = this.#colors;
    const { algorithm, env, actors, evaluation } = this.#run.prepared.config;
    const { meanReturn } = this.#run;
    if (Number.isFinite(meanReturn)) this.#returns.add(meanReturn);
    const replay = replayFill(reading);
    return [
      `${bold(`${algorithm.name} on ${env.id}`)}  ${dim(withoutControls(this.#run.directory.name))}`,
      this.#bar(view),
      this.#row('return', formatDecimal(meanReturn, 1), this.#curve()),
      this.#row(
        'evaluation',
        formatDecimal(this.#run.evaluation?.meanReturn ?? NaN, 1),
        evaluation.targetReturn === null ? 'no target' : `target ${evaluation.targetReturn}`,
      ),
      this.#row(
        'env steps/s',
        formatCount(rates.envStepsPerSecond),
        `actors ${actors.count}, environments ${env.count}`,
      ),
      this.#row(
        'updates/s',
        formatCount(rates.updatesPerSecond),
        `learner waits ${formatPercent(rates.learnerRatios.waitData)}`,
      ),
      this.#row(
        'samples/s',
        formatCount(rates.samplesPerSecond),
        replay === undefined ? '' : `replay ${replay} full`,
      ),
      this.#row('policy lag', formatDecimal(rates.policyLag, 1), policyFigures(reading).join(', ')),
      ...this.#restarts(),
      ...(page === undefined ? [] : [`  ${dim('page'.padEnd(11))} ${page}`]),
    ];
  }

  #row(name: string, value: string, more: string): string {
    const { dim } = this.#colors;
    return `  ${dim(name.padEnd(11))}${value.padStart(12)}  ${dim(more)}`;
  }

  #bar({ reading, secondsLeft }: ProgressView): string {
    const { dim, green } = this.#colors;
    const { full, empty } = this.#glyphs;
    const { run, evaluation } = this.#run.prepared.config;
    const { steps, episodes } = run;
    const share = Math.min(
      1,
      Math.max(reading.envSteps / steps, episodes === null ? 0 : reading.episodes / episodes),
    );
    const numFull = Math.round(BAR_COLUMNS * share);
    const bar = green(full.repeat(numFull)) + dim(empty.repeat(BAR_COLUMNS - numFull));
    // A run with a target ends as soon as it is met.
    const left = `${evaluation.targetReturn === null ? '' : 'at most '}${formatSeconds(secondsLeft)} left`;
    const done = `${formatCount(reading.envSteps)} of ${formatCount(steps)} steps`;
    return `  ${bar}  ${done}${Number.isFinite(secondsLeft) ? `, ${left}` : ''}`;
  }

  #curve(): string {
    const { range } = this.#returns;
    if (range === undefined) return '';
    const [least, greatest] = range;
    return `${this.#returns.draw(this.#glyphs)}  ${formatDecimal(least, 1)} to ${formatDecimal(greatest, 1)}`;
  }

  /** Nothing, as long as nothing failed. */
  #restarts(): readonly string[] {
    const { restarts, states } = this.#run.supervisor;
    if (restarts.length === 0) return [];
    const total = restarts.reduce((sum, { count }) => sum + count, 0);
    const causes = restarts.map(({ actor, reason, count }) => `actor ${actor} ${reason} ${count}x`);
    const down = states.restarting > 0 ? [`${states.restarting} down`] : [];
    return [this.#row('restarts', String(total), [...down, ...causes].join(', '))];
  }
}
