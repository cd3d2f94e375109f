import { mkdirSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expected } from '../shared/errors.js';
import { AppendFile } from './append-file.js';
import { frameRecord } from './tf-record.js';

/** The charts, named as CleanRL names them, so that runs of both lie in one plot. */
export const TENSORBOARD_TAGS = {
  episodeReturn: 'charts/episodic_return',
  episodeLength: 'charts/episodic_length',
  envStepsPerSecond: 'charts/SPS',
  learningRate: 'charts/learning_rate',
  valueLoss: 'losses/value_loss',
  policyLoss: 'losses/policy_loss',
  entropy: 'losses/entropy',
  klDivergence: 'losses/approx_kl',
  clipRatio: 'losses/clipfrac',
  explainedVariance: 'losses/explained_variance',
  tdLoss: 'losses/td_loss',
  qValueMean: 'losses/q_values',
} as const;

export type TensorBoardScalar = keyof typeof TENSORBOARD_TAGS;

/** What distinguishes the files of a folder, and the clock; all has defaults but for tests. */
export interface TensorBoardOptions {
  /** Milliseconds since the Unix epoch. */
  readonly now?: () => number;
  readonly host?: string;
  readonly processId?: number;
}

type EncodeEvent = (event: object) => Uint8Array;

let numFiles = 0;

/** Writes scalars to one TensorBoard event file. See {@link AppendFile} for what a killed process leaves; TensorBoard skips a torn record. */
export class TensorBoardWriter {
  readonly #file: AppendFile;
  readonly #encode: EncodeEvent;
  readonly #now: () => number;

  private constructor(file: AppendFile, encode: EncodeEvent, now: () => number) {
    this.#file = file;
    this.#encode = encode;
    this.#now = now;
  }

  /**
   * Makes a new event file in `folder`, which is made if it is missing. Loads protobufjs at the first call.
   *
   * @throws ManyhandsError `ERR_RUN_DIRECTORY` when the file cannot be made
   */
  static async create(folder: string, options: TensorBoardOptions = {}): Promise<TensorBoardWriter> {
    const { now = Date.now, host = hostname(), processId = process.pid } = options;
    const encode = await loadEventEncoder();
    const seconds = Math.floor(now() / 1000);
    // TensorBoard takes every file whose name has "tfevents" in it; the last number tells files of one second apart.
    const path = join(folder, `events.out.tfevents.${seconds}.${host}.${processId}.${numFiles++}`);
    try {
      mkdirSync(folder, { recursive: true });
    } catch (error) {
      throw expected('ERR_RUN_DIRECTORY', folder, 'a folder to write to', error, { cause: error });
    }
    const writer = new TensorBoardWriter(AppendFile.create(path), encode, now);
    writer.#write({ fileVersion: 'brain.Event:2' });
    writer.flush();
    return writer;
  }

  /**
   * Records some values at a step, all in one record. NaN is left out: there is nothing to say.
   *
   * @param step - environment steps
   * @throws ManyhandsError `ERR_RUN_DIRECTORY` when this or an earlier write failed
   */
  append(step: number, scalars: Readonly<Partial<Record<TensorBoardScalar, number>>>): void {
    const value = Object.entries(scalars)
      .filter(([, simpleValue]) => !Number.isNaN(simpleValue))
      .map(([name, simpleValue]) => ({ tag: TENSORBOARD_TAGS[name as TensorBoardScalar], simpleValue }));
    if (value.length > 0) this.#write({ step, summary: { value } });
  }

  /** @throws ManyhandsError `ERR_RUN_DIRECTORY` when a write failed */
  flush(): void {
    this.#file.flush();
  }

  /** @throws ManyhandsError `ERR_RUN_DIRECTORY` when a write failed */
  close(): void {
    this.#file.close();
  }

  #write(event: object): void {
    this.#file.append(frameRecord(this.#encode({ wallTime: this.#now() / 1000, ...event })));
  }
}

/** protobufjs and the schema take about 30 ms to load, which a run without TensorBoard files does not spend. */
async function loadEventEncoder(): Promise<EncodeEvent> {
  const { default: protobuf } = await import('protobufjs');
  const schema = readFileSync(new URL('../../../proto/tensorboard.proto', import.meta.url), 'utf8');
  const eventType = protobuf.parse(schema).root.lookupType('manyhands.tensorboard.Event');
  return (event) => eventType.encode(event).finish();
}
