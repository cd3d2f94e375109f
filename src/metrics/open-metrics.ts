import type { MetricObjectWithValues, MetricValueWithName, Registry } from 'prom-client';

/** A registry that can be scraped. */
export type MetricsRegistry = Pick<Registry, 'metrics' | 'getMetricsAsJSON'>;

/** The two formats, as `Content-Type` names them. */
export const TEXT_CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';
export const OPEN_METRICS_CONTENT_TYPE = 'application/openmetrics-text; version=1.0.0; charset=utf-8';

type Metric = MetricObjectWithValues<MetricValueWithName<string>>;
type Labels = Metric['values'][number]['labels'];

/** Base units that our names end in; of OpenMetrics only where the name of the family does too. */
const UNIT = /_(seconds|bytes|ratio)$/;

/**
 * Everything in a registry as OpenMetrics 1.0 (https://github.com/prometheus/OpenMetrics, `specification/OpenMetrics.md`): the same
 * series with the same values as in the older text format, so no query notices which of the two was scraped.
 *
 * prom-client can write it as well, but renames its counters for good when it does, does not escape quotes in help, writes
 * bounds that are not canonical and calls every histogram one.
 */
export async function openMetricsText(registry: MetricsRegistry): Promise<string> {
  const metrics = (await registry.getMetricsAsJSON()) as readonly Metric[];
  return `${metrics.flatMap(familiesOf).join('')}# EOF\n`;
}

function familiesOf(metric: Metric): readonly string[] {
  const { name, help, values } = metric;
  switch (metric.type as unknown) {
    case 'counter':
      return [family(name.replace(/_total$/, ''), 'counter', help, values, name)];
    case 'histogram':
      return values.some(({ labels }) => Number(labels['le']) < 0)
        ? partsOf(metric)
        : [family(name, 'histogram', help, values)];
    default:
      return name.endsWith('_info')
        ? [family(name.replace(/_info$/, ''), 'info', help, values, name)]
        : [family(name, 'gauge', help, values)];
  }
}

/**
 * What is below zero may also fall in sum, which no histogram of OpenMetrics may. So each part is a family of its own, with the
 * names that a histogram gives to its samples.
 */
function partsOf({ name, help, values }: Metric): readonly string[] {
  const part = (suffix: string, type: string) => {
    const samples = values.filter(({ metricName }) => metricName === name + suffix);
    return family(name + suffix, type, help, samples);
  };
  return [part('_bucket', 'unknown'), part('_sum', 'gauge'), part('_count', 'unknown')];
}

function family(
  name: string,
  type: string,
  help: string,
  values: Metric['values'],
  sampleName = name,
): string {
  const unit = UNIT.exec(name)?.[1];
  return [
    `# TYPE ${name} ${type}\n`,
    unit === undefined ? '' : `# UNIT ${name} ${unit}\n`,
    `# HELP ${name} ${escaped(help)}\n`,
    ...values.map(
      ({ metricName = sampleName, labels, value }) =>
        `${metricName}${labelText(labels)} ${numberText(value)}\n`,
    ),
  ].join('');
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => {
    const text = name === 'le' ? boundText(value!) : String(value);
    return `${name}="${escaped(text)}"`;
  });
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

/** A bound is a number and a label: written in one way only, that of Go and Python, so that 1 and 1.0 are not two. */
function boundText(bound: string | number): string {
  if (bound === '+Inf') return bound;
  const value = Number(bound);
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e6)) {
    return value.toExponential().replace(/e([-+])(\d)$/, 'e$10$2');
  }
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

function numberText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (Number.isFinite(value)) return String(value);
  return value > 0 ? '+Inf' : '-Inf';
}

const escaped = (text: string): string =>
  text.replace(/["\\\n]/g, (char) => (char === '\n' ? '\\n' : `\\${char}`));
