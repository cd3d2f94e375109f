import type { Emptiness } from './emptiness.js';

/** A line of a panel, or a family of lines. */
export interface PanelQuery {
  /** PromQL with Grafana's variables. */
  readonly expr: string;
  /** Grafana puts a label's value where `{{label}}` stands. */
  readonly legend: string;
  /** Where the query may be empty for another reason than the panel as a whole. */
  readonly whenEmpty?: Emptiness;
}

/** The colour of values from here on, up to the next. Below the first they are green. */
export interface Threshold {
  readonly from: number;
  readonly color: 'orange' | 'red';
}

/**
 * What a panel shows and how it is drawn.
 *
 * - `stat`: the newest value in large figures, over a small curve of what came before
 * - `text`: the legend of the newest value
 * - `lines`: one curve per series
 * - `bars`: one bar per series and moment, for events
 * - `stack`: curves on top of each other, for parts of a sum
 * - `shares`: the same for parts of 1
 * - `heatmap`: the buckets of a histogram
 */
export interface PanelSpec {
  readonly kind: 'stat' | 'text' | 'lines' | 'bars' | 'stack' | 'shares' | 'heatmap';
  readonly title: string;
  /** What is shown, and what a bad value means. */
  readonly description: string;
  /** Grafana's id of a unit. */
  readonly unit: string;
  readonly queries: readonly PanelQuery[];
  readonly whenEmpty: Emptiness;
  readonly min?: number;
  readonly max?: number;
  /** Ascending. Coloured figures in a stat, dashed lines elsewhere. */
  readonly thresholds?: readonly Threshold[];
  /** Whether equal distances are equal ratios. */
  readonly isLogarithmic?: boolean;
}

/** Panels side by side, of the same width. */
export interface Line {
  /** In Grafana's grid of about 38 pixels. */
  readonly height: number;
  readonly panels: readonly PanelSpec[];
}

export interface Section {
  /** None for the first, which holds the few numbers that matter most. */
  readonly title?: string;
  readonly lines: readonly Line[];
}

export interface DashboardSpec {
  /** Part of its address; never changes. */
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly sections: readonly Section[];
}

/** Every panel, in reading order. */
export const panelsOf = ({ sections }: DashboardSpec): readonly PanelSpec[] =>
  sections.flatMap(({ lines }) => lines.flatMap(({ panels }) => panels));
