import { listing } from './accepts.js';
import type { Problem } from './problem.js';
import { showAt } from './secrets.js';
import { childOf, SETTINGS, type SettingNode } from './setting-tree.js';
import { nearestPath } from './nearest-path.js';

/** A value for one setting, and where it was given. */
export interface Assignment {
  readonly path: readonly string[];
  readonly value: unknown;
  /** As in `flag --envs` or `file run.yaml:3`. */
  readonly source: string;
}

/** What one source gives: its assignments, and what was wrong with the rest. */
export interface Layer {
  readonly assignments: Assignment[];
  readonly problems: Problem[];
}

export const emptyLayer = (): Layer => ({ assignments: [], problems: [] });

/**
 * Takes `value` for whatever is at `path`: one assignment for a setting, one for each setting in a mapping.
 * Keys that lead nowhere become problems. `undefined` is the same as not there.
 *
 * @param node - what is at `path`
 */
export function assign(
  layer: Layer,
  path: readonly string[],
  node: SettingNode,
  value: unknown,
  sourceAt: (path: readonly string[]) => string,
): void {
  if (value === undefined) return;
  if (node.kind === 'setting') {
    layer.assignments.push({ path, value, source: sourceAt(path) });
    return;
  }
  if (!isMapping(value)) {
    const subject = path.length === 0 ? sourceAt(path) : `${path.join('.')} (${sourceAt(path)})`;
    const wanted =
      node.kind === 'open' ? 'a mapping' : `a mapping of ${listing([...node.keys.keys()], 'and')}`;
    layer.problems.push({ subject, wanted, got: showAt(node, value) });
    return;
  }
  for (const [key, item] of Object.entries(value)) {
    const child = childOf(node, key);
    const childPath = [...path, key];
    if (child === undefined) layer.problems.push(unknownPath(childPath, sourceAt(childPath)));
    else assign(layer, childPath, child, item, sourceAt);
  }
}

/** The problem of a path that leads nowhere. */
export function unknownPath(path: readonly string[], source: string): Problem {
  return {
    subject: `${path.join('.')} (${source})`,
    wanted: 'a known setting',
    got: 'an unknown key',
    why: `the nearest is ${nearestPath(path).join('.')}`,
  };
}

/** A layer from a plain object, as a program gives it. */
export function objectLayer(settings: unknown, source: string): Layer {
  const layer = emptyLayer();
  assign(layer, [], SETTINGS, settings, () => source);
  return layer;
}

function isMapping(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
