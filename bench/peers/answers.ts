import { z } from 'zod';
import type { Part } from './contestant.js';
import type { ResultsMatch, Run } from './results.js';

const seconds = z.number().nonnegative();
const orNull = seconds.nullable();

/** What a training run answers: `manyhands train --json` says all of it, and more. */
const trainingSchema = z.object({
  solved: z.boolean(),
  /** From process start, exams included. */
  solvedSeconds: orNull,
  solvedAtEnvSteps: orNull,
  /** From process start. */
  firstStepSeconds: orNull,
  /** Seconds that training stood still for exams; null where they are sat beside it, in a thread of their own. */
  evaluationSeconds: orNull.default(null),
  wallSeconds: seconds,
  envSteps: z.number(),
  /** Steps of the optimizer. */
  updates: z.number(),
  /** While training and not sitting exams. */
  envStepsPerSecond: z.number(),
  updatesPerSecond: z.number(),
  maxRssBytes: z.number().positive(),
});

const paceSchema = z.object({
  figures: z
    .array(
      z.object({
        name: z.string(),
        unit: z.string(),
        value: z.number().positive(),
        /** Transitions in one of them, where it is an update. */
        samplesPerCall: z.number().optional(),
      }),
    )
    .min(1),
  maxRssBytes: z.number().positive(),
});

export type TrainingAnswer = z.infer<typeof trainingSchema>;
export type PaceAnswer = z.infer<typeof paceSchema>;

const SCHEMAS = { training: trainingSchema, pace: paceSchema };
/** What a contestant of a kind of match answers. */
export interface Answers {
  readonly training: TrainingAnswer;
  readonly pace: PaceAnswer;
}

/**
 * Checks what a process printed.
 *
 * @throws Error that names the first figure that is not there or not a figure
 */
export function parseAnswer<Kind extends keyof Answers>(kind: Kind, answer: unknown): Answers[Kind] {
  const result = SCHEMAS[kind].safeParse(answer);
  if (result.success) return result.data as Answers[Kind];
  const { path, message } = result.error.issues[0]!;
  throw new Error(`answer ${path.join('.')}: ${message}`);
}

/**
 * What a contestant answered in a match, by seed; runs that failed are not there.
 *
 * @throws Error as {@link parseAnswer}
 */
export function answersOf<Kind extends keyof Answers>(
  kind: Kind,
  { name }: Pick<ResultsMatch, 'name'>,
  contestant: string,
  part: Part,
  runs: readonly Run[],
): Map<number, Answers[Kind]> {
  return new Map(
    runs
      .filter((run) => run.match === name && run.contestant === contestant && run.part === part)
      .flatMap(({ seed, answer }) => (answer === null ? [] : [[seed, parseAnswer(kind, answer)] as const])),
  );
}
