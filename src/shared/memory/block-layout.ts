import { spaceSize, type BoxDType, type BoxSpace, type Space } from '../spaces.js';
import {
  placeColumns,
  type ArrayByDType,
  type Column,
  type ColumnTable,
  type PlacedColumns,
} from './columns.js';
import { EPISODE_COLUMNS } from './episode-log.js';
import { alignUp, expectCount, LINE_BYTES } from './shared-buffer.js';

/** Bytes before a block's first column. See `Block`. */
export const BLOCK_HEADER_BYTES = 64;

/** `E` environments times `T` steps, each from 1. */
export interface BlockShape {
  readonly numEnvs: number;
  readonly numSteps: number;
}

/** Where everything in a block lies. Plain data: it can be computed in each thread or sent to it. */
export interface BlockLayout<Table extends ColumnTable> extends BlockShape {
  readonly columns: PlacedColumns<Table>;
  readonly episodes: PlacedColumns<typeof EPISODE_COLUMNS>;
  /** A multiple of {@link LINE_BYTES}, so that neighbouring blocks share no cache line. */
  readonly byteLength: number;
}

/** What one row of an unroll's action column is: the number of a choice, or the `A` elements of a box. */
export type ActionColumn = Column<'int32'> | Column<'float32'>;

/** What one row of an unroll's observation columns is: `D` floats or bytes. */
export type ObservationColumn = Column<'float32'> | Column<'uint8'>;

/** Observations, flat: whole numbers from 0 to 255 may be bytes. */
export type Observations = ArrayByDType[BoxDType];

/** What decides an unroll's columns. Plain data: it is found once, when a run is prepared, and sent to its threads. */
export interface UnrollFormat {
  /** `D`, from 1. */
  readonly observationSize: number;
  readonly observationDtype: BoxDType;
  /**
   * How many values of successive steps an observation is made of, newest last, at neighbouring elements: element `p * frames + f` is
   * place `p` of value `f`. Null if it is no stack.
   */
  readonly frames: number | null;
  readonly action: ActionColumn;
  /** Whether the behaviour policy's log-probabilities are kept. */
  readonly logProbability: boolean;
}

/** The format for observations and actions of two spaces; a number stands for a box of so many floats. */
export function unrollFormat(
  observation: number | BoxSpace,
  actionSpace: Space,
  { logProbability = false }: { readonly logProbability?: boolean } = {},
): UnrollFormat {
  const action: ActionColumn =
    actionSpace.kind === 'discrete'
      ? { dtype: 'int32', shape: [] }
      : { dtype: 'float32', shape: [spaceSize(actionSpace)] };
  const { dtype: observationDtype, frames } =
    typeof observation === 'number' ? { dtype: 'float32' as const, frames: null } : observation;
  const observationSize = typeof observation === 'number' ? observation : spaceSize(observation);
  return { observationSize, observationDtype, frames, action, logProbability };
}

/** Memory for observations of a format, flat. */
export function createObservations(
  { observationDtype }: Pick<UnrollFormat, 'observationDtype'>,
  length: number,
): Observations {
  return observationDtype === 'uint8' ? new Uint8Array(length) : new Float32Array(length);
}

/** Elements of one action: `A` of a box, 1 of a choice. */
export function actionSizeOf({ action }: UnrollFormat): number {
  return action.shape.reduce((product, size) => product * size, 1);
}

/**
 * The columns of an unroll. Row `[e, t]` is step `t` of environment `e`; `D` is the observation's size.
 *
 * A type alias and not an interface, because only an alias can stand for a {@link ColumnTable}.
 */
export type UnrollColumns = {
  /** What the policy saw. `[D]` */
  readonly observation: ObservationColumn;
  /** What the policy chose; of a box the raw sample, before any clipping. `[]` or `[A]` */
  readonly action: ActionColumn;
  readonly reward: Column<'float32'>;
  /** 1 if the task ended, else 0. */
  readonly terminated: Column<'uint8'>;
  /** 1 if time ran out, else 0. */
  readonly truncated: Column<'uint8'>;
  /**
   * What the step returned, before any reset. `[D]`. Where an episode ended this is its true last observation, and
   * `observation[e, t + 1]` is already the next episode's first.
   */
  readonly nextObservation: ObservationColumn;
  /** Log-probability of `action` under the behaviour policy, for algorithms that ask for it. */
  readonly logProbability?: Column<'float32'>;
};

/** The table of an unroll's columns. */
export function unrollColumns(format: UnrollFormat): UnrollColumns {
  const { observationSize, observationDtype, action, logProbability } = format;
  const observation: ObservationColumn = { dtype: observationDtype, shape: [observationSize] };
  return {
    observation,
    action,
    reward: { dtype: 'float32', shape: [] },
    terminated: { dtype: 'uint8', shape: [] },
    truncated: { dtype: 'uint8', shape: [] },
    nextObservation: observation,
    ...(logProbability && { logProbability: { dtype: 'float32', shape: [] } }),
  };
}

/**
 * Lays out a block of these columns.
 *
 * ```text
 *   0          64              each aligned to 64                                a multiple of 128
 *   +----------+-------------+-------------+-----+---------------+-----+---------+
 *   | header   | column 0    | column 1    | ... | episodeReturn | ... | padding |
 *   |          | [E, T, ...] | [E, T, ...] |     | [E * T]       |     |         |
 *   +----------+-------------+-------------+-----+---------------+-----+---------+
 * ```
 *
 * Episode records cost address space and next to no memory: pages that nobody writes are never backed.
 *
 * @throws ManyhandsError `ERR_MEMORY_LAYOUT` if a size is below 1 or a dtype is unknown
 */
export function blockLayout<Table extends ColumnTable>(
  table: Table,
  { numEnvs, numSteps }: BlockShape,
): BlockLayout<Table> {
  expectCount('numEnvs', numEnvs, 1, 2 ** 24);
  expectCount('numSteps', numSteps, 1, 2 ** 24);
  const numRows = numEnvs * numSteps;
  const rows = placeColumns(table, numRows, BLOCK_HEADER_BYTES);
  const episodes = placeColumns(EPISODE_COLUMNS, numRows, rows.endByte);
  return {
    numEnvs,
    numSteps,
    columns: rows.columns,
    episodes: episodes.columns,
    byteLength: alignUp(episodes.endByte, LINE_BYTES),
  };
}
