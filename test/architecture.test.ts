import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const SRC = fileURLToPath(new URL('../../src', import.meta.url));
/** What of `src` is shipped. */
const COMPILED = fileURLToPath(new URL('../src', import.meta.url));

/** Which folders of `src` each folder may import, beside itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  shared: [],
  actors: ['shared'],
  learner: ['shared'],
  metrics: ['shared'],
  // The page plays the run's environment in the browser, as an actor does.
  dashboard: ['shared', 'metrics', 'actors'],
  runtime: ['shared', 'actors', 'learner', 'metrics', 'dashboard'],
  // The top-level bench folder has the suites that the bench command runs, and the format of their file.
  plot: ['shared', 'metrics', 'runtime', '../bench'],
  compare: ['shared', 'metrics', 'runtime', 'plot'],
  cli: ['shared', 'actors', 'learner', 'metrics', 'dashboard', 'runtime', 'plot', 'compare', '../bench'],
  'index.ts': ['shared', 'actors', 'learner', 'metrics', 'runtime'],
};

/** Packages that have one home. */
const ONLY_IN: Readonly<Record<string, (file: string) => boolean>> = {
  comlink: (file) => file.startsWith('shared/rpc/'),
  piscina: (file) => file.startsWith('runtime/'),
  'prom-client': (file) => file.startsWith('metrics/'),
  protobufjs: (file) => file.startsWith('metrics/'),
  commander: (file) => file.startsWith('cli/'),
  picocolors: (file) => file.startsWith('cli/'),
  vega: (file) => file.startsWith('plot/'),
  'vega-lite': (file) => file.startsWith('plot/'),
  '@resvg/resvg-wasm': (file) => file.startsWith('plot/'),
};

interface Import {
  /** Relative to `src`. */
  readonly file: string;
  readonly target: string;
  /** Whether the whole line is about types, and gone once compiled. */
  readonly isTypeOnly: boolean;
}

/** Every import line of every file, type imports and dynamic ones included. */
function importsOf(file: string): Import[] {
  const text = readFileSync(join(SRC, file), 'utf8');
  const matches = text.matchAll(
    /(\b(?:import|export)\s+type\s[^;']*?)?(?:\bfrom\s+|\bimport\s*\(?\s*|\brequire\()'([^']+)'/g,
  );
  return Array.from(matches, ([, type, target]) => ({
    file,
    target: target!,
    isTypeOnly: type !== undefined,
  }));
}

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.replaceAll('\\', '/'));
const imports = files.flatMap(importsOf);

/** The folder of `src` that a relative import leads to. */
function folderOf({ file, target }: Import): string {
  const path = relative(SRC, resolve(SRC, dirname(file), target)).replaceAll('\\', '/');
  return path.startsWith('../') ? path.split('/').slice(0, 2).join('/') : path.split('/')[0]!;
}

describe('the house', () => {
  it('has files to read', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(imports.length).toBeGreaterThan(200);
  });

  it('lets each folder import only what the architecture allows', () => {
    const breaches = imports
      .filter(({ target }) => target.startsWith('.'))
      .filter((line) => {
        const from = line.file.split('/')[0]!;
        const to = folderOf(line);
        return to !== from && !(MAY_IMPORT[from] ?? []).includes(to);
      });
    expect(breaches).toEqual([]);
  });

  it('keeps packages that have one home there', () => {
    const breaches = imports.filter(({ file, target }) => {
      const name = target.split('/', target.startsWith('@') ? 2 : 1).join('/');
      return Object.hasOwn(ONLY_IN, name) && !ONLY_IN[name]!(file);
    });
    expect(breaches).toEqual([]);
  });

  it('knows tfjs by its types in one place, and loads it in another that is loaded when it is asked for', () => {
    const tfjs = imports.filter(({ target }) => target.startsWith('@tensorflow/') || target === 'webgpu');
    const types = tfjs.filter(({ isTypeOnly }) => isTypeOnly);
    const loads = tfjs.filter(({ isTypeOnly }) => !isTypeOnly);
    expect(types.length).toBeGreaterThan(0);
    expect(loads.length).toBeGreaterThan(0);
    expect(types.filter(({ file }) => !file.startsWith('learner/engines/tfjs/'))).toEqual([]);
    expect(loads.filter(({ file }) => !file.startsWith('learner/engines/tfjs/load/'))).toEqual([]);
  });

  it('loads optional packages in no import statement, which would fail where they are missing', () => {
    const statements = readdirSync(COMPILED, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.js'))
      .filter((file) =>
        /^(import\b|export\b.*\bfrom\b).*['"](@tensorflow\/|webgpu['"])/m.test(
          readFileSync(join(COMPILED, file), 'utf8'),
        ),
      );
    expect(statements).toEqual([]);
  });
});
