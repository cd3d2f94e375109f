import { show } from './problem.js';
import type { SettingNode } from './setting-tree.js';

const isSecret = (node: SettingNode): boolean => node.kind === 'setting' && node.isSecret;

/** Whether a value for this can hold one that no message may show. */
export function holdsSecret(node: SettingNode): boolean {
  return node.kind === 'section' ? [...node.keys.values()].some(isSecret) : isSecret(node);
}

/** A value that was given for `node`, on one line, unless it can hold a secret. */
export function showAt(node: SettingNode, value: unknown): string {
  if (!holdsSecret(node)) return show(value);
  return typeof value === 'string' ? `${value.length} characters that are not shown` : 'what is not shown';
}
