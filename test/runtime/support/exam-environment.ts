/** An environment that trains well and fails in evaluations, which it knows by their seeds. */
import { box, discrete, registerEnvironment, type EnvironmentOptions, type ResetOptions } from 'manyhands';

/** Evaluations are seeded from here. */
const FIRST_EXAM_SEED = 1_000_000;

function hangForever(): never {
  for (;;);
}

registerEnvironment('Exam-v0', {
  create({ fault }: EnvironmentOptions) {
    let isExam = false;
    let step = 0;
    return {
      observationSpace: box([2], 0, 1),
      actionSpace: discrete(2),
      reset({ seed }: ResetOptions = {}) {
        if (seed !== undefined) isExam = seed >= FIRST_EXAM_SEED;
        step = 0;
        return { observation: Float32Array.of(0, 0), info: {} };
      },
      step(action: number) {
        if (++step === 5 && isExam) {
          if (fault === 'exit') process.exit(3);
          if (fault === 'hang') hangForever();
          throw new Error('a fault on purpose');
        }
        const observation = Float32Array.of(step / 10, 0);
        return { observation, reward: action, terminated: step === 10, truncated: false, info: {} };
      },
    };
  },
});
