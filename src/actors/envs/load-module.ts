import { existsSync } from 'node:fs';
import { register } from 'node:module';
import { extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expected, messageOf } from '../../shared/errors.js';
import { environmentIds } from './registry.js';

const EXTENSIONS = ['.js', '.mjs', '.ts', '.mts'];

const loads = new Map<string, Promise<readonly string[]>>();
let hooksInstalled = false;

/**
 * Imports a user's module into this thread, so that the environments it registers are known here.
 *
 * JavaScript and TypeScript both work on every supported Node; TypeScript has its types stripped and nothing checked.
 * The module's `manyhands` is this very package, wherever the module lies. Loading a path again does nothing.
 *
 * @param path - a .js, .mjs, .ts or .mts file, absolute or relative to the working directory
 * @returns the ids the module registered
 * @throws ManyhandsError `ERR_ENV_LOAD`, with the cause, if it cannot be imported or registers nothing
 */
export function loadEnvironmentModule(path: string): Promise<readonly string[]> {
  const file = resolve(path);
  let load = loads.get(file);
  if (load === undefined) {
    load = importModule(file);
    loads.set(file, load);
  }
  return load;
}

async function importModule(file: string): Promise<readonly string[]> {
  const subject = `environment module '${file}'`;
  if (!EXTENSIONS.includes(extname(file))) {
    throw expected('ERR_ENV_LOAD', subject, `a .js, .mjs, .ts or .mts file`, `'${extname(file)}'`);
  }
  if (!existsSync(file)) throw expected('ERR_ENV_LOAD', subject, 'an existing file', 'none at that path');
  installHooks();
  const before = new Set(environmentIds());
  try {
    await import(pathToFileURL(file).href);
  } catch (cause) {
    const got = `${messageOf(cause)}${hintFor(messageOf(cause))}`;
    throw expected('ERR_ENV_LOAD', subject, 'a module that loads', got, { cause });
  }
  const registered = environmentIds().filter((id) => !before.has(id));
  if (registered.length === 0) {
    throw expected('ERR_ENV_LOAD', subject, 'a call of registerEnvironment(id, ...) as it loads', 'none');
  }
  return registered;
}

/** How to fix the two mistakes that stripping types makes easy. */
function hintFor(message: string): string {
  if (message.includes('strip-only mode')) {
    return '. Types are only erased here: write it in plain JavaScript, or compile the module first';
  }
  if (message.includes('does not provide an export named')) return ". If that is a type, use 'import type'";
  return '';
}

/** The hooks cost a thread some milliseconds, so they wait for the first module. */
function installHooks(): void {
  if (hooksInstalled) return;
  hooksInstalled = true;
  register(new URL('./module-hooks.js', import.meta.url));
}
