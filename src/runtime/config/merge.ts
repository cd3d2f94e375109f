import type { Assignment, Layer } from './layer.js';
import { nodeAt, SETTINGS, type Section } from './setting-tree.js';

/** The settings of all layers together, and where each came from. */
export class MergedSettings {
  readonly #assignments = new Map<string, Assignment>();

  /** @param layers - the weakest first */
  constructor(layers: readonly Layer[]) {
    for (const { assignments } of layers) {
      for (const assignment of assignments) this.#dropOtherVariants(assignment);
      for (const assignment of assignments) this.#assignments.set(assignment.path.join('.'), assignment);
    }
  }

  /** Where the setting at `path` was given: `default` if nowhere. */
  sourceOf(path: readonly string[]): string {
    return this.#assignments.get(path.join('.'))?.source ?? 'default';
  }

  /** Which variant of a section with a choice is meant, `undefined` if there is none such. */
  variantOf(section: Section, path: readonly string[]): Section | undefined {
    if (section.choice === undefined) return undefined;
    const name =
      this.#assignments.get([...path, section.choice.key].join('.'))?.value ?? section.choice.defaultName;
    return typeof name === 'string' ? section.choice.variants.get(name) : undefined;
  }

  /** What the schema is to check: nested objects, every choice made, no defaults otherwise. */
  toObject(): Record<string, unknown> {
    const root: Record<string, unknown> = {};
    addDefaultChoices(root, SETTINGS);
    for (const { path, value } of this.#assignments.values()) {
      let parent = root;
      for (const key of path.slice(0, -1)) parent = (parent[key] ??= {}) as Record<string, unknown>;
      parent[path.at(-1)!] = value;
    }
    return root;
  }

  /** A stronger layer that chooses another variant leaves nothing of what weaker ones said of theirs. */
  #dropOtherVariants({ path, value }: Assignment): void {
    const parentPath = path.slice(0, -1);
    const parent = nodeAt(parentPath);
    const choice = parent?.kind === 'section' ? parent.choice : undefined;
    if (choice === undefined || choice.key !== path.at(-1)) return;
    const current = this.#assignments.get(path.join('.'))?.value ?? choice.defaultName;
    if (current === value) return;
    const prefix = `${parentPath.join('.')}.`;
    for (const key of this.#assignments.keys()) if (key.startsWith(prefix)) this.#assignments.delete(key);
  }
}

function addDefaultChoices(target: Record<string, unknown>, section: Section): void {
  if (section.choice !== undefined) target[section.choice.key] = section.choice.defaultName;
  for (const [key, child] of section.keys) {
    if (child.kind !== 'section') continue;
    const nested: Record<string, unknown> = {};
    addDefaultChoices(nested, child);
    if (Object.keys(nested).length > 0) target[key] = nested;
  }
}
