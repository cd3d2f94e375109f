import type { RunDescription, RunHistory } from '../protocol.js';
import { latestRates } from '../rates.js';
import { factsOf, titleOf } from './description.js';
import { byId, setText } from './element.js';
import { formatCount, formatDecimal, formatPercent, formatSeconds, NO_VALUE } from './format.js';
import type { RunState } from './run-state.js';

/** Time left is told from the speed over about this long. */
const WINDOW_SECONDS = 10;

const TITLE_MARKS: Readonly<Record<RunState['tone'], string>> = {
  calm: '',
  good: '✓ ',
  waiting: '… ',
  over: '■ ',
  bad: '✗ ',
};

/** The head of the page and the title of its tab: which run, how it stands, how far it is. */
export class Masthead {
  readonly #title = byId('title', HTMLElement);
  readonly #facts = byId('facts', HTMLElement);
  readonly #state = byId('state', HTMLElement);
  readonly #label = byId('state-label', HTMLElement);
  readonly #detail = byId('state-detail', HTMLElement);
  readonly #budget = byId('budget', HTMLProgressElement);
  readonly #budgetText = byId('budget-text', HTMLElement);

  describe(description: RunDescription): void {
    setText(this.#title, titleOf(description));
    setText(this.#facts, factsOf(description));
  }

  showState({ tone, label, detail }: RunState): void {
    this.#state.dataset['tone'] = tone;
    setText(this.#label, label);
    setText(this.#detail, detail);
  }

  showProgress({ steps }: RunDescription, history: RunHistory): void {
    const last = history.readings.at(-1);
    const made = last?.envSteps ?? 0;
    const share = steps > 0 ? Math.min(1, made / steps) : 0;
    this.#budget.value = share;
    const parts = [`${formatCount(made)} of ${formatCount(steps)} env steps (${formatPercent(share)})`];
    if (last) parts.push(formatSeconds(last.timeSeconds));
    const stepsPerSecond = latestRates(history.readings, WINDOW_SECONDS)?.envStepsPerSecond ?? 0;
    if (history.isLive && stepsPerSecond > 0) {
      parts.push(`${formatSeconds(Math.max(0, steps - made) / stepsPerSecond)} to the budget`);
    }
    setText(this.#budgetText, parts.join(' · '));
  }

  /** The tab is read when the page is not seen. */
  nameTab(description: RunDescription, history: RunHistory, { tone }: RunState): void {
    const value = formatDecimal(
      history.evaluations.at(-1)?.meanReturn ?? history.readings.at(-1)?.returnMean,
    );
    const title = `${TITLE_MARKS[tone]}${value === NO_VALUE ? '' : `${value} · `}${titleOf(description)}`;
    if (document.title !== title) document.title = title;
  }
}
