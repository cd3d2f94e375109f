import { readdirSync, readFileSync } from 'node:fs';

/** The folder of the sources and of what Grafana reads. */
export const GRAFANA = new URL('../../../../grafana/', import.meta.url);

export interface PanelJson {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly gridPos: Readonly<Record<'x' | 'y' | 'w' | 'h', number>>;
  readonly datasource?: unknown;
  readonly fieldConfig?: {
    readonly defaults: {
      readonly unit?: string;
      readonly noValue?: string;
      readonly min?: number;
      readonly max?: number;
      readonly thresholds?: { readonly steps: readonly { readonly value: number | null }[] };
    };
  };
  readonly targets?: readonly {
    readonly refId: string;
    readonly expr: string;
    readonly legendFormat: string;
    readonly datasource: unknown;
  }[];
}

export interface DashboardJson {
  readonly uid: string;
  readonly title: string;
  readonly tags: readonly string[];
  readonly schemaVersion: number;
  readonly refresh: string;
  readonly time: unknown;
  readonly panels: readonly PanelJson[];
  readonly links: readonly unknown[];
  readonly templating: { readonly list: readonly { readonly name: string; readonly regex?: string }[] };
  readonly annotations: { readonly list: readonly { readonly name: string; readonly expr: string }[] };
}

/** What is committed: file name to text. */
export const committedFiles = (): Map<string, string> =>
  new Map(
    readdirSync(new URL('dashboards/', GRAFANA)).map((file) => [
      file,
      readFileSync(new URL(`dashboards/${file}`, GRAFANA), 'utf8'),
    ]),
  );

export const committedDashboards = (): DashboardJson[] =>
  Array.from(committedFiles().values(), (text) => JSON.parse(text) as DashboardJson);

/** Panels that show something: all but the headings of rows. */
export const drawnPanels = ({ panels }: DashboardJson): PanelJson[] =>
  panels.filter(({ type }) => type !== 'row');
