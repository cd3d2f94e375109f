import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli } from '../support/cli.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const folder = temporaryFolder();
const SPY = new URL('./support/helper-spy.js', import.meta.url);
let runs = 0;

/** A short run with this many threads of the learner's. @param fate - of its helpers */
async function run(threads: number, fate = '') {
  const settings = [`learner.threads=${threads}`, 'evaluation.targetReturn=none', 'run.steps=2048'];
  const args = [
    'train',
    '--seed',
    '4',
    '--json',
    '--quiet',
    '--metrics-port',
    'off',
    '--out',
    join(folder, String(runs++)),
  ];
  const { code, stdout, stderr } = await runCli(
    [...args, ...settings.flatMap((setting) => ['--set', setting])],
    {
      NODE_OPTIONS: `--import ${SPY.href}`,
      HELPERS_FATE: fate,
    },
  );
  return { code, stdout, lines: stderr.split('\n').filter((line) => line !== '') };
}

const weightsOf = (stdout: string) => (JSON.parse(stdout) as { weightsSha256: string }).weightsSha256;

describe("the learner's thread", () => {
  it('starts the helpers asked for, with whom it learns what it learns alone', async () => {
    const alone = await run(1);
    expect(alone).toMatchObject({ code: 0, lines: [] });
    const helped = await run(3);
    expect(helped).toMatchObject({
      code: 0,
      lines: ['started learner-helper-1', 'started learner-helper-2'],
    });
    expect(weightsOf(helped.stdout)).toBe(weightsOf(alone.stdout));
  });

  it('ends the run with one line when a helper is killed', async () => {
    const { code, lines } = await run(2, 'killed');
    expect(code).toBe(1);
    expect(lines).toEqual([
      'started learner-helper-1',
      expect.stringContaining('learner helper 1: expected a thread that'),
    ]);
  });
});
