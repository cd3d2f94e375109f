import { existsSync } from 'node:fs';
import { loadYaml } from '../../src/runtime/config/yaml-text.js';
import { writeFileDurably } from '../../src/shared/durable-file.js';
import { expected, messageOf } from '../../src/shared/errors.js';
import type { Configuration } from './configuration.js';
import { configOf, settingsIn, shapeOf } from './settings.js';

/** A mapping of sections, as a config file has them. */
type Sections = Record<string, unknown>;

/**
 * A configuration as a config file.
 *
 * @param set - `path=value` each, what all configurations were measured with
 * @param comments - lines at its top
 */
export function presetYaml(
  configuration: Configuration,
  set: readonly string[],
  comments: readonly string[],
): string {
  const { Document } = loadYaml();
  const { ringBlocks } = configOf(configuration, set).actors;
  const shape = shapeOf(configuration);
  const sections: Sections = { ...shape, actors: { ...shape.actors, ringBlocks } };
  for (const { path, value } of settingsIn(set)) assign(sections, path, value);
  const document = new Document(sections, { aliasDuplicateObjects: false });
  document.commentBefore = comments.map((line) => ` ${line}`).join('\n');
  return document.toString({ lineWidth: 0 });
}

/**
 * Writes a config file.
 *
 * @returns whether it took the place of another
 * @throws ManyhandsError `ERR_USAGE` if it cannot be written
 */
export function writePreset(path: string, yaml: string): boolean {
  const wasThere = existsSync(path);
  try {
    writeFileDurably(path, yaml);
  } catch (cause) {
    throw expected(
      'ERR_USAGE',
      'flag --suggest',
      'a file that can be written',
      `${path}: ${messageOf(cause)}`,
      { cause },
    );
  }
  return wasThere;
}

function assign(sections: Sections, [key, ...rest]: readonly string[], value: unknown): void {
  if (key === undefined) return;
  if (rest.length === 0) sections[key] = value;
  else {
    const section: Sections = { ...(sections[key] as Sections | undefined) };
    sections[key] = section;
    assign(section, rest, value);
  }
}
