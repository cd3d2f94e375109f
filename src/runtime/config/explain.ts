import type { z } from 'zod';
import type { Conflict } from '../../shared/config/conflict.js';
import { nearest } from '../../shared/config/nearest.js';
import { listing } from './accepts.js';
import type { MergedSettings } from './merge.js';
import { show, type Problem } from './problem.js';
import { showAt } from './secrets.js';
import { childOf, nodeAt, SETTINGS, type SettingNode } from './setting-tree.js';

/** Says of each rejected value what its setting accepts, rather than which of the schema's rules it broke. */
export function explainInvalid(
  issues: readonly z.core.$ZodIssue[],
  input: unknown,
  merged: MergedSettings,
): Problem[] {
  const problems = issues.flatMap((issue) => explainIssue(issue, input, merged));
  // Several items of one list can each be wrong: that is one mistake in one setting.
  return [...new Map(problems.map((problem) => [problem.subject, problem])).values()];
}

function explainIssue(issue: z.core.$ZodIssue, input: unknown, merged: MergedSettings): Problem[] {
  let node: SettingNode = SETTINGS;
  let value = input;
  const path: string[] = [];
  for (const key of issue.path.map(String)) {
    const child = childOf(node.kind === 'section' ? (merged.variantOf(node, path) ?? node) : node, key);
    if (child === undefined) break;
    node = child;
    value = (value as Record<string, unknown>)[key];
    path.push(key);
  }
  if (node.kind === 'setting') {
    const subject = `${path.join('.')} (${merged.sourceOf(path)})`;
    return [{ subject, wanted: node.accepts(), got: showAt(node, value), ...nearestChoice(path, value) }];
  }
  // Keys that no variant has never get this far, so these are keys of another variant.
  const variant = node.kind === 'section' ? merged.variantOf(node, path) : undefined;
  const keys = issue.code === 'unrecognized_keys' ? issue.keys : [];
  return keys.map((key) => ({
    subject: `${[...path, key].join('.')} (${merged.sourceOf([...path, key])})`,
    wanted: `one of ${listing([...(variant?.keys.keys() ?? [])], 'or')}`,
    got: 'a key of another kind',
    why: `${choiceOf(node, path, value)} has no such setting`,
  }));
}

/** A misspelt name of an algorithm, optimizer or other choice is told the nearest. */
function nearestChoice(path: readonly string[], value: unknown): Pick<Problem, 'why'> {
  const section = nodeAt(path.slice(0, -1));
  const choice = section?.kind === 'section' ? section.choice : undefined;
  if (choice === undefined || choice.key !== path.at(-1) || typeof value !== 'string') return {};
  return { why: `the nearest is ${nearest(value, choice.variants.keys()) ?? 'none'}` };
}

function choiceOf(node: SettingNode, path: readonly string[], value: unknown): string {
  if (node.kind !== 'section' || node.choice === undefined) return path.join('.');
  return `${path.join('.')}.${node.choice.key} ${show((value as Record<string, unknown>)[node.choice.key])}`;
}

/** Puts values and sources in place of the `{section.key}` of a conflict. */
export function explainConflict(
  { path, wanted, why }: Conflict,
  config: unknown,
  merged: MergedSettings,
): Problem {
  const valueOf = (name: string) =>
    name.split('.').reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], config);
  const sourceOf = (name: string) => merged.sourceOf(name.split('.'));
  const filled = wanted.replace(
    /\{([^}]+)\}/g,
    (_, name: string) => `${name} ${String(valueOf(name))} (${sourceOf(name)})`,
  );
  return { subject: `${path} (${sourceOf(path)})`, wanted: filled, got: show(valueOf(path)), why };
}
