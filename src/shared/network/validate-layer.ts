import { ACTIVATIONS, type Activation } from './vocabulary.js';
import { fieldsOf, invalid } from './invalid-spec.js';
import type { Layer } from './spec.js';

/** Largest layer width: beyond it, byte offsets of one layer's weights leave 32 bits. */
const MAX_WIDTH = 16_384;

/** Every field a layer of a kind has. */
const FIELDS = {
  dense: ['kind', 'inputs', 'outputs', 'activation'],
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
  if (kind !== 'dense' && kind !== 'normalize' && kind !== 'constant') {
    throw invalid(`${subject}.kind`, choices(Object.keys(FIELDS)), kind);
  }
  const layer = fieldsOf<string>(value, subject, FIELDS[kind]);
  for (const field of ['inputs', 'outputs']) {
    const width = layer[field];
    if (!Number.isInteger(width) || (width as number) < 1 || (width as number) > MAX_WIDTH) {
      throw invalid(`${subject}.${field}`, `an integer from 1 to ${MAX_WIDTH}`, width);
    }
  }
  if (kind === 'dense' && !ACTIVATIONS.includes(layer['activation'] as Activation)) {
    throw invalid(`${subject}.activation`, choices(ACTIVATIONS), layer['activation']);
  }
  if (kind === 'normalize') {
    if (layer['outputs'] !== layer['inputs']) {
      throw invalid(`${subject}.outputs`, `${String(layer['inputs'])}, its inputs`, layer['outputs']);
    }
    // The kernels compare in float32, where a smaller limit would be 0 and a larger one no limit.
    const limit = Math.fround(layer['limit'] as number);
    if (typeof layer['limit'] !== 'number' || !(limit > 0 && limit < Infinity)) {
      throw invalid(`${subject}.limit`, 'a finite float32 number above 0', layer['limit']);
    }
  }
  return value as Layer;
}

function choices(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(' | ');
}
