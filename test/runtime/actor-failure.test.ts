import { Piscina } from 'piscina';
import { afterAll, describe, expect, it } from 'vitest';
import { failureOfTask, failureOfThread } from '../../src/runtime/actor-failure.js';
import { ERROR_CODES, type ErrorCode } from '../../src/shared/errors.js';

describe('failureOfTask', () => {
  it('keeps message and stack, and calls it an exception', () => {
    const failure = { code: undefined, message: 'it broke', stack: 'Error: it broke\n    at user.js:1' };
    expect(failureOfTask(failure)).toEqual({
      reason: 'exception',
      message: 'it broke',
      stack: failure.stack,
      isPermanent: false,
    });
  });

  it('takes for permanent what the next life would meet again', () => {
    const isPermanent = (code: ErrorCode) => failureOfTask({ code, message: '', stack: '' }).isPermanent;
    expect(ERROR_CODES.filter(isPermanent)).toEqual([
      'ERR_CONFIG',
      'ERR_ENV_UNKNOWN',
      'ERR_ENV_LOAD',
      'ERR_ENV_CONTRACT',
      'ERR_SHAPE',
      'ERR_KERNELS',
      'ERR_MEMORY_LAYOUT',
    ]);
  });
});

describe('failureOfThread', () => {
  const pool = new Piscina({
    filename: new URL('./support/dying.js', import.meta.url).href,
    maxThreads: 1,
    resourceLimits: { maxOldGenerationSizeMb: 16 },
  });
  afterAll(() => pool.destroy());
  const deathBy = (how: string) =>
    pool.run(how).then(
      () => Promise.reject(new Error('it lived')),
      (error: unknown) => failureOfThread(error),
    );

  it('knows a thread that exited, with its code', async () => {
    expect(await deathBy('exit')).toMatchObject({
      reason: 'exit',
      message: expect.stringContaining('7') as string,
      isPermanent: false,
    });
  });

  it('knows an exception that nobody caught, with its stack, even one that speaks of exits', async () => {
    expect(await deathBy('throw')).toMatchObject({
      reason: 'exception',
      message: 'the room has no exit',
      stack: expect.stringContaining('dying.js') as string,
      isPermanent: false,
    });
  });

  it('knows a thread that ran out of memory', async () => {
    expect(await deathBy('out of memory')).toMatchObject({ reason: 'out-of-memory', isPermanent: false });
  });

  it('takes anything that was thrown', () => {
    expect(failureOfThread('just a string')).toEqual({
      reason: 'exception',
      message: 'just a string',
      stack: 'just a string',
      isPermanent: false,
    });
  });
});
