import { z } from 'zod';
import { accepts } from './accepts.js';
import { configSchema } from './schema.js';

/** One value, and what may be said of it. */
export interface Setting {
  readonly kind: 'setting';
  /** What it accepts, in words. Costs a walk through the schema: for messages and docs. */
  readonly accepts: () => string;
  /** Text is taken as it is written: `123` is a fine name. */
  readonly isText: boolean;
  /** No message may show its value. */
  readonly isSecret: boolean;
  readonly defaultValue: unknown;
  readonly description: string;
}

/** A mapping of known keys. With `choice`, one of them decides which of the others there are. */
export interface Section {
  readonly kind: 'section';
  readonly keys: ReadonlyMap<string, SettingNode>;
  readonly choice: Choice | undefined;
  readonly description: string;
}

/** A mapping of keys that only an environment knows. */
export interface OpenSection {
  readonly kind: 'open';
  readonly item: Setting;
  readonly description: string;
}

export interface Choice {
  readonly key: string;
  readonly defaultName: string;
  readonly variants: ReadonlyMap<string, Section>;
}

export type SettingNode = Setting | Section | OpenSection;

/** The settings as a tree of names, read off the schema so that neither can differ from the other. */
export const SETTINGS = toNode(configSchema) as Section;

/** What `key` of `parent` is, `undefined` if there is no such key. */
export function childOf(parent: SettingNode, key: string): SettingNode | undefined {
  if (parent.kind === 'section') return parent.keys.get(key);
  // An object cannot hold this key without changing its prototype.
  return parent.kind === 'open' && key !== '__proto__' ? parent.item : undefined;
}

/** What is found at `path`, `undefined` if it leads nowhere. */
export function nodeAt(path: readonly string[], root: SettingNode = SETTINGS): SettingNode | undefined {
  let node: SettingNode | undefined = root;
  for (const key of path) node = node === undefined ? undefined : childOf(node, key);
  return node;
}

/** Every path of the tree, sections included. */
export function* allPaths(
  node: Section = SETTINGS,
  path: readonly string[] = [],
): Generator<readonly string[]> {
  for (const [key, child] of node.keys) {
    yield [...path, key];
    if (child.kind === 'section') yield* allPaths(child, [...path, key]);
  }
}

function toNode(
  schema: z.core.$ZodType,
  defaultValue?: unknown,
  description = descriptionOf(schema),
): SettingNode {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
    return toNode(schema.def.innerType, schema.def.defaultValue, description);
  }
  if (schema instanceof z.ZodObject) return section(schema, description);
  if (schema instanceof z.ZodDiscriminatedUnion) return variants(schema, defaultValue, description);
  if (schema instanceof z.ZodRecord) {
    return { kind: 'open', item: setting(schema.valueType, undefined, ''), description };
  }
  return setting(schema, defaultValue, description);
}

function setting(schema: z.core.$ZodType, defaultValue: unknown, description: string): Setting {
  const inner = schema instanceof z.ZodNullable ? schema.unwrap() : schema;
  const isText = inner instanceof z.ZodString;
  const isSecret = inner instanceof z.ZodType && inner.meta()?.['isSecret'] === true;
  return { kind: 'setting', accepts: () => accepts(schema), isText, isSecret, defaultValue, description };
}

function section(schema: z.ZodObject, description: string): Section {
  const keys = Object.entries(schema.shape as z.core.$ZodShape).map(([key, child]): [string, SettingNode] => [
    key,
    toNode(child),
  ]);
  return { kind: 'section', keys: new Map(keys), choice: undefined, description };
}

function variants(schema: z.ZodDiscriminatedUnion, defaultValue: unknown, description: string): Section {
  const key = schema.def.discriminator;
  const named = new Map<string, Section>();
  for (const option of schema.options as readonly z.ZodObject[]) {
    named.set(String((option.shape[key] as z.ZodLiteral).value), section(option, ''));
  }
  const defaultName = (defaultValue as Record<string, string>)[key]!;
  const chooser = setting(
    z.enum([...named.keys()]),
    defaultName,
    'Decides which of the other settings there are.',
  );
  const keys = new Map([...named.values()].flatMap((variant) => [...variant.keys]));
  // Put first, where a reader looks for it.
  keys.delete(key);
  return {
    kind: 'section',
    keys: new Map<string, SettingNode>([[key, chooser], ...keys]),
    choice: { key, defaultName, variants: named },
    description,
  };
}

function descriptionOf(schema: z.core.$ZodType): string {
  return schema instanceof z.ZodType ? (schema.description ?? '') : '';
}
