import { describeConfiguration, type Configuration } from './configuration.js';
import type { Suggestion } from './suggestion.js';

/** Why it was chosen, and how sure that is, a line each. */
export function explainSuggestion({ best, score, second, withinNoise }: Suggestion): readonly string[] {
  const { configuration, figures } = best;
  const bound = figures.predictedEnvSteps?.note;
  return [
    `best: ${inWords(configuration)}`,
    `${count(score.value)} ${objectiveOf(best)} (${count(score.min)} to ${count(score.max)}, ${score.rounds} rounds)` +
      (bound === undefined ? '' : `; by the model, ${bound}`),
    second === null
      ? 'it is the only one that was measured'
      : `${marginOver(score.value, second.score.value)} than the second, ${describeConfiguration(second.row.configuration)}` +
        (withinNoise.length === 0
          ? ': more than the rounds differ'
          : `; within noise: ${withinNoise.length} ${withinNoise.length === 1 ? 'other reaches' : 'others reach'} into its range`),
    ...caution(configuration),
  ];
}

function inWords({ algorithm, mode, lag, actors, envsPerActor, blockLength }: Configuration): string {
  const learner = algorithm === 'none' ? 'an idle learner' : algorithm;
  const rounds = lag === null ? mode : `${mode} with lag ${lag}`;
  const threads = `${actors} ${actors === 1 ? 'actor' : 'actors'} of ${envsPerActor} environments`;
  return `${learner}, ${rounds}, ${threads}, blocks of ${blockLength} steps`;
}

function objectiveOf({ configuration: { algorithm }, figures }: Suggestion['best']): string {
  if (algorithm === 'none') return 'env steps/s of the actors alone';
  return figures.learnedEnvSteps === undefined
    ? 'env steps/s'
    : "env steps/s learned from at the algorithm's own samples per insert";
}

/** The size of a round is also what is learned from at once. */
function caution({ algorithm, actors, envsPerActor, blockLength }: Configuration): string[] {
  if (algorithm === 'none') return [];
  const round = count(actors * envsPerActor * blockLength);
  return [
    `fastest to compute, not to learn: a round has ${round} env steps; manyhands compare shows what it needs to the target`,
  ];
}

function marginOver(best: number, second: number): string {
  return `${(100 * (best / second - 1)).toFixed(1)} % more`;
}

const count = (value: number): string => Math.round(value).toLocaleString('en-US');
