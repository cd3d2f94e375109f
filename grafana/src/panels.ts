import {
  BigValueColorMode,
  BigValueGraphMode,
  BigValueTextMode,
  GraphDrawStyle,
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LegendPlacement,
  ReduceDataOptionsBuilder,
  ScaleDistribution,
  ScaleDistributionConfigBuilder,
  SortOrder,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import {
  FieldColorBuilder,
  FieldColorModeId,
  ThresholdsConfigBuilder,
  ThresholdsMode,
  type Panel,
} from '@grafana/grafana-foundation-sdk/dashboard';
import {
  HeatmapColorMode,
  HeatmapColorOptionsBuilder,
  PanelBuilder as HeatmapBuilder,
  YAxisConfigBuilder,
} from '@grafana/grafana-foundation-sdk/heatmap';
import {
  DataqueryBuilder,
  PromQueryFormat,
  QueryEditorMode,
} from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TimeSeriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { DATASOURCE } from './datasource.js';
import { EMPTINESS } from './emptiness.js';
import type { PanelSpec } from './panel-spec.js';

/** A panel in Grafana's terms, without its id and its place. */
export function panelOf(spec: PanelSpec): Panel {
  const builder = drawn(spec);
  builder.title(spec.title).description(spec.description).datasource(DATASOURCE);
  builder.unit(spec.unit).noValue(EMPTINESS[spec.whenEmpty].text).thresholds(thresholds(spec));
  if (spec.min !== undefined) builder.min(spec.min);
  if (spec.max !== undefined) builder.max(spec.max);
  for (const [i, { expr, legend }] of spec.queries.entries()) {
    const query = new DataqueryBuilder().refId(refIdOf(i)).datasource(DATASOURCE).expr(expr);
    query.legendFormat(legend).range().editorMode(QueryEditorMode.Code);
    builder.withTarget(spec.kind === 'heatmap' ? query.format(PromQueryFormat.Heatmap) : query);
  }
  return builder.build();
}

/** The letter of a panel's query. */
export const refIdOf = (index: number): string => String.fromCharCode('A'.charCodeAt(0) + index);

function drawn(spec: PanelSpec): StatBuilder | TimeSeriesBuilder | HeatmapBuilder {
  switch (spec.kind) {
    case 'stat':
    case 'text':
      return stat(spec);
    case 'heatmap':
      return heatmap(spec);
    case 'lines':
    case 'bars':
      return timeSeries(spec);
    case 'stack':
    case 'shares':
      return timeSeries(spec)
        .stacking(new StackingConfigBuilder().mode(StackingMode.Normal))
        .fillOpacity(70)
        .lineWidth(0);
  }
}

function stat({ kind, thresholds: limits }: PanelSpec): StatBuilder {
  const isText = kind === 'text';
  const newest = new ReduceDataOptionsBuilder().calcs(['lastNotNull']).values(false).fields('');
  // A figure that no limit is known for is neither good nor bad.
  const color = new FieldColorBuilder();
  if (limits) color.mode(FieldColorModeId.Thresholds);
  else color.mode(FieldColorModeId.Fixed).fixedColor('blue');
  return new StatBuilder()
    .reduceOptions(newest)
    .colorScheme(color)
    .colorMode(isText ? BigValueColorMode.None : BigValueColorMode.Value)
    .graphMode(isText ? BigValueGraphMode.None : BigValueGraphMode.Area)
    .textMode(isText ? BigValueTextMode.Name : BigValueTextMode.Value);
}

function timeSeries({ kind, thresholds: limits, isLogarithmic = false }: PanelSpec): TimeSeriesBuilder {
  const legend = new VizLegendOptionsBuilder().displayMode(LegendDisplayMode.List);
  const builder = new TimeSeriesBuilder()
    .legend(legend.placement(LegendPlacement.Bottom).showLegend(true).calcs(['lastNotNull']))
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending))
    // The same actor and the same state have the same colour in every panel.
    .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.PaletteClassicByName))
    .drawStyle(kind === 'bars' ? GraphDrawStyle.Bars : GraphDrawStyle.Line)
    .fillOpacity(kind === 'bars' ? 80 : 0)
    .showPoints(VisibilityMode.Auto);
  if (limits)
    builder.thresholdsStyle(new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Dashed));
  if (isLogarithmic)
    builder.scaleDistribution(new ScaleDistributionConfigBuilder().type(ScaleDistribution.Log).log(10));
  return builder;
}

const heatmap = ({ unit }: PanelSpec): HeatmapBuilder =>
  new HeatmapBuilder()
    .color(new HeatmapColorOptionsBuilder().mode(HeatmapColorMode.Scheme).scheme('Viridis').steps(64))
    .yAxis(new YAxisConfigBuilder().unit(unit))
    .showValue(VisibilityMode.Never)
    .hideLegend();

function thresholds({ thresholds: limits = [] }: PanelSpec): ThresholdsConfigBuilder {
  const steps = limits.map(({ from, color }) => ({ value: from, color }));
  return new ThresholdsConfigBuilder()
    .mode(ThresholdsMode.Absolute)
    .steps([{ value: null, color: 'green' }, ...steps]);
}
