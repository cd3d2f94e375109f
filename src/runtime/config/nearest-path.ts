import { editDistance } from '../../shared/config/nearest.js';
import { allPaths, nodeAt } from './setting-tree.js';

/**
 * The known path that a mistaken one most likely means.
 *
 * Compares last keys first, since a right key in a wrong section is the commoner mistake, and then the sections:
 * `env.seed` finds `run.seed`, and `actors.cuont` finds `actors.count` before `env.count`. A path that goes on
 * beyond a setting means that setting.
 */
export function nearestPath(path: readonly string[]): readonly string[] {
  const prefixes = path.map((_, i) => path.slice(0, i)).slice(1);
  const beyond = prefixes.find((prefix) => ['setting', 'open'].includes(nodeAt(prefix)?.kind ?? ''));
  if (beyond !== undefined) return beyond;

  const key = path.at(-1)!;
  const section = path.slice(0, -1).join('.');
  let best: readonly string[] = [];
  let fewest = Infinity;
  for (const candidate of allPaths()) {
    const keyEdits = editDistance(key, candidate.at(-1)!);
    const sectionEdits = editDistance(section, candidate.slice(0, -1).join('.'));
    // The section weighs less than one edit of the key, but a long way off is not free either.
    const edits = keyEdits + Math.min(sectionEdits, 20) / 21;
    if (edits < fewest) [best, fewest] = [candidate, edits];
  }
  return best;
}
