/** A process in place of a probe's, which does what its order names as the training. */
import type { ProbeAnswer } from '../../../../src/learner/probe/probe-messages.js';

const LOADED: ProbeAnswer = {
  kind: 'loaded',
  device: { name: 'Fake GPU', kind: 'gpu', isSoftware: false, memoryBytes: 8e9 },
};
const TIMED: ProbeAnswer = { kind: 'timed', millisecondsPerUpdate: 0.25 };
const forever = (): void => void setInterval(() => undefined, 60_000);

const BEHAVIOURS = {
  async 'answers among noise'() {
    process.stdout.write('{"kind":"timed"}\n'.repeat(100_000));
    process.stderr.write('I tensorflow/core: a native library says hello\n'.repeat(50_000));
    await answer(LOADED);
    await answer(TIMED);
    process.disconnect();
  },
  async 'is killed when it has loaded'() {
    await answer(LOADED);
    process.stderr.write(`${'Warning: it may give up\n'.repeat(1000)}FATAL: the driver gave up\n`);
    process.kill(process.pid, 'SIGKILL');
  },
  'exits with 3'() {
    process.exit(3);
  },
  'exits as if all were well'() {
    process.exit(0);
  },
  'says why it fails'() {
    void answer({ kind: 'failed', problem: "engine 'simd': expected a driver, got none" });
    process.disconnect();
  },
  hangs: forever,
  async 'answers and does not end'() {
    await answer(LOADED);
    await answer(TIMED);
    forever();
  },
  async 'answers and is killed'() {
    await answer(LOADED);
    await answer(TIMED);
    process.kill(process.pid, 'SIGKILL');
  },
} as const;

export type Behaviour = keyof typeof BEHAVIOURS;

function answer(message: ProbeAnswer): Promise<void> {
  return new Promise((resolve) => process.send!(message, () => resolve()));
}

process.once('message', ({ training }: { readonly training: Behaviour }) => void BEHAVIOURS[training]());
