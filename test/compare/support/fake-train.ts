/** Behaves like `manyhands train` as far as a comparison can see; `--set fake=<kind>` says how. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { record } from './records.js';

const args = process.argv.slice(2);
const valueOf = (flag: string): string => args[args.indexOf(flag) + 1]!;
const out = valueOf('--out');
const kind = args.includes('--set') ? valueOf('--set').replace('fake=', '') : 'solve';

function finish(reason: 'solved' | 'steps' | 'stopped', code: number): void {
  const { summary } = record({
    summary: { reason, solved: reason === 'solved', seed: Number(valueOf('--seed')) },
  });
  process.stdout.write(`${JSON.stringify(summary)}\n`);
  process.exitCode = code;
}

mkdirSync(out, { recursive: true });
if (kind !== 'blind')
  writeFileSync(join(out, 'evaluations.csv'), 'time_seconds,env_steps,mean_return\n0.5,100,10\n1,200,90\n');
if (kind === 'garble') writeFileSync(join(out, 'evaluations.csv'), '\0\0\n');
writeFileSync(join(out, 'arguments'), args.join('\n'));

switch (kind) {
  case 'miss':
    finish('steps', 1);
    break;
  case 'fail':
    process.stderr.write(
      'actor 0 is down: manyhands: it goes on\nmanyhands: loss: expected a number, got NaN\n  at x\n',
    );
    process.exitCode = 1;
    break;
  case 'die':
    process.kill(process.pid, 'SIGKILL');
    break;
  case 'deaf':
    setInterval(() => undefined, 1000);
    writeFileSync(join(out, 'ready'), String(process.pid));
    break;
  case 'wait': {
    const timer = setInterval(() => undefined, 1000);
    process.once('SIGINT', () => {
      clearInterval(timer);
      finish('stopped', 130);
    });
    writeFileSync(join(out, 'ready'), String(process.pid));
    break;
  }
  default:
    finish('solved', 0);
}
