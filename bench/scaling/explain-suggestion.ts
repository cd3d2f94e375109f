import { describeConfiguration, type Configuration } from './configuration.js';
import type { Suggestion } from './suggestion.js';

/** Why it was chosen, and how sure that is, a line each. */
export function explainSuggestion(suggestion: Suggestion): readonly string[] {
  const { best, score } = suggestion;
  const { configuration, figures } = best;
  const rounds = `${score.rounds} ${score.rounds === 1 ? 'round' : 'rounds'}`;
  const bound = figures.predictedEnvSteps?.note;
  return [
    `best: ${inWords(configuration)}`,
    `${count(score.value)} ${objectiveOf(best)} (${count(score.min)} to ${count(score.max)}, ${rounds})` +
      (bound === undefined ? '' : `; by the model, ${bound}`),
    margin(suggestion),
    ...caution(configuration),
  ];
}

/** How much better than the next it is, and whether that is more than its rounds differ among themselves. */
function margin({ score, second, withinNoise }: Suggestion): string {
  if (second === null) return 'it is the only one that was measured';
  const percent = (100 * (score.value / second.score.value - 1)).toFixed(1);
  const more = `${percent} % more than the second, ${describeConfiguration(second.row.configuration)}`;
  if (score.rounds === 1) return `${more}; one round does not tell whether that is noise`;
  const others = withinNoise.length;
  if (others === 0) return `${more}: no round of another was as good as the worst of these`;
  return `${more}, within noise: ${others} ${others === 1 ? 'other reaches' : 'others reach'} into its range`;
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

const count = (value: number): string => Math.round(value).toLocaleString('en-US');
