import type { RunConfig } from '../../shared/config/run-config.js';
import { loadYaml } from './yaml-text.js';

/** A config as YAML, one section after the other; read back as a file it gives the same config. */
export function toYaml(config: RunConfig<object>): string {
  const { Document } = loadYaml();
  const document = new Document(config, { aliasDuplicateObjects: false });
  return document.toString({ lineWidth: 0 });
}
