import { ACTIVATIONS } from './vocabulary.js';
import { numPositions } from './geometry.js';
import { fieldsOf, invalid } from './invalid-spec.js';
import type { Conv2dLayer, Layer, WeightedLayer } from './spec.js';
import { weightMatrixOf } from './weighted-layer.js';

/** Largest layer width: an image of 256 x 256 with 4 channels. */
const MAX_WIDTH = 1 << 18;
/** Most weights of a layer: beyond it, their byte offsets come near 32 bits. */
const MAX_WEIGHTS = 1 << 28;

/** Every field a layer of a kind has. */
const FIELDS = {
  dense: ['kind', 'inputs', 'outputs', 'activation'],
  conv2d: [
    'kind',
    'height',
    'width',
    'channels',
    'filters',
    'size',
    'stride',
    'inputs',
    'outputs',
    'activation',
  ],
  scale: ['kind', 'inputs', 'outputs', 'factor'],
  normalize: ['kind', 'inputs', 'outputs', 'limit'],
  constant: ['kind', 'inputs', 'outputs'],
} as const satisfies Record<Layer['kind'], readonly string[]>;

/**
 * Checks a layer by itself, wherever it stands.
 *
 * @throws ManyhandsError `ERR_NETWORK_SPEC` naming the first field that is wrong
 */
export function validateLayer(value: unknown, subject: string): Layer {
  const kind = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined;
  if (!isKind(kind)) throw invalid(`${subject}.kind`, choices(Object.keys(FIELDS)), kind);
  fieldsOf<string>(value, subject, FIELDS[kind]);
  const layer = value as Layer;
  if (layer.kind === 'conv2d') validateKernel(layer, subject);
  expectCount(layer.inputs, `${subject}.inputs`);
  expectCount(layer.outputs, `${subject}.outputs`);
  switch (layer.kind) {
    case 'conv2d':
      validateImages(layer, subject);
      validateWeighted(layer, subject);
      break;
    case 'dense':
      validateWeighted(layer, subject);
      break;
    case 'normalize':
      validateSameWidth(layer, subject);
      // The kernels compare in float32, where a smaller limit would be 0 and a larger one no limit.
      if (!isFloat32(layer.limit) || layer.limit < 0)
        throw invalid(`${subject}.limit`, 'a finite float32 number above 0', layer.limit);
      break;
    case 'scale':
      validateSameWidth(layer, subject);
      if (!isFloat32(layer.factor))
        throw invalid(`${subject}.factor`, 'a finite float32 number other than 0', layer.factor);
      break;
    case 'constant':
      break;
  }
  return layer;
}

function isKind(kind: unknown): kind is Layer['kind'] {
  return typeof kind === 'string' && Object.hasOwn(FIELDS, kind);
}

function expectCount(count: unknown, subject: string): void {
  if (!Number.isInteger(count) || (count as number) < 1 || (count as number) > MAX_WIDTH) {
    throw invalid(subject, `an integer from 1 to ${MAX_WIDTH}`, count);
  }
}

function validateKernel(layer: Conv2dLayer, subject: string): void {
  for (const field of ['height', 'width', 'channels', 'filters', 'size', 'stride'] as const) {
    expectCount(layer[field], `${subject}.${field}`);
  }
  const side = Math.min(layer.height, layer.width);
  if (layer.size > side) {
    throw invalid(`${subject}.size`, `at most ${side}, the image's shorter side`, layer.size);
  }
}

function validateImages(layer: Conv2dLayer, subject: string): void {
  const { height, width, channels, filters } = layer;
  const inputs = height * width * channels;
  if (layer.inputs !== inputs) {
    throw invalid(`${subject}.inputs`, `${inputs}, its height * width * channels`, layer.inputs);
  }
  const outputs = numPositions(layer) * filters;
  if (layer.outputs !== outputs) {
    const wanted = `${outputs}, the places of its kernel times its filters`;
    throw invalid(`${subject}.outputs`, wanted, layer.outputs);
  }
}

function validateWeighted(layer: WeightedLayer, subject: string): void {
  const { rows, columns } = weightMatrixOf(layer);
  if (rows * columns > MAX_WEIGHTS) {
    throw invalid(subject, `at most ${MAX_WEIGHTS} weights`, rows * columns);
  }
  if (!ACTIVATIONS.includes(layer.activation)) {
    throw invalid(`${subject}.activation`, choices(ACTIVATIONS), layer.activation);
  }
}

function validateSameWidth({ inputs, outputs }: Layer, subject: string): void {
  if (outputs !== inputs) throw invalid(`${subject}.outputs`, `${inputs}, its inputs`, outputs);
}

/** Whether it is a finite number other than 0, in float32 too. */
function isFloat32(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(Math.fround(value)) && Math.fround(value) !== 0;
}

function choices(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(' | ');
}
