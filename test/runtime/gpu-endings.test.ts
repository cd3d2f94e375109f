import { execFile } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startCli, type CliResult } from '../support/cli.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { WEBGPU } from '../support/webgpu.js';
import { readRows } from './support/run-files.js';

const PROGRAM = fileURLToPath(new URL('support/gpu-run.js', import.meta.url));
const FAULT = new URL('support/learner-fault.js', import.meta.url).href;

const folder = temporaryFolder();
const CONFIG = join(folder, 'config.yaml');
// As little as can be learned from, brought down from the device at every update: a read is on its way most of the time.
writeFileSync(
  CONFIG,
  `learner: { engine: webgpu, batchSize: 8, metricsInterval: 1 }
algorithm: { hidden: [] }
replay: { minSize: 16 }
env: { count: 2 }
actors: { count: 1, blockLength: 8 }
evaluation: { targetReturn: null, episodes: 1 }
run: { steps: 1000000000 }
metrics: { port: off }
`,
);

/** Runs a program that trains and ends in this way. */
function program(ending: string): Promise<CliResult> {
  const args = [PROGRAM, ending, CONFIG, join(folder, `program ${ending}`)];
  return new Promise((resolve) => {
    execFile(process.execPath, args, (error, stdout, stderr) => {
      resolve({
        code: error === null ? 0 : ((error.code as number | null | undefined) ?? null),
        stdout,
        stderr,
      });
    });
  });
}

/** Starts `manyhands train`. */
function command(name: string, settings: readonly string[] = [], env: NodeJS.ProcessEnv = {}) {
  const out = join(folder, name);
  const args = [
    'train',
    '--config',
    CONFIG,
    '--quiet',
    '--out',
    out,
    ...settings.flatMap((set) => ['--set', set]),
  ];
  const started = startCli(args, env);
  onTestFinished(() => void started.child.kill('SIGKILL'));
  return { ...started, out };
}

/** Waits until a run has made an update. */
async function untilItTrains(out: string): Promise<void> {
  const progress = join(out, 'progress.csv');
  const updates = (): number => (existsSync(progress) ? Number(lastRow(progress)?.['updates'] ?? 0) : 0);
  while (updates() === 0) await sleep(10);
}

function lastRow(path: string): Record<string, string> | undefined {
  try {
    return readRows(path).at(-1);
  } catch {
    // Being written.
    return undefined;
  }
}

/** Trains, with a fault in the learner's thread. */
function faulty(fault: string, options = ''): Promise<CliResult> {
  const NODE_OPTIONS = `${process.env['NODE_OPTIONS'] ?? ''} ${options} --import ${FAULT}`;
  return command(fault, [], { NODE_OPTIONS, LEARNER_FAULT: fault }).ended;
}

describe.runIf(WEBGPU)('a process whose learner is at work on a GPU ends as others do', () => {
  it('when it is interrupted', async () => {
    const { child, ended, out } = command('interrupted');
    await untilItTrains(out);
    child.kill('SIGINT');
    const { code, stderr } = await ended;
    expect([code, stderr]).toEqual([130, 'stopping, with a checkpoint (once more to exit at once)\n']);
    expect(existsSync(join(out, 'checkpoints', 'latest'))).toBe(true);
  });

  it('when it is interrupted twice', async () => {
    const { child, ended, out } = command('interrupted twice');
    await untilItTrains(out);
    child.stderr!.once('data', () => child.kill('SIGTERM'));
    child.kill('SIGTERM');
    const { code, stderr } = await ended;
    expect([code, stderr]).toEqual([130, 'stopping, with a checkpoint (once more to exit at once)\n']);
  });

  it.each([
    { ending: 'early exit', code: 7, stdout: '', stderr: '' },
    { ending: 'throw', code: 1, stdout: '', stderr: 'Error: a mistake of the program\n' },
    { ending: 'close', code: 0, stdout: 'ERR_WORKER_LOST\n', stderr: '' },
  ])('when a program that trains does this: $ending', async ({ ending, ...expected }) => {
    const { code, stdout, stderr } = await program(ending);
    expect({ code, stdout }).toEqual({ code: expected.code, stdout: expected.stdout });
    expect(stderr).toContain(expected.stderr);
    expect(stderr).not.toMatch(/Native stack|FATAL|dawn/i);
  });

  it('when its device is lost, with one line', async () => {
    const { code, stderr } = await faulty('device lost');
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^manyhands: engine 'webgpu': expected its device to last, got it lost: [^\n]+\n$/,
    );
  });

  it('when its learner throws what nobody catches', async () => {
    const { code, stderr } = await faulty('throw');
    expect([code, stderr]).toEqual([
      1,
      'manyhands: learner thread ended before it answered: a mistake of the learner\n',
    ]);
  });

  it('when its learner runs out of memory between two reads', async () => {
    const { code, stderr } = await faulty('out of memory', '--max-old-space-size=64');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^manyhands: learner thread ended before it answered: [^\n]*out of memory\n$/);
  });
});
