import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { MATCHES } from '../../../bench/peers/matches.js';
import { readOptions, USAGE } from '../../../bench/peers/options.js';

const NOW = new Date('2026-01-02T03:04:05.678Z');
const read = (...args: string[]) => readOptions(args, NOW);

describe('readOptions', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('runs everything three times without options, into a folder named for the time', () => {
    vi.stubEnv('XDG_CACHE_HOME', undefined);
    expect(read()).toEqual({
      seeds: 3,
      only: Object.keys(MATCHES),
      out: resolve('comparisons/peers-20260102T030405Z'),
      venv: join(homedir(), '.cache', 'manyhands', 'peers'),
      python: 'python3',
      timeoutSeconds: 300,
      render: undefined,
      help: false,
    });
  });

  it('installs where caches are kept', () => {
    vi.stubEnv('XDG_CACHE_HOME', resolve('caches'));
    expect(read().venv).toBe(resolve('caches', 'manyhands', 'peers'));
  });

  it('takes each of the options that its help names', () => {
    const given = ['--seeds', '5', '--out', 'o', '--venv', 'v', '--python', 'py', '--timeout', '9'];
    expect(read(...given, '--only', 'own', '--render', 'r.json')).toEqual({
      seeds: 5,
      only: ['own'],
      out: resolve('o'),
      venv: resolve('v'),
      python: 'py',
      timeoutSeconds: 9,
      render: 'r.json',
      help: false,
    });
    const named = Array.from(USAGE.matchAll(/^ {2}(--\w+)/gm), ([, flag]) => flag);
    expect(named).toEqual(['--seeds', '--only', '--out', '--venv', '--python', '--timeout', '--render']);
  });

  it('keeps the order of the matches, whatever order they are asked for in', () => {
    expect(read('--only', 'stepping, own,zoo-dqn').only).toEqual(['own', 'zoo-dqn', 'stepping']);
  });

  it.each([
    [['--only', 'lerner'], /flag --only: expected some of own, .*, got 'lerner'; the nearest is 'learner'/],
    [['--seeds', '0'], /flag --seeds: expected an integer of at least 1, got '0'/],
    [['--timeout', '1.5'], /flag --timeout: expected an integer of at least 1, got '1.5'/],
    [['--sedes', '2'], /bench:peers: expected the options of --help, got Unknown option '--sedes'/],
    [['own'], /bench:peers: expected the options of --help, got Unexpected argument 'own'/],
  ])('refuses %j on one line', (args, message) => {
    const mistake = { code: 'ERR_USAGE', message: expect.stringMatching(message) as string };
    expect(() => read(...args)).toThrow(expect.objectContaining(mistake) as Error);
  });
});
