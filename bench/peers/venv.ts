import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { VenvName } from './contestant.js';

/** What runs a program to its end. @throws Error with its last line if it fails */
export type RunTool = (command: readonly [string, ...string[]]) => Promise<void>;

export interface VenvOptions {
  /** Each environment gets a folder in here. */
  readonly folder: string;
  /** The Python that makes it. */
  readonly python: string;
  readonly run: RunTool;
  /** Told what is about to be downloaded. */
  readonly say: (line: string) => void;
}

const REQUIREMENTS = new URL('../../../bench/peers/requirements/', import.meta.url);
/** Holds PyTorch without CUDA, which PyPI has not for Linux on x64. */
const CPU_TORCH_INDEX = 'https://download.pytorch.org/whl/cpu';
/** Written when all packages are there. */
const READY = 'manyhands-ready';

/** The file of pinned versions that an environment is made from. */
export const requirementsFile = (name: VenvName): string =>
  fileURLToPath(new URL(`${name}.txt`, REQUIREMENTS));

/**
 * Makes a virtual environment, or finds it made. Other requirements make another one.
 *
 * @returns its Python
 * @throws Error if it cannot be made, with the last line of the tool that failed
 */
export async function ensureVenv(name: VenvName, { folder, python, run, say }: VenvOptions): Promise<string> {
  const file = requirementsFile(name);
  const requirements = readFileSync(file, 'utf8');
  const venv = join(folder, `${name}-${createHash('sha256').update(requirements).digest('hex').slice(0, 8)}`);
  const interpreter = join(venv, 'bin', 'python');
  if (existsSync(join(venv, READY))) return interpreter;
  mkdirSync(folder, { recursive: true });
  say(`installing ${name} from PyPI into ${venv}`);
  // What an installation that was cut short left is cleared away.
  await run([python, '-m', 'venv', '--clear', venv]);
  const pip: readonly [string, ...string[]] = [interpreter, '-m', 'pip', 'install', '--quiet'];
  const torch = /^torch==\S+$/m.exec(requirements)?.[0];
  if (torch !== undefined && process.platform === 'linux' && process.arch === 'x64') {
    const cpuOnly = ['--no-deps', '--retries', '0', '--timeout', '15', '--index-url', CPU_TORCH_INDEX];
    await run([...pip, ...cpuOnly, torch]).catch(() => {
      say('PyTorch without CUDA is out of reach: PyPI has it with CUDA alone, about 3 GB to download');
    });
  }
  await run([...pip, '--requirement', file]);
  writeFileSync(join(venv, READY), requirements);
  return interpreter;
}
