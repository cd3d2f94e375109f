import { describe, expect, it } from 'vitest';
import { resolveConfig } from '../../../src/runtime/config/resolve.js';
import { configFailure } from './support/failure.js';
import { withFile } from './support/temporary-file.js';

describe('resolveConfig, given a file with a mistake', () => {
  it.each([
    [
      'an unknown key',
      'run:\n  seed: 1\n  sede: 2\n',
      ':3): expected a known setting, got an unknown key; the nearest is run.seed',
    ],
    [
      'a wrong value',
      'run:\n  seed: 1\nenv:\n  count: many\n',
      ':4): expected an integer from 1 to 65536, got "many"',
    ],
    [
      'a value of several lines',
      'algorithm:\n  hidden: [\n    0,\n  ]\n',
      ':2): expected a list of at most 16 items, each an integer from 1 to 4096, got [0]',
    ],
    [
      'an empty section',
      'run:\nenv:\n  count: 4\n',
      ':1): expected a mapping of seed, mode, lag, steps, episodes, out, checkpointEverySteps and keepCheckpoints, got null',
    ],
    [
      'a syntax error',
      'run:\n  seed: [1\nenv: 3\n',
      ':3: expected YAML, got Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
    ['a key given twice', 'run:\n  seed: 1\n  seed: 2\n', ':3: expected YAML, got Map keys must be unique'],
    ['an unknown tag', 'run:\n  seed: !secret 1\n', ':2: expected YAML, got Unresolved tag: !secret'],
    [
      'an alias of nothing',
      'run:\n  seed: *other\n',
      ': expected YAML, got Unresolved alias (the anchor must be set before the alias): other',
    ],
    [
      'two documents',
      'run:\n  seed: 1\n---\nrun: {}\n',
      ':3: expected YAML, got Source contains multiple documents; please use YAML.parseAllDocuments()',
    ],
    [
      'a list',
      '- run\n',
      ': expected a mapping of env, actors, replay, algorithm, optimizer, learner, evaluation, metrics and run, got ["run"]',
    ],
  ])('names the line of %s', (_, text, message) => {
    withFile(text, (file) => {
      expect(configFailure(() => resolveConfig({ file }))).toContain(`${file}${message}`);
    });
  });

  it('names a file that is not there, with the cause', () => {
    const file = '/nowhere/run.yaml';
    expect(configFailure(() => resolveConfig({ file }))).toBe(
      "/nowhere/run.yaml: expected a file to read, got ENOENT: no such file or directory, open '/nowhere/run.yaml'",
    );
    expect(() => resolveConfig({ file })).toThrow(
      expect.objectContaining({ cause: expect.objectContaining({ code: 'ENOENT' }) as unknown }),
    );
  });
});
