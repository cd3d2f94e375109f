import { formatCount } from '../../src/compare/table.js';
import { answersOf } from './answers.js';
import { markdownTable } from './markdown.js';
import type { ResultsMatch, Run } from './results.js';
import { NONE, showMedian, showRatios, showSpread } from './spread.js';

const known = (value: number) => ({ value, isBound: false });

/** A row for each contestant and each thing that it did, over the rounds. */
export function paceTable(match: ResultsMatch, runs: readonly Run[]): string {
  const ours = match.contestants.find(({ isOurs }) => isOurs);
  const rows = figureNames(match, runs).flatMap(({ name: figure, unit, samplesPerCall }) => {
    const ratesOf = (contestant: string): Map<number, number> => rates(match, contestant, figure, runs);
    const beside = ours === undefined ? new Map<number, number>() : ratesOf(ours.name);
    return match.contestants.map(({ name, isOurs }) => {
      const values = ratesOf(name);
      const list = [...values.values()];
      return [
        figure,
        name,
        withUnit(showSpread(list.map(known), formatCount), unit),
        samplesPerCall === undefined
          ? NONE
          : showMedian(
              list.map((value) => value * samplesPerCall),
              formatCount,
            ),
        isOurs ? NONE : showRatios(beside, values),
      ];
    });
  });
  return markdownTable(['what', 'who', 'how often', 'samples/s', 'ours / theirs'], rows);
}

const withUnit = (text: string, unit: string): string => (text === NONE ? NONE : `${text} ${unit}`);

/** What any of the contestants did, once each. */
function figureNames(match: ResultsMatch, runs: readonly Run[]) {
  const figures = match.contestants.flatMap(({ name }) =>
    [...answersOf('pace', match, name, 'rate', runs).values()].flatMap((answer) => answer.figures),
  );
  return [...new Map(figures.map((figure) => [figure.name, figure])).values()];
}

function rates(
  match: ResultsMatch,
  contestant: string,
  figure: string,
  runs: readonly Run[],
): Map<number, number> {
  const answers = answersOf('pace', match, contestant, 'rate', runs);
  return new Map(
    [...answers].flatMap(([seed, { figures }]) =>
      figures.flatMap(({ name, value }) => (name === figure ? [[seed, value] as const] : [])),
    ),
  );
}
