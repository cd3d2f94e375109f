import { describe, expect, it } from 'vitest';
import { runCli } from '../support/cli.js';

const SECRET = "is%n't-for'-everybody";

describe('manyhands train, given a token', () => {
  it.each([
    [`--token=${SECRET}`],
    ['--token', SECRET],
    [`--tokn=${SECRET}`],
    ['--tokn', SECRET],
    ['--token', 'a-token-of-tests-1', SECRET],
    ['--set', `metrics.token=${SECRET}`],
    ['--set', `metrics.token:${SECRET}`],
    ['--set', `metrics.tokn=${SECRET}`],
    ['--set', `metrics={ token: "${SECRET}" }`],
  ])('does not repeat it when something is wrong: %s %s', async (...args) => {
    const { code, stdout, stderr } = await runCli(['train', ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).not.toContain(SECRET.slice(0, 4));
  });

  it('has to have one for a host that others reach', async () => {
    const { code, stderr } = await runCli(['train', '--host', '0.0.0.0'], {
      MANYHANDS_METRICS__TOKEN: 'null',
    });
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/^manyhands: metrics\.token .*MANYHANDS_METRICS__TOKEN\n$/) as string,
    });
  });
});
