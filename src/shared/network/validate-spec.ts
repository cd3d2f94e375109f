import { fieldsOf, invalid } from './invalid-spec.js';
import type { Layer, NetworkSpec } from './spec.js';
import { validateLayer } from './validate-layer.js';
import { SOLE_OUTPUT } from './vocabulary.js';

/** A camelCase word: no dot, which separates the parts of a tensor's name. */
const HEAD_NAME = /^[a-z][a-zA-Z0-9]{0,63}$/;

/**
 * Checks a spec that may come from a file or another program.
 *
 * @throws ManyhandsError `ERR_NETWORK_SPEC` naming the first layer and field that is wrong
 */
export function validateNetworkSpec(spec: NetworkSpec): void {
  const { layers, heads } = fieldsOf(spec, 'network', ['layers', 'heads']);
  if (!Array.isArray(layers)) throw invalid('layers', 'an array of layers', layers);
  if (heads === undefined && layers.length === 0) {
    throw invalid('layers', 'at least one layer, or heads', layers);
  }
  const trunk = validateChain(layers, 'layers', 'trunk', undefined);
  if (heads === undefined) return;
  if (!Array.isArray(heads) || heads.length === 0) {
    throw invalid('heads', 'an array of at least one head, or none given', heads);
  }
  const names = new Set<string>();
  // Without a trunk, the heads read the observation, and the first says how long that is.
  let source = trunk && { width: trunk.outputs, name: `the outputs of layers[${layers.length - 1}]` };
  for (const [h, value] of heads.entries()) {
    const subject = `heads[${h}]`;
    const head = fieldsOf(value, subject, ['name', 'layers']);
    validateHeadName(head.name, `${subject}.name`, names);
    const path = `${subject}.layers`;
    if (!Array.isArray(head.layers) || head.layers.length === 0) {
      throw invalid(path, 'an array of at least one layer', head.layers);
    }
    const { inputs } = validateChain(head.layers, path, 'head', source)!;
    source ??= { width: inputs, name: `the inputs of ${path}[0]` };
  }
}

/** What a chain's first layer must fit, and how to call it in a message. */
interface Source {
  readonly width: number;
  readonly name: string;
}

/** @returns the widths of the chain as a whole; `undefined` if it has no layer */
function validateChain(
  values: readonly unknown[],
  path: string,
  place: 'trunk' | 'head',
  source: Source | undefined,
): Pick<Layer, 'inputs' | 'outputs'> | undefined {
  let previous = source;
  const layers: Layer[] = [];
  for (const [i, value] of values.entries()) {
    const subject = `${path}[${i}]`;
    const layer = validateLayer(value, subject);
    const isFirstOnly = layer.kind === 'normalize' || layer.kind === 'scale';
    if (isFirstOnly && (place === 'head' || i > 0)) {
      throw invalid(
        `${subject}.kind`,
        'another kind here (the first layer of the trunk normalizes or scales)',
        layer.kind,
      );
    }
    if (layer.kind === 'constant' && (place === 'trunk' || values.length > 1)) {
      throw invalid(
        `${subject}.kind`,
        'another kind here (a constant is the one layer of a head)',
        layer.kind,
      );
    }
    if (previous !== undefined && layer.inputs !== previous.width) {
      throw invalid(`${subject}.inputs`, `${previous.width}, ${previous.name}`, layer.inputs);
    }
    layers.push(layer);
    previous = { width: layer.outputs, name: `the outputs of ${subject}` };
  }
  return layers.length === 0 ? undefined : { inputs: layers[0]!.inputs, outputs: layers.at(-1)!.outputs };
}

function validateHeadName(name: unknown, subject: string, taken: Set<string>): void {
  if (typeof name !== 'string' || !HEAD_NAME.test(name)) {
    throw invalid(subject, 'a camelCase word of at most 64 letters and digits', name);
  }
  if (name === SOLE_OUTPUT) {
    throw invalid(subject, "another name than that of a network's only output", name);
  }
  if (taken.has(name)) throw invalid(subject, 'a name that no head before has', name);
  taken.add(name);
}
