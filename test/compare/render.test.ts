import { describe, expect, it } from 'vitest';
import { compareRuns, type Comparison } from '../../src/compare/comparison.js';
import type { Entry } from '../../src/compare/entries.js';
import { renderComparison } from '../../src/compare/render.js';
import type { RunRecord } from '../../src/compare/run-record.js';
import { alignColumns, formatFigure } from '../../src/compare/table.js';
import { entry, failed, record, unsolved } from './support/records.js';

const PLAIN = { title: String, heading: String, note: String, failure: String };

function render(
  entries: readonly Entry[],
  runs: readonly RunRecord[],
  about: Partial<Comparison> = {},
): string {
  const facts = { manyhands: '1', machine: null, command: [], seeds: [0, 1, 2], jobs: 1, interrupted: false };
  return renderComparison({ ...compareRuns({ entries, leftOut: [] }, runs, facts), ...about }, PLAIN);
}

describe('renderComparison', () => {
  it('shows every figure, aligned, with bounds and failures marked', () => {
    const runs = [
      ...[
        record(),
        record({ seed: 1, summary: { solvedAtEnvSteps: 1250, solvedSeconds: 12.34 } }),
        unsolved(4000),
      ],
      failed('loss: expected a number, got NaN', { contestant: 'a+x=1', seed: 2 }),
    ];
    expect(render([entry(), entry('a+x=1')], runs)).toBe(
      [
        'Cliff-v0, seeds 0 to 2',
        '  target: mean return 85 over 5 greedy episodes, budget 4,000 env steps',
        '',
        '          solved       env steps to target      seconds to target',
        '  a       2 of 3   1,250 (1,000 to >4,000)   12.3 (1.00 to >1.50)',
        '  a+x=1   0 of 1                         -                      -',
        '',
        '          final return, IQM   spread   least   env steps/s   updates/s   peak memory',
        '  a       66.7 [20.0, 90.0]     40.4    10.0         2,000         100        100 MB',
        '  a+x=1                   -        -       -             -           -             -',
        '',
        '          return at 500 steps         1,000 steps         2,000 steps         4,000 steps',
        '  a         10.0 [10.0, 10.0]   63.3 [10.0, 90.0]   63.3 [10.0, 90.0]   66.7 [20.0, 90.0]',
        '  a+x=1                     -                   -                   -                   -',
        '',
        '  a+x=1, seed 2: failed: loss: expected a number, got NaN',
        '',
      ].join('\n'),
    );
  });

  it('says so when contestants have different finish lines', () => {
    const other = entry('b', { target: { meanReturn: 40, criterion: 'training', episodes: 50 } });
    const text = render([entry(), other], [record(), record({ contestant: 'b' })]);
    expect(text).toContain('a: target: mean return 85 over 5 greedy episodes');
    expect(text).toContain('b: target: mean return 40 over 50 latest training episodes');
    expect(text).toContain('the targets differ');
  });

  it('does not speak of different targets where only budgets differ', () => {
    const text = render(
      [entry(), entry('b', { budgetEnvSteps: 9 })],
      [record(), record({ contestant: 'b' })],
    );
    expect(text).toContain('b: target: mean return 85 over 5 greedy episodes, budget 9 env steps');
    expect(text).not.toContain('differ');
  });

  it('has a block for each environment and one for all', () => {
    const hill = { environment: 'Hill-v0' };
    const text = render([entry(), entry('a', hill)], [record(), record({ ...hill, seed: 1 })]);
    expect(text).toMatch(
      /^Cliff-v0.*\n\nHill-v0.*\n\nAll environments\n\n.*% of the budget to target, IQM\n {2}a /s,
    );
    expect(text).toMatch(/ 2 {3}2 of 2 {3,}25\.0\n$/);
  });

  it('notes what the figures cannot be trusted for', () => {
    const leftOut = [{ contestant: 'b', environment: 'Cliff-v0', reason: 'b does not fit' }];
    const text = render([entry()], [record()], { jobs: 4, interrupted: true, leftOut });
    expect(text).toContain(
      'left out: b does not fit\n4 runs at a time: seconds and rates are not comparable\n',
    );
    expect(text).toContain('interrupted: only the runs that had ended count\n');
  });

  it('shows a comparison in which nothing finished', () => {
    const text = render([entry('a', { target: null })], [], { seeds: [4] });
    expect(text).toContain('Cliff-v0, seed 4\n  no target, budget 4,000 env steps');
    expect(text).not.toContain('NaN');
  });

  it('styles whole lines, which leaves columns aligned', () => {
    const loud = {
      title: (t: string) => `<${t}>`,
      heading: (t: string) => `[${t}]`,
      note: String,
      failure: String,
    };
    const plain = render([entry()], [record()]).split('\n');
    const facts = {
      manyhands: '1',
      machine: null,
      command: [],
      seeds: [0, 1, 2],
      jobs: 1,
      interrupted: false,
    };
    const styled = renderComparison(
      compareRuns({ entries: [entry()], leftOut: [] }, [record()], facts),
      loud,
    );
    expect(styled.replaceAll(/^[<[]|[>\]]$/gm, '').split('\n')).toEqual(
      plain.map((line) => line.replace(/\]$/, '')),
    );
  });
});

describe('alignColumns', () => {
  it('puts the first column to the left and the others to the right', () => {
    expect(
      alignColumns([
        ['', 'b'],
        ['long', '1'],
        ['x', '1,000'],
      ]),
    ).toEqual(['           b', 'long       1', 'x      1,000']);
  });
});

describe('formatFigure', () => {
  it.each([
    [0.0421, '0.042'],
    [0.842, '0.842'],
    [1.456, '1.46'],
    [12.34, '12.3'],
    [184.4, '184'],
    [12345, '12345'],
    [0, '0.000'],
  ])('shows %d as %s', (value, text) => expect(formatFigure(value)).toBe(text));
});
