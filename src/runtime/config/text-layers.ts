import { messageOf } from '../../shared/errors.js';
import { FLAGS, type FlagName } from './flags.js';
import { assign, emptyLayer, unknownPath, type Layer } from './layer.js';
import { nearestPath } from './nearest-path.js';
import { show } from './problem.js';
import { holdsSecret, showAt } from './secrets.js';
import { allPaths, nodeAt, SETTINGS, type SettingNode } from './setting-tree.js';
import { parseYamlValue } from './yaml-text.js';

const PREFIX = 'MANYHANDS_';

/** The environment variable of a setting: `run.keepCheckpoints` is `MANYHANDS_RUN__KEEP_CHECKPOINTS`. */
export function variableName(path: readonly string[]): string {
  const words = path.map((key) => key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase());
  return PREFIX + words.join('__');
}

/**
 * The settings in environment variables, `MANYHANDS_<section>__<key>`, in any case, with or without underscores
 * between the words of a key. Every variable with the prefix must name a setting.
 */
export function variablesLayer(variables: NodeJS.ProcessEnv): Layer {
  const layer = emptyLayer();
  const paths = new Map([...allPaths()].map((path) => [spelled(path), path]));
  for (const name of Object.keys(variables).sort()) {
    const text = variables[name];
    if (text === undefined || !name.toUpperCase().startsWith(PREFIX)) continue;
    const keys = name.slice(PREFIX.length).split('__');
    const path = paths.get(spelled(keys));
    if (path === undefined) {
      const why = `the nearest is ${variableName(nearestPath(keys.map((key) => key.replaceAll('_', ''))))}`;
      const subject = `environment variable ${name}`;
      layer.problems.push({ subject, wanted: 'the name of a setting', got: 'an unknown name', why });
    } else {
      assignText(layer, path, nodeAt(path) ?? SETTINGS, text, `environment variable ${name}`);
    }
  }
  return layer;
}

/** The settings in flags of their own; keys that are not in {@link FLAGS} belong to somebody else. */
export function flagsLayer(flags: Readonly<Record<string, unknown>>): Layer {
  const layer = emptyLayer();
  for (const name of Object.keys(FLAGS) as FlagName[]) {
    const value = flags[name];
    if (value === undefined) continue;
    const path = FLAGS[name].path.split('.');
    const node = nodeAt(path) ?? SETTINGS;
    const source = `flag ${FLAGS[name].flag.split(' ')[0]!}`;
    if (typeof value === 'string') assignText(layer, path, node, value, source);
    else assign(layer, path, node, value, () => source);
  }
  return layer;
}

/** The settings in `--set path=value`; the last of several for one path counts. */
export function setLayer(expressions: readonly string[]): Layer {
  const layer = emptyLayer();
  const source = 'flag --set';
  for (const expression of expressions) {
    const equals = expression.indexOf('=');
    if (equals < 1) {
      layer.problems.push({
        subject: source,
        wanted: 'path=value, such as run.seed=3',
        got: show(withoutSecret(expression)),
      });
      continue;
    }
    const path = expression.slice(0, equals).trim().split('.');
    const node = nodeAt(path);
    if (node === undefined) layer.problems.push(unknownPath(path, source));
    else assignText(layer, path, node, expression.slice(equals + 1).trim(), source);
  }
  return layer;
}

function assignText(
  layer: Layer,
  path: readonly string[],
  node: SettingNode,
  text: string,
  source: string,
): void {
  let value: unknown;
  try {
    value = parseText(node, text);
  } catch (cause) {
    const why = messageOf(cause).split('\n', 1)[0]!.replace(/:$/, '');
    const subject = `${path.join('.')} (${source})`;
    // The parser's error quotes what it was given.
    const withCause = holdsSecret(node) ? {} : { cause };
    layer.problems.push({ subject, wanted: 'a YAML value', got: showAt(node, text), why, ...withCause });
    return;
  }
  assign(layer, path, node, value, () => source);
}

/** A setting that is text takes what is written, so that `--env 2048` needs no quotes; `null` stays null. */
function parseText(node: SettingNode, text: string): unknown {
  const isQuoted = text.startsWith('"') || text.startsWith("'");
  if (node.kind === 'setting' && node.isText && !isQuoted) return text === 'null' ? null : text;
  return parseYamlValue(text);
}

/** Of a secret that lacks its `=`, the path alone. */
function withoutSecret(expression: string): string {
  const [path] = /^[\w.]*/.exec(expression)!;
  const node = nodeAt(path.split('.'));
  return node !== undefined && holdsSecret(node) ? path : expression;
}

function spelled(keys: readonly string[]): string {
  return keys.map((key) => key.replaceAll('_', '').toLowerCase()).join('.');
}
