/** `npm run bench:ci`. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { expected, ManyhandsError, messageOf } from '../../src/shared/errors.js';
import { describeMachine } from '../machine.js';
import { BASELINE_PATH } from './baseline.js';
import { benchCi } from './bench-ci.js';
import type { Ratios } from './measure-selection.js';

const ONE_RUN = fileURLToPath(new URL('./one-run.js', import.meta.url));

function readFlags(): { readonly isUpdate: boolean; readonly baselinePath: string } {
  try {
    const { values } = parseArgs({ options: { update: { type: 'boolean' }, baseline: { type: 'string' } } });
    return { isUpdate: values.update === true, baselinePath: values.baseline ?? BASELINE_PATH };
  } catch (cause) {
    throw expected('ERR_USAGE', 'bench:ci', '--update, --baseline <file> or nothing', messageOf(cause), {
      cause,
    });
  }
}

async function measureOnce(): Promise<Ratios> {
  const { stdout } = await promisify(execFile)(process.execPath, [...process.execArgv, ONE_RUN]);
  return JSON.parse(stdout) as Ratios;
}

try {
  process.exitCode = await benchCi({
    ...readFlags(),
    machine: describeMachine(),
    date: new Date().toISOString(),
    measureOnce,
    print: (text) => void process.stdout.write(text),
  });
} catch (error) {
  process.stderr.write(
    `${error instanceof ManyhandsError ? error.message : String((error as Error).stack)}\n`,
  );
  process.exitCode = error instanceof ManyhandsError && error.code === 'ERR_USAGE' ? 2 : 1;
}
