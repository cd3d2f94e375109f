import { describe, expect, it } from 'vitest';
import { runSuites, type SuiteListener } from '../../bench/run-suites.js';
import type { Suite } from '../../bench/suites.js';
import { around } from './support/example-report.js';

/** Two that work, one that does not, and one that cannot be read back. */
const SUITES: Record<string, Suite> = {
  first: {
    about: 'The first.',
    run: ({ isQuick }) => Promise.resolve([around(`quick: ${isQuick}`, 's', 1)]),
  },
  broken: { about: 'Breaks.', run: () => Promise.reject(new Error('broken')) },
  twice: { about: 'Repeats.', run: () => Promise.resolve([around('a', 's', 1), around('a', 's', 2)]) },
  last: { about: 'The last.', run: () => Promise.resolve([around('b', 's', 1)]) },
};

async function record(names: readonly string[], changes: Partial<SuiteListener> = {}): Promise<string[]> {
  const events: string[] = [];
  await runSuites(
    SUITES,
    names,
    { isQuick: true },
    {
      begun: (name, about) => events.push(`begun ${name}: ${about}`),
      ended: (name, { about, figures }) => events.push(`ended ${name}: ${about} ${figures[0]!.name}`),
      failed: (name, error) => events.push(`failed ${name}: ${String(error)}`),
      ...changes,
    },
  );
  return events;
}

describe('runSuites', () => {
  it('runs suites in the order they are asked for, each once, and hands the options on', async () => {
    expect(await record(['last', 'first', 'last'])).toEqual([
      'begun last: The last.',
      'ended last: The last. b',
      'begun first: The first.',
      'ended first: The first. quick: true',
    ]);
  });

  it('keeps what a suite could not measure, of that suite alone', async () => {
    const partial: Suite = {
      about: 'Lacks a GPU.',
      run: ({ leaveOut }) => {
        leaveOut!('webgpu', 'no adapter');
        return Promise.resolve([around('c', 's', 1)]);
      },
    };
    const leftOut: unknown[] = [];
    await runSuites(
      { ...SUITES, partial },
      ['partial', 'last'],
      { isQuick: true },
      { begun: () => undefined, ended: (_, suite) => leftOut.push(suite.leftOut), failed: () => undefined },
    );
    expect(leftOut).toEqual([{ webgpu: 'no adapter' }, undefined]);
  });

  it('goes on after a suite that fails, or whose figures could not be told apart', async () => {
    expect(await record(['broken', 'twice', 'last'])).toEqual([
      'begun broken: Breaks.',
      'failed broken: Error: broken',
      'begun twice: Repeats.',
      "failed twice: RangeError: figures: expected each once, got 'a' twice",
      'begun last: The last.',
      'ended last: The last. b',
    ]);
  });

  it('ends when what was measured cannot be kept', async () => {
    const failed: string[] = [];
    const ended = (): void => {
      throw new Error('disk full');
    };
    await expect(record(['first', 'last'], { ended, failed: (name) => failed.push(name) })).rejects.toThrow(
      'disk full',
    );
    expect(failed).toEqual([]);
  });
});
