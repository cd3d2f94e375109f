import type { EvaluationResult, LearnerHost } from '../../../src/learner/host.js';
import type { Snapshot } from '../../../src/learner/snapshot.js';

/** A snapshot after so many updates; its two parameters say how many. */
export function snapshotAt(
  envSteps: number,
  updates = envSteps / 10,
  policyVersion = envSteps / 100,
): Snapshot {
  return {
    policyVersion,
    envSteps,
    episodes: 4,
    updates,
    parameters: Float32Array.of(updates, -updates),
    optimizerState: { 'adam.steps': Float32Array.of(updates) },
  };
}

export function resultOf(meanReturn: number, { policyVersion, envSteps }: Snapshot): EvaluationResult {
  return {
    policyVersion,
    envSteps,
    episodes: 10,
    seed: 7,
    actions: 'greedy',
    meanReturn,
    stdReturn: 1.5,
    minReturn: meanReturn - 2,
  };
}

/** A host whose evaluations end when the test says so, in any order. */
export class ManualHost implements Pick<LearnerHost, 'evaluate'> {
  /** What was asked, in order. */
  readonly asked: {
    readonly parameters: Float32Array;
    readonly policyVersion: number;
    readonly envSteps: number;
  }[] = [];
  readonly #answers: PromiseWithResolvers<EvaluationResult>[] = [];

  evaluate(parameters: Float32Array, policyVersion: number, envSteps: number): Promise<EvaluationResult> {
    this.asked.push({ parameters, policyVersion, envSteps });
    const answer = withResolvers<EvaluationResult>();
    this.#answers.push(answer);
    return answer.promise;
  }

  answer(index: number, meanReturn: number): void {
    const { policyVersion, envSteps } = this.asked[index]!;
    const asked = { ...snapshotAt(envSteps), policyVersion };
    this.#answers[index]!.resolve(resultOf(meanReturn, asked));
  }

  fail(index: number, error: Error): void {
    this.#answers[index]!.reject(error);
  }
}

interface PromiseWithResolvers<Value> {
  readonly promise: Promise<Value>;
  readonly resolve: (value: Value) => void;
  readonly reject: (reason: Error) => void;
}

function withResolvers<Value>(): PromiseWithResolvers<Value> {
  let resolve!: (value: Value) => void;
  let reject!: (reason: Error) => void;
  const promise = new Promise<Value>((onValue, onError) => {
    resolve = onValue;
    reject = onError;
  });
  return { promise, resolve, reject };
}

/** A host that answers at once, with the next of these mean returns; with the last one once they are used up. */
export function promptHost(...meanReturns: readonly number[]) {
  const asked: number[] = [];
  return {
    asked,
    evaluate(_: Float32Array, policyVersion: number, envSteps: number): Promise<EvaluationResult> {
      const meanReturn = meanReturns[Math.min(asked.length, meanReturns.length - 1)]!;
      asked.push(envSteps);
      return Promise.resolve(resultOf(meanReturn, { ...snapshotAt(envSteps), policyVersion }));
    },
  };
}
