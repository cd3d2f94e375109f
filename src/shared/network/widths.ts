import { denseScratchLength } from '../kernels/exports.js';
import { chainsOf, type NetworkSpec } from './spec.js';

/** Widest activation between two layers of one chain; 0 if there is none. */
export function hiddenWidth(spec: NetworkSpec): number {
  const inner = chainsOf(spec).flatMap(({ layers }) => layers.slice(0, -1));
  return Math.max(0, ...inner.map(({ outputs }) => outputs));
}

/** Width of what the heads read, if a layer made it: 0 if there are no heads, or they read the observation. */
export function trunkWidth({ layers, heads }: NetworkSpec): number {
  return heads === undefined ? 0 : (layers.at(-1)?.outputs ?? 0);
}

/** Floats that the kernels need for themselves during a pass. */
export function kernelScratchLength(spec: NetworkSpec, maxBatch: number, training: boolean): number {
  const layers = chainsOf(spec).flatMap((chain) => chain.layers);
  const needs = layers.map(({ kind, inputs, outputs }) =>
    kind === 'dense' ? denseScratchLength(maxBatch, inputs, outputs, training) : 0,
  );
  return Math.max(...needs);
}
