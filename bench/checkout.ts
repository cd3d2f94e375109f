import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What this code was built from, as far as git tells. */
export interface Checkout {
  readonly commit: string | null;
  readonly dirty: boolean | null;
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const OUTSIDE: Checkout = { commit: null, dirty: null };

/** Of the repository whose root this package is; an installed package may lie inside another's, whose commit says nothing. */
export function describeCheckout(root = ROOT): Checkout {
  const prefix = git(root, ['rev-parse', '--show-prefix']);
  const commit = git(root, ['rev-parse', '--short', 'HEAD']);
  if (prefix !== '' || commit === null) return OUTSIDE;
  const status = git(root, ['status', '--porcelain', '--untracked-files=no']);
  return { commit, dirty: status === null ? null : status !== '' };
}

/** @returns null where there is no git, or no repository */
function git(root: string, args: readonly string[]): string | null {
  try {
    return execFileSync('git', ['-C', root, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return null;
  }
}
