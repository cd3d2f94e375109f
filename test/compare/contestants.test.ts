import { describe, expect, it } from 'vitest';
import { checkSettings, parseContestants } from '../../src/compare/contestants.js';

const KNOWN = { algorithms: ['dqn', 'ppo'], presets: ['notebook-dqn', 'ppo'] };
const parse = (...texts: string[]) => parseContestants(texts, [], KNOWN);
const usage = (message: RegExp): unknown =>
  expect.objectContaining({ code: 'ERR_USAGE', message: expect.stringMatching(message) as string });

describe('parseContestants', () => {
  it('takes algorithms and presets', () => {
    expect(parse('dqn', 'notebook-dqn')).toEqual([
      { label: 'dqn', base: { kind: 'algorithm', name: 'dqn' }, set: [] },
      { label: 'notebook-dqn', base: { kind: 'preset', name: 'notebook-dqn' }, set: [] },
    ]);
  });

  it('takes settings after each plus', () => {
    const [contestant] = parse('dqn+algorithm.double=true+algorithm.hidden=[64, 64]');
    expect(contestant).toEqual({
      label: 'dqn+algorithm.double=true+algorithm.hidden=[64, 64]',
      base: { kind: 'algorithm', name: 'dqn' },
      set: ['algorithm.double=true', 'algorithm.hidden=[64, 64]'],
    });
  });

  it('leaves a plus inside a number alone', () => {
    expect(parse('dqn+algorithm.huberDelta=1e+3+algorithm.nStep=2')[0]!.set).toEqual([
      'algorithm.huberDelta=1e+3',
      'algorithm.nStep=2',
    ]);
  });

  it('tells a preset from the algorithm of the same name', () => {
    expect(parseContestants(['ppo'], ['ppo'], KNOWN)).toEqual([
      { label: 'ppo', base: { kind: 'algorithm', name: 'ppo' }, set: [] },
      { label: 'preset ppo', base: { kind: 'preset', name: 'ppo' }, set: [] },
    ]);
  });

  it.each([
    [
      'dqnn',
      /^contestant: expected an algorithm \(dqn, ppo\) or a preset .*, got 'dqnn'; the nearest is 'dqn'$/,
    ],
    ['notebook-dqm', /the nearest is 'notebook-dqn'$/],
    ['dqn+double', /^contestant 'dqn\+double': expected path=value after each \+, got 'double'$/],
    ['dqn+', /expected path=value after each \+, got ''$/],
    ['dqn+=3', /expected path=value/],
    ['dqn+run.seed=3', /^contestant 'dqn\+run.seed=3': .*, got run.seed, which cannot: use --seeds/],
    ['dqn+algorithm.name=ppo', /algorithm.name, which cannot: name it as a contestant$/],
    ['', /got ''; the nearest is/],
  ])('refuses %j', (text, message) => {
    expect(() => parse(text)).toThrow(usage(message));
  });

  it('refuses a preset that is none, even if it is an algorithm', () => {
    expect(() => parseContestants([], ['dqn'], KNOWN)).toThrow(
      usage(/^flag --preset: expected one of notebook-dqn, ppo, got 'dqn'; the nearest is 'ppo'$/),
    );
  });

  it.each([
    { texts: ['dqn', 'dqn'], presets: [] },
    {
      texts: ['dqn+algorithm.nStep=1+algorithm.double=true', 'dqn+algorithm.double=true+algorithm.nStep=1'],
      presets: [],
    },
    { texts: ['notebook-dqn'], presets: ['notebook-dqn'] },
  ])('refuses one twice: $texts, $presets', ({ texts, presets }) => {
    expect(() => parseContestants(texts, presets, KNOWN)).toThrow(
      usage(/^contestants: expected each only once, got '.*' twice$/),
    );
  });
});

describe('checkSettings', () => {
  it('refuses what each run is given', () => {
    for (const path of ['env.id', 'run.seed', 'run.out', 'algorithm.name'])
      expect(() => checkSettings('flag --set', [`${path}=1`])).toThrow(usage(/^flag --set: .* use|name it/));
    checkSettings('flag --set', ['run.steps=1', 'evaluation.seed=3']);
  });
});
