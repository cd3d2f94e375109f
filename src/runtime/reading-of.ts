import type { Reading } from '../dashboard/protocol.js';
import type { RunReading } from './run-meter.js';

/** More than a chart can show and less than the 17 digits of a float that was a float32. */
const SIGNIFICANT_DIGITS = 6;
/** Sums are rounded to millionths: rates are taken of differences. */
const SUM_DECIMALS = 6;

/** A reading as it goes to the page. @param meanReturn - of the newest training episodes; NaN before the first */
export function readingOf(reading: RunReading, meanReturn: number): Reading {
  const hasReplay = reading.replayCapacity > 0;
  return {
    timeSeconds: rounded(reading.timeSeconds),
    envSteps: reading.envSteps,
    episodes: reading.episodes,
    updates: reading.updates,
    samples: reading.samples,
    policyVersion: reading.policyVersion,
    returnMean: figure(meanReturn),
    epsilon: figure(reading.epsilon),
    learningRate: figure(reading.learningRate),
    loss: figure(reading.loss),
    gradientNorm: figure(reading.gradientNorm),
    qValueMean: figure(reading.qValueMean),
    tdErrorMean: figure(reading.tdErrorMean),
    policyLoss: figure(reading.policyLoss),
    valueLoss: figure(reading.valueLoss),
    entropy: figure(reading.entropy),
    klDivergence: figure(reading.klDivergence),
    clipRatio: figure(reading.clipRatio),
    explainedVariance: figure(reading.explainedVariance),
    blocks: reading.blocks,
    policyLagSum: reading.policyLagSum,
    replaySize: hasReplay ? reading.replaySize : null,
    replayCapacity: hasReplay ? reading.replayCapacity : null,
    ringFill: figure(reading.ringFill),
    actorSeconds: roundedTimes(reading.actorSeconds),
    learnerSeconds: roundedTimes(reading.learnerSeconds),
  };
}

/** @returns null for what is no finite number: JSON has no word for it */
export function figure(value: number): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(SIGNIFICANT_DIGITS)) : null;
}

export const rounded = (sum: number): number => Number(sum.toFixed(SUM_DECIMALS));

/** Of every state. */
export function roundedTimes<State extends string>(
  times: Readonly<Record<State, number>>,
): Record<State, number> {
  const entries = Object.entries<number>(times).map(([state, seconds]) => [state, rounded(seconds)]);
  return Object.fromEntries(entries) as Record<State, number>;
}
