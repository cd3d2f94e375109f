import { readFileSync } from 'node:fs';
import { messageOf } from '../../shared/errors.js';
import { assign, emptyLayer, type Layer } from './layer.js';
import { configError } from './problem.js';
import { SETTINGS } from './setting-tree.js';
import { loadYaml } from './yaml-text.js';

/**
 * The settings in a YAML file. Every assignment knows its line.
 *
 * @param label - what the file is called in messages
 * @throws ManyhandsError `ERR_CONFIG` if the file cannot be read or is not YAML
 */
export function fileLayer(file: string | URL, label: string): Layer {
  const { parseDocument, LineCounter, isNode } = loadYaml();
  const lineCounter = new LineCounter();
  const document = parseDocument(readText(file, label), { lineCounter, prettyErrors: false });
  const [fault] = [...document.errors, ...document.warnings];
  if (fault !== undefined) {
    const { line } = lineCounter.linePos(fault.pos[0]);
    const wanted = 'YAML';
    throw configError([
      { subject: `${label}:${line}`, wanted, got: fault.message.split('\n', 1)[0]!, cause: fault },
    ]);
  }

  const layer = emptyLayer();
  const sourceAt = (path: readonly string[]): string => {
    const node = document.getIn(path, true);
    const offset = isNode(node) ? node.range?.[0] : undefined;
    return offset === undefined || path.length === 0 ? label : `${label}:${lineCounter.linePos(offset).line}`;
  };
  // A file in which everything is commented out gives nothing, and that is fine.
  assign(layer, [], SETTINGS, toPlain(document, label) ?? undefined, sourceAt);
  return layer;
}

function toPlain(document: { toJS: () => unknown }, label: string): unknown {
  try {
    return document.toJS();
  } catch (cause) {
    // Aliases that name nothing, or that multiply without end.
    throw configError([{ subject: label, wanted: 'YAML', got: messageOf(cause), cause }]);
  }
}

function readText(file: string | URL, label: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw configError([{ subject: label, wanted: 'a file to read', got: messageOf(cause), cause }]);
  }
}
