import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const SCRIPT = fileURLToPath(new URL('load-engine.js', import.meta.url));
const PRELOAD = new URL('stub-packages.js', import.meta.url).href;

/** What a process says of the engines that it loads. */
export interface Loaded {
  readonly engine: string;
  readonly device?: { readonly name: string; readonly memoryBytes?: number };
  readonly backend?: string;
  readonly product?: readonly number[];
  readonly code?: string;
  readonly message?: string;
}

/** In place of packages, by name: the source of a module, or null for a package that is not there. */
export type Stubs = Readonly<Record<string, string | null>>;

/** Loads engines in a process of their own, one after another. */
export async function loaded(
  engines: readonly string[],
  { stubs = {}, env = {} }: { readonly stubs?: Stubs; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Loaded[]> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', PRELOAD, SCRIPT, ...engines], {
    env: { ...process.env, ...env, STUBS: JSON.stringify(stubs) },
  });
  return stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Loaded);
}
