import type { Conv2dLayer, DenseLayer, Layer, WeightedLayer } from './spec.js';
import type { Activation } from './vocabulary.js';

/** What a network has between its observations and its outputs. */
export interface BodyShape {
  readonly observationSize: number;
  /** Observations are multiplied by this before anything else. */
  readonly scale?: number | undefined;
  /** Normalises observations and clips them to `[-limit, limit]`. Not with {@link scale}. */
  readonly normalize?: { readonly limit: number } | undefined;
  /** Before the hidden layers; the first takes the observations. */
  readonly convolutions?: readonly Conv2dLayer[];
  /** Widths of the dense layers. */
  readonly hidden: readonly number[];
  /** Of the dense layers. */
  readonly activation: Activation;
}

/** What brings observations to a size of about 1, before whatever learns. */
export function firstLayers({ observationSize, scale, normalize }: BodyShape): readonly Layer[] {
  const width = { inputs: observationSize, outputs: observationSize };
  const layers: Layer[] = [];
  if (scale !== undefined) layers.push({ kind: 'scale', ...width, factor: scale });
  if (normalize !== undefined) layers.push({ kind: 'normalize', ...width, limit: normalize.limit });
  return layers;
}

/** The convolutions, then one dense layer per width. */
export function bodyLayers({
  observationSize,
  convolutions = [],
  hidden,
  activation,
}: BodyShape): readonly WeightedLayer[] {
  const layers: WeightedLayer[] = [...convolutions];
  for (const width of hidden) layers.push(dense(lastWidth(layers, observationSize), width, activation));
  return layers;
}

/** How many numbers a stretch of layers gives, if it is given `inputs`. */
export function lastWidth(layers: readonly Layer[], inputs: number): number {
  return layers.at(-1)?.outputs ?? inputs;
}

/** One dense layer as data. */
export function dense(inputs: number, outputs: number, activation: Activation): DenseLayer {
  return { kind: 'dense', inputs, outputs, activation };
}
