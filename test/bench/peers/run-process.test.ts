import { describe, expect, it } from 'vitest';
import { answerOf, runProcess } from '../../../bench/peers/run-process.js';

async function attempt(
  program: string,
  { timeoutSeconds = 60, signal = new AbortController().signal } = {},
): ReturnType<typeof runProcess> {
  return runProcess([process.execPath, '--eval', program], { env: process.env, timeoutSeconds, signal });
}

describe('runProcess', () => {
  it('takes the object in the last line for the answer, whatever the exit code', async () => {
    const ended = await attempt('console.log("{}\\nnews\\n{\\"a\\":1}\\n"); process.exitCode = 1');
    expect(answerOf(ended)).toEqual({ answer: { a: 1 } });
  });

  it('gives the last words of a process that failed', async () => {
    const ended = await attempt('console.error("long story\\nno module named x"); process.exitCode = 3');
    expect(answerOf(ended)).toEqual({ error: 'no module named x' });
    expect(answerOf(await attempt('process.exitCode = 3'))).toEqual({ error: 'exit code 3' });
    expect(answerOf(await attempt('process.kill(process.pid, "SIGKILL")'))).toEqual({
      error: 'ended by SIGKILL',
    });
  });

  it.each(['', 'console.log("done")', 'console.log("[1")', 'console.log(1)'])(
    'finds no figures in what %j prints',
    async (program) => expect(answerOf(await attempt(program))).toEqual({ error: 'it printed no figures' }),
  );

  it('says what could not be started', async () => {
    const options = { env: process.env, timeoutSeconds: 60, signal: new AbortController().signal };
    const ended = await runProcess(['no-such-program'], options);
    expect(answerOf(ended)).toEqual({ error: 'spawn no-such-program ENOENT' });
  });

  it('kills what takes too long, with what it started, and believes nothing it printed', async () => {
    // The grandchild keeps the pipe open: the end comes only if it is killed too.
    const child = 'require("child_process").spawn(process.execPath, ["-e", endless], { stdio: "inherit" })';
    const program = `const endless = "setInterval(() => {}, 1000)"; console.log("{}"); ${child}`;
    const ended = await attempt(program, { timeoutSeconds: 0.2 });
    expect(answerOf(ended)).toEqual({ error: 'not over after 0.2 s' });
  });

  it('kills what runs when it is told to stop, and what begins after', async () => {
    const controller = new AbortController();
    const endless = attempt('setInterval(() => {}, 1000)', controller);
    controller.abort();
    expect(answerOf(await endless)).toEqual({ error: 'interrupted' });
    expect(answerOf(await attempt('setInterval(() => {}, 1000)', controller))).toEqual({
      error: 'interrupted',
    });
  });
});
