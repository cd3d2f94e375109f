import { readFileSync } from 'node:fs';

/** Version of this package, from its package.json. */
export function packageVersion(): string {
  return readPackage().version;
}

/** The oldest version of Node.js that this package runs on, `major.minor`. */
export function oldestNode(): string {
  return readPackage().engines.node.replace('>=', '');
}

function readPackage(): { readonly version: string; readonly engines: { readonly node: string } } {
  const url = new URL('../../../package.json', import.meta.url);
  return JSON.parse(readFileSync(url, 'utf8')) as ReturnType<typeof readPackage>;
}
