import { describe, expect, it } from 'vitest';
import { CHART_GROUPS, RETURN_CHART } from '../../../../src/dashboard/page/charts/catalogue.js';
import { columnsOf, hasFigures, newestFigure, stack } from '../../../../src/dashboard/page/charts/columns.js';
import { layOut } from '../../../../src/dashboard/page/charts/frame.js';
import { EMPTY_HISTORY } from '../../../../src/dashboard/history.js';
import { syntheticReading } from '../support/synthetic-run.js';

const charts = CHART_GROUPS.flatMap((group) => group.charts);
const momentsOf = (changes = {}) =>
  layOut(
    { ...EMPTY_HISTORY, readings: [1, 2, 3].map((time) => syntheticReading(time, changes)) },
    'seconds',
    null,
  ).moments;

describe('columnsOf', () => {
  it('has a value for every series and moment, and gaps where there is none', () => {
    const [updates] = charts.filter(({ title }) => title === 'Updates');
    expect(columnsOf(updates!, momentsOf())).toEqual([[null, 4000, 4000]]);
    expect(columnsOf(RETURN_CHART, momentsOf({ returnMean: NaN }))).toEqual([[null, null, null]]);
  });

  it('finds figures of every chart in a run that has them all, and of few in one that has none', () => {
    const all = {
      policyLoss: 0,
      valueLoss: 0,
      entropy: 0,
      klDivergence: 0,
      clipRatio: 0,
      explainedVariance: 0,
    };
    expect(charts.filter((chart) => !hasFigures(columnsOf(chart, momentsOf(all))))).toEqual([]);
    const shown = charts.filter((chart) => hasFigures(columnsOf(chart, momentsOf())));
    expect(shown.map(({ title }) => title)).not.toContain('Entropy');
    expect(shown.length).toBe(charts.length - Object.keys(all).length);
    expect(charts.some((chart) => hasFigures(columnsOf(chart, [])))).toBe(false);
  });

  it('has shares of time that fill the chart', () => {
    for (const chart of charts.filter(({ kind }) => kind === 'shares')) {
      const top = stack(columnsOf(chart, momentsOf())).at(-1)!;
      expect(top[0]).toBeNull();
      for (const share of top.slice(1)) expect(share).toBeCloseTo(1, 12);
    }
  });

  it('gives no two series of a chart one colour, nor two charts one title', () => {
    for (const { series } of charts)
      expect(new Set(series.map(({ color }) => color)).size).toBe(series.length);
    expect(new Set(charts.map(({ title }) => title)).size).toBe(charts.length);
  });
});

describe('newestFigure', () => {
  it('is the last that there is', () => {
    const moments = [...momentsOf(), ...momentsOf({ returnMean: 7 }), ...momentsOf({ returnMean: null })];
    expect(newestFigure(RETURN_CHART.series[0]!, moments)).toBe(7);
    expect(newestFigure(RETURN_CHART.series[0]!, [])).toBeNull();
  });
});

describe('stack', () => {
  it('puts each series on those before it, and a gap through all', () => {
    expect(
      stack([
        [1, 2, null, 4],
        [10, null, 30, 40],
        [100, 200, 300, 400],
      ]),
    ).toEqual([
      [1, 2, null, 4],
      [11, null, null, 44],
      [111, null, null, 444],
    ]);
    expect(stack([])).toEqual([]);
  });
});
