import { readdirSync } from 'node:fs';
import { nearest } from '../../shared/config/nearest.js';
import { listing } from './accepts.js';
import { fileLayer } from './file-layer.js';
import type { Layer } from './layer.js';
import { configError, show } from './problem.js';

/** `presets/` at the root of the package, seen from `dist/src/runtime/config/`. */
const PRESETS = new URL('../../../../presets/', import.meta.url);

/** Names of the presets that come with the package, in alphabetical order. */
export function presetNames(): string[] {
  const files = readdirSync(PRESETS).filter((file) => file.endsWith('.yaml'));
  return files.map((file) => file.slice(0, -'.yaml'.length)).sort();
}

/** @throws ManyhandsError `ERR_CONFIG` if there is no preset of that name */
export function presetLayer(name: string): Layer {
  const names = presetNames();
  if (!names.includes(name)) {
    const why = `the nearest is ${nearest(name, names) ?? 'none'}`;
    throw configError([{ subject: 'preset', wanted: listing(names, 'or'), got: show(name), why }]);
  }
  return fileLayer(new URL(`${name}.yaml`, PRESETS), `preset ${name}`);
}
