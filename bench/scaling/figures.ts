import { summarizeRounds, type Measurement } from '../measure.js';
import { describeConfiguration, lineOf, type Configuration } from './configuration.js';
import type { ModelInput } from './model-input.js';
import { predict } from './model.js';
import { parametersOf, ROW_FIGURES, type RowFigure } from './rows.js';
import type { LearnerSample, ScalingSample } from './sample.js';
import type { Swept } from './sweep.js';

/** Samples for each env step that an algorithm is meant to have where nobody holds it to any; null where it is held to them. */
export type OwnSamplesPerInsert = (configuration: Configuration) => number | null;

const PERCENT = 100;

/** Figures of every configuration that was swept, and what the model says of it. */
export function scalingFigures(
  swept: readonly Swept[],
  inputs: readonly ModelInput[],
  ownSamplesPerInsert: OwnSamplesPerInsert,
): readonly Measurement[] {
  const ofOneActor = new Map(
    swept
      .filter(({ configuration }) => configuration.actors === 1)
      .map(({ configuration, samples }) => [lineOf(configuration), samples]),
  );
  return swept.flatMap((each, i) => [
    ...measured(each, ofOneActor.get(lineOf(each.configuration)), ownSamplesPerInsert(each.configuration)),
    ...predicted(inputs[i]!),
  ]);
}

function measured(
  { configuration, samples }: Swept,
  ofOneActor: readonly ScalingSample[] | undefined,
  ownSamplesPerInsert: number | null,
): Measurement[] {
  const rates = samples.map(({ envStepsPerSecond }) => envStepsPerSecond);
  const learner = samples.flatMap((sample) => sample.learner ?? []);
  const ofLearner = (valueOf: (sample: LearnerSample) => number): number[] => learner.map(valueOf);
  const values: Partial<Record<RowFigure, readonly number[] | undefined>> = {
    envSteps: rates,
    efficiency: ofOneActor && efficiency(rates, ofOneActor, configuration),
    actorsWaiting: samples.map(({ actorWaitRatio }) => PERCENT * actorWaitRatio),
    updates: ofLearner(({ updatesPerSecond }) => updatesPerSecond),
    learnedEnvSteps:
      ownSamplesPerInsert === null
        ? undefined
        : learner.map(({ samplesPerSecond }, round) =>
            Math.min(rates[round]!, samplesPerSecond / ownSamplesPerInsert),
          ),
    learnerTraining: ofLearner(({ trainRatio }) => PERCENT * trainRatio),
    learnerWaiting: ofLearner(({ waitDataRatio }) => PERCENT * waitDataRatio),
    learnerTakingIn: ofLearner(({ ingestRatio }) => PERCENT * ingestRatio),
    policyLag: configuration.mode === 'async' ? ofLearner(({ policyLag }) => policyLag) : undefined,
  };
  return Object.entries(values).flatMap(([name, figures = []]) =>
    // An idle learner has no updates, and a run of which nothing was counted no shares.
    figures.length > 0 && figures.every(Number.isFinite)
      ? figureOf(configuration, name as RowFigure, figures)
      : [],
  );
}

/** Of each round by itself: what a machine does meanwhile falls on both of its runs. */
function efficiency(
  rates: readonly number[],
  ofOneActor: readonly ScalingSample[],
  { actors }: Configuration,
): number[] {
  return rates.map((rate, round) => rate / (actors * ofOneActor[round]!.envStepsPerSecond));
}

function predicted(input: ModelInput): Measurement[] {
  const { envStepsPerSecond, updatesPerSecond, bound } = predict(input);
  const figure = (name: RowFigure, value: number): Measurement => ({
    ...figureOf(input.configuration, name, [value]),
    note: `bound by ${bound}`,
  });
  return [
    figure('predictedEnvSteps', envStepsPerSecond),
    ...(input.learner === null ? [] : [figure('predictedUpdates', updatesPerSecond)]),
  ];
}

function figureOf(configuration: Configuration, name: RowFigure, figures: readonly number[]): Measurement {
  const { title, unit } = ROW_FIGURES[name];
  return summarizeRounds(
    `${describeConfiguration(configuration)}: ${title}`,
    unit,
    figures,
    parametersOf(configuration, name),
  );
}
