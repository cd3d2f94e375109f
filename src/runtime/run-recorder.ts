import type { EvaluationResult, LearnerReport } from '../learner/host.js';
import { openEvaluationsCsv } from '../metrics/evaluations-csv.js';
import { MonitorCsv } from '../metrics/monitor-csv.js';
import { logInterval } from '../metrics/log-interval.js';
import { openProgressCsv } from '../metrics/progress-csv.js';
import { TensorBoardWriter } from '../metrics/tensorboard.js';
import type { RunDirectory } from './run-directory.js';
import { ratesBetween, type RunMeter, type RunReading } from './run-meter.js';

const EPISODE_FIELDS = 4;

export interface RecorderSettings {
  readonly environmentId: string;
  /** Between two rows of progress. */
  readonly maxIntervalSeconds: number;
}

/** Writes a run's log files: episodes and evaluations as they come, a row of progress every {@link logInterval}. */
export class RunRecorder {
  readonly #meter: RunMeter;
  readonly #episodes: MonitorCsv;
  readonly #evaluations: ReturnType<typeof openEvaluationsCsv>;
  readonly #progress: ReturnType<typeof openProgressCsv>;
  readonly #tensorboard: TensorBoardWriter;
  readonly #maxIntervalSeconds: number;
  readonly #startedSeconds: number;
  #timer: NodeJS.Timeout;
  #lastReading: RunReading;
  #meanReturn = NaN;
  #evaluation: EvaluationResult | undefined;

  private constructor(
    meter: RunMeter,
    directory: RunDirectory,
    tensorboard: TensorBoardWriter,
    settings: RecorderSettings,
  ) {
    this.#meter = meter;
    this.#episodes = new MonitorCsv(directory.episodes, settings.environmentId);
    this.#evaluations = openEvaluationsCsv(directory.evaluations);
    this.#progress = openProgressCsv(directory.progress);
    this.#tensorboard = tensorboard;
    this.#lastReading = meter.read();
    this.#startedSeconds = this.#lastReading.timeSeconds;
    this.#maxIntervalSeconds = settings.maxIntervalSeconds;
    this.#timer = this.#schedule();
  }

  /** Opens the files. @throws ManyhandsError `ERR_RUN_DIRECTORY` if one cannot be written */
  static async create(
    meter: RunMeter,
    directory: RunDirectory,
    settings: RecorderSettings,
  ): Promise<RunRecorder> {
    return new RunRecorder(meter, directory, await TensorBoardWriter.create(directory.tensorboard), settings);
  }

  recordReport({ envSteps, episodes, meanReturn }: LearnerReport): void {
    const count = episodes.length / EPISODE_FIELDS;
    const returns = new Float64Array(count);
    const lengths = new Int32Array(count);
    for (let i = 0; i < count; i++) {
      returns[i] = episodes[i * EPISODE_FIELDS + 1]!;
      lengths[i] = episodes[i * EPISODE_FIELDS + 2]!;
    }
    this.#episodes.append(count, returns, lengths);
    this.#meanReturn = meanReturn;
    if (count === 0) return;
    const mean = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b, 0) / count;
    this.#tensorboard.append(envSteps, { episodeReturn: mean(returns), episodeLength: mean(lengths) });
  }

  recordEvaluation(result: EvaluationResult, timeSeconds: number, updates: number): void {
    this.#evaluation = result;
    this.#evaluations.append({ ...result, timeSeconds, updates });
  }

  /** Writes the last row and closes the files. @throws ManyhandsError `ERR_RUN_DIRECTORY` if one could not be written */
  close(): void {
    clearTimeout(this.#timer);
    const files = [this.#episodes, this.#evaluations, this.#progress, this.#tensorboard];
    try {
      this.#recordProgress();
    } finally {
      closeAll(files);
    }
  }

  #schedule(): NodeJS.Timeout {
    const elapsedSeconds = this.#lastReading.timeSeconds - this.#startedSeconds;
    const seconds = logInterval(elapsedSeconds, this.#maxIntervalSeconds);
    const onTime = (): void => {
      try {
        this.#recordProgress();
      } catch {
        // Training outlives a full disk. The files throw again when they are closed.
      }
      this.#timer = this.#schedule();
    };
    return setTimeout(onTime, seconds * 1000).unref();
  }

  #recordProgress(): void {
    const reading = this.#meter.read();
    const rates = ratesBetween(this.#lastReading, reading);
    const { learnerRatios: learner, actorRatios: actor } = rates;
    this.#lastReading = reading;
    this.#progress.append({
      timeSeconds: reading.timeSeconds,
      envSteps: reading.envSteps,
      episodes: reading.episodes,
      updates: reading.updates,
      samples: reading.samples,
      policyVersion: reading.policyVersion,
      envStepsPerSecond: rates.envStepsPerSecond,
      updatesPerSecond: rates.updatesPerSecond,
      samplesPerSecond: rates.samplesPerSecond,
      episodeReturnMean: this.#meanReturn,
      episodeLengthMean: rates.episodeLength,
      evaluationReturnMean: this.#evaluation?.meanReturn ?? null,
      epsilon: reading.epsilon,
      learningRate: reading.learningRate,
      loss: reading.loss,
      gradientNorm: reading.gradientNorm,
      qValueMean: reading.qValueMean,
      tdErrorMean: reading.tdErrorMean,
      policyLoss: reading.policyLoss,
      valueLoss: reading.valueLoss,
      entropy: reading.entropy,
      klDivergence: reading.klDivergence,
      clipRatio: reading.clipRatio,
      explainedVariance: reading.explainedVariance,
      policyLagMean: rates.policyLag,
      replaySize: reading.replayCapacity > 0 ? reading.replaySize : null,
      replayCapacity: reading.replayCapacity > 0 ? reading.replayCapacity : null,
      ringFillRatio: reading.ringFill,
      learnerTrainRatio: learner.train,
      learnerWaitRatio: learner.waitData,
      learnerIngestRatio: learner.ingest,
      learnerPublishRatio: learner.publish,
      learnerCheckpointRatio: learner.checkpoint,
      learnerOtherRatio: learner.other,
      actorEnvRatio: actor.env,
      actorPolicyRatio: actor.policy,
      actorWaitRatio: actor.waitRing,
      actorWaitWeightsRatio: actor.waitWeights,
      actorOtherRatio: actor.other,
    });
    this.#tensorboard.append(reading.envSteps, {
      envStepsPerSecond: rates.envStepsPerSecond,
      learningRate: reading.learningRate,
      // A TD loss is the loss of what learns action values.
      tdLoss: Number.isNaN(reading.qValueMean) ? NaN : reading.loss,
      qValueMean: reading.qValueMean,
      policyLoss: reading.policyLoss,
      valueLoss: reading.valueLoss,
      entropy: reading.entropy,
      klDivergence: reading.klDivergence,
      clipRatio: reading.clipRatio,
      explainedVariance: reading.explainedVariance,
    });
  }
}

/** Closes every file, also after one that throws. */
function closeAll([first, ...others]: readonly { close(): void }[]): void {
  try {
    first?.close();
  } finally {
    if (others.length > 0) closeAll(others);
  }
}
