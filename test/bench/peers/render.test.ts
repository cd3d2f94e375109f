import { describe, expect, it } from 'vitest';
import { renderResults } from '../../../bench/peers/render.js';
import { duel, paced, results, run, trained, untrained } from './support/results.js';

describe('renderResults', () => {
  it('gives medians with least and greatest, rates from the runs that are timed for them, and ratios seed by seed', () => {
    const pair = (seed: number, ours: number, theirs: number) => [
      run({
        contestant: 'ours',
        seed,
        answer: trained({ solvedSeconds: seed + 1, evaluationSeconds: null }),
      }),
      run({ contestant: 'theirs', seed, answer: trained({ solvedSeconds: 10 * (seed + 1) }) }),
      run({ contestant: 'ours', seed, part: 'rate', answer: trained({ updatesPerSecond: ours }) }),
      run({ contestant: 'theirs', seed, part: 'rate', answer: trained({ updatesPerSecond: theirs }) }),
    ];
    const runs = [...pair(0, 100, 50), ...pair(1, 300, 100), ...pair(2, 200, 200)];
    const [, , title, , head, , ours, theirs] = renderResults(results({ matches: [duel()], runs })).split(
      '\n',
    );
    expect(title).toBe('### A duel');
    expect(head!.split('|').map((cell) => cell.trim())).toEqual([
      ...['', 'who', 'solved', 'seconds from process start', 'first step after', 'exams took', 'env steps'],
      ...['env steps/s', 'updates/s', 'ours / theirs', 'peak memory', ''],
    ]);
    const cells = (line: string | undefined) =>
      line!
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim());
    expect(cells(ours)).toEqual([
      ...['ours', '3 of 3', '2.00 (1.00 to 3.00)', '0.500 s', '-', '10,000 (10,000 to 10,000)'],
      ...['5,000', '200', '-', '100 MB'],
    ]);
    expect(cells(theirs)).toEqual([
      ...['theirs', '3 of 3', '20.0 (10.0 to 30.0)', '0.500 s', '0.250 s', '10,000 (10,000 to 10,000)'],
      ...['5,000', '100', '2.00 (1.00 to 3.00)', '100 MB'],
    ]);
  });

  it('marks what a run that missed its target had taken, and lists what failed beside those that went on', () => {
    const runs = [
      run({ contestant: 'ours', answer: trained() }),
      run({ contestant: 'ours', seed: 1, answer: untrained(9, 50_000) }),
      run({ contestant: 'theirs', answer: trained() }),
      run({ contestant: 'theirs', seed: 1, error: 'not over after 300 s' }),
      run({ contestant: 'theirs', seed: 1, part: 'rate', error: 'not over after 300 s' }),
      run({ contestant: 'theirs', seed: 2, part: 'rate', error: 'not over after 300 s' }),
      run({ contestant: 'theirs', seed: 2, part: 'rate', error: 'no module named x' }),
    ];
    const text = renderResults(results({ matches: [duel()], runs }));
    expect(text).toContain('| ours   | 1 of 2           | >5.50 (2.00 to >9.00)');
    expect(text).toContain('| theirs | 1 of 2, 1 failed | 2.00 ');
    const failed = ['not over after 300 s (seed 1, 2)', 'no module named x (seed 2)'];
    const lines = failed.map((reason) => `- duel, theirs: ${reason}\n`).join('');
    expect(text.endsWith(`\n\nFailed:\n\n${lines}`)).toBe(true);
  });

  it('says what was run where, with the versions that the peers named', () => {
    const answer = { ...trained(), versions: { python: '3.11', torch: '2' } };
    const runs = [run({ contestant: 'ours', answer: { ...trained(), versions: { node: 'v1' } } })];
    const [line] = renderResults(
      results({ matches: [duel()], runs: [...runs, run({ contestant: 'theirs', answer })] }),
    ).split('\n');
    expect(line).toBe(
      '2026-01-02, Abacus, 2 cores: manyhands 0 (abc) on Node v1, python 3.11, torch 2. 2 rounds in turns, `npm run bench:peers`.',
    );
  });

  it('gives rates of things with their unit, and the samples in them', () => {
    const runs = [
      run({ contestant: 'ours', part: 'rate', answer: paced(3000, 64) }),
      run({ contestant: 'theirs', part: 'rate', answer: paced(1500, 64) }),
    ];
    expect(renderResults(results({ matches: [duel('pace')], runs }))).toContain(
      [
        '| what  | who    | how often      | samples/s | ours / theirs |',
        '| ----- | ------ | -------------- | --------- | ------------- |',
        '| thing | ours   | 3,000 things/s | 192,000   | -             |',
        '| thing | theirs | 1,500 things/s | 96,000    | 2.00          |',
      ].join('\n'),
    );
  });

  it('has a table also where everybody failed', () => {
    const runs = [run({ contestant: 'ours', error: 'x' }), run({ contestant: 'theirs', error: 'y' })];
    expect(renderResults(results({ matches: [duel()], runs }))).toContain('| ours   | 0 of 1, 1 failed | - ');
    expect(renderResults(results({ matches: [duel()] }))).toContain('| ours   | -      | - ');
    expect(renderResults(results({ matches: [duel('pace')], runs }))).toContain('| what | who | how often');
  });
});
