import type { Bounded } from '../../src/compare/bounded.js';
import { formatCount, formatFigure } from '../../src/compare/table.js';
import { answersOf, type TrainingAnswer } from './answers.js';
import { markdownTable } from './markdown.js';
import type { ResultsMatch, Run } from './results.js';
import { NONE, showMedian, showRatios, showSpread } from './spread.js';

const MEGABYTE = 1e6;

const HEAD = [
  'who',
  'solved',
  'seconds from process start',
  'first step after',
  'exams took',
  'env steps',
  'env steps/s',
  'updates/s',
  'ours / theirs',
  'peak memory',
];

/** A row a contestant: medians over its seeds, least and greatest in brackets where it matters. */
export function trainingTable(match: ResultsMatch, runs: readonly Run[]): string {
  const reference = match.contestants.filter(({ isOurs }) => isOurs);
  const rows = match.contestants.map(({ name, isOurs }) => {
    const answers = [...answersOf('training', match, name, 'target', runs).values()];
    const rates = [...answersOf('training', match, name, 'rate', runs).values()];
    const numRuns = runs.filter((run) => isTargetRun(run, match, name)).length;
    const column = <Value>(figure: (answer: TrainingAnswer) => Value): Value[] => answers.map(figure);
    return [
      name,
      solvedOf(answers, numRuns),
      showSpread(column(secondsToTarget), formatFigure),
      showMedian(
        column(({ firstStepSeconds }) => firstStepSeconds),
        seconds,
      ),
      showMedian(
        column(({ evaluationSeconds }) => evaluationSeconds),
        seconds,
      ),
      showSpread(column(envStepsToTarget), formatCount),
      showMedian(
        rates.map(({ envStepsPerSecond }) => envStepsPerSecond),
        formatCount,
      ),
      showMedian(
        rates.map(({ updatesPerSecond }) => updatesPerSecond),
        formatCount,
      ),
      // With two of ours there is no telling which one is meant.
      isOurs || reference.length !== 1
        ? NONE
        : showRatios(updateRates(match, reference[0]!.name, runs), updateRates(match, name, runs)),
      showMedian(
        column(({ maxRssBytes }) => maxRssBytes),
        (bytes) => `${formatCount(bytes / MEGABYTE)} MB`,
      ),
    ];
  });
  return markdownTable(HEAD, rows);
}

/** `2 of 3`, `1 of 3, 2 failed`: what failed has not solved anything, and says nothing about whether it would. */
function solvedOf(answers: readonly TrainingAnswer[], numRuns: number): string {
  if (numRuns === 0) return NONE;
  const failed = numRuns - answers.length;
  const solved = `${answers.filter((answer) => answer.solved).length} of ${numRuns}`;
  return failed === 0 ? solved : `${solved}, ${failed} failed`;
}

const isTargetRun = ({ match, contestant, part }: Run, { name }: ResultsMatch, who: string): boolean =>
  match === name && contestant === who && part === 'target';

const seconds = (value: number): string => `${formatFigure(value)} s`;

/** A run that missed its target had at least all that it made to go. */
function secondsToTarget({ solved, solvedSeconds, wallSeconds }: TrainingAnswer): Bounded {
  return { value: solvedSeconds ?? wallSeconds, isBound: !solved };
}

function envStepsToTarget({ solved, solvedAtEnvSteps, envSteps }: TrainingAnswer): Bounded {
  return { value: solvedAtEnvSteps ?? envSteps, isBound: !solved };
}

function updateRates(match: ResultsMatch, name: string, runs: readonly Run[]): Map<number, number> {
  const answers = answersOf('training', match, name, 'rate', runs);
  return new Map([...answers].map(([seed, { updatesPerSecond }]) => [seed, updatesPerSecond]));
}
