import { ALGORITHM_DEFAULTS } from '../../../../src/learner/algorithms/config.js';
import { FLAGS } from '../../../../src/runtime/config/flags.js';
import { SETTINGS, type Section, type SettingNode } from '../../../../src/runtime/config/setting-tree.js';

/** The tables of `docs/configuration.md`, written from the schema. */
export function reference(): string {
  const sections = [...SETTINGS.keys].map(([name, node]) => sectionText(name, node as Section));
  return [flagTable(), ...sections, algorithmDefaults()].join('\n\n');
}

function flagTable(): string {
  const rows = Object.values(FLAGS).map(({ flag, path }) => `| \`${flag}\` | \`${path}\` |`);
  return ['## Flags', table(['flag', 'setting'], rows)].join('\n\n');
}

function sectionText(name: string, section: Section): string {
  const tables = [`## ${name}`, section.description, ...settingTables(name, section)];
  return tables.join('\n\n');
}

function settingTables(path: string, { keys, choice }: Section): string[] {
  if (choice === undefined) return [settingTable(path, keys)];
  const chooser = settingTable(path, new Map([[choice.key, keys.get(choice.key)!]]));
  const variants = [...choice.variants].flatMap(([name, variant]) => {
    const others = [...variant.keys].filter(([key]) => key !== choice.key);
    const isDefault = name === choice.defaultName ? ', the default' : '';
    return [`With \`${path}.${choice.key}: ${name}\`${isDefault}:`, settingTable(path, new Map(others))];
  });
  return [chooser, ...variants];
}

function settingTable(path: string, keys: ReadonlyMap<string, SettingNode>): string {
  const rows: string[] = [];
  const nested: string[] = [];
  for (const [key, node] of keys) {
    const childPath = `${path}.${key}`;
    if (node.kind === 'section') {
      nested.push(`### ${childPath}`, node.description, ...settingTables(childPath, node));
    } else {
      const accepts = node.kind === 'open' ? 'a mapping of names to JSON values' : node.accepts();
      const value = node.kind === 'open' ? '{}' : JSON.stringify(node.defaultValue).replaceAll('"', '');
      rows.push(`| \`${childPath}\` | \`${value}\` | ${accepts} | ${node.description} |`);
    }
  }
  return [table(['setting', 'default', 'accepts', 'meaning'], rows), ...nested].join('\n\n');
}

/** What each algorithm puts in place of the defaults above. */
function algorithmDefaults(): string {
  const parts = Object.entries(ALGORITHM_DEFAULTS).flatMap(([name, settings]) => {
    const rows = [...leaves(settings)].map(([path, value]) => `| \`${path}\` | \`${String(value)}\` |`);
    return rows.length === 0 ? [] : [`### ${name}`, table(['setting', 'default'], rows)];
  });
  return ['## Defaults of the algorithms', ...parts].join('\n\n');
}

function* leaves(settings: object, path = ''): Generator<[path: string, value: unknown]> {
  for (const [key, value] of Object.entries(settings) as [string, unknown][]) {
    if (typeof value === 'object' && value !== null) yield* leaves(value, `${path}${key}.`);
    else yield [`${path}${key}`, value];
  }
}

function table(head: readonly string[], rows: readonly string[]): string {
  return [`| ${head.join(' | ')} |`, `| ${head.map(() => '---').join(' | ')} |`, ...rows].join('\n');
}
