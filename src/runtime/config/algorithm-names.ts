import { nodeAt } from './setting-tree.js';

/** Names that `algorithm.name` can have, in the order of the schema. */
export function algorithmNames(): string[] {
  const node = nodeAt(['algorithm']);
  return node?.kind === 'section' ? [...(node.choice?.variants.keys() ?? [])] : [];
}
