import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { CumulativeHistogram, RunMetricsSource } from './run-metrics-source.js';
import { RUN_SERIES } from './run-series.js';
import type { Series } from './series.js';

/**
 * A registry of its own with every series of {@link RUN_SERIES}, and prom-client's default metrics of the process (CPU, memory,
 * event loop). Values are read when Prometheus scrapes, so they cost the threads that count nothing.
 *
 * Never touches prom-client's global registry: two runs can share a process.
 */
export function createRunRegistry(source: RunMetricsSource): Registry {
  const registry = new Registry();
  const oneScrape = readOncePerScrape(source);
  for (const [name, series] of Object.entries(RUN_SERIES)) register(registry, name, series, oneScrape);
  return Registry.merge([registry, processRegistry()]);
}

function register(registry: Registry, name: string, series: Series, source: RunMetricsSource): void {
  const { help } = series;
  if (series.type === 'histogram') {
    registry.registerMetric(new PulledHistogram(name, help, () => series.read(source)));
    return;
  }
  const { read } = series;
  const labelNames = [...series.labels];
  const registers = [registry];
  // A metric without labels is reset to 0, a measurement nobody made; one with labels is reset to nothing.
  const clear = (metric: Counter | Gauge) => (labelNames.length === 0 ? metric.remove() : metric.reset());
  if (series.type === 'counter') {
    // The totals live in shared memory; the counter gets there by counting from nothing at every scrape.
    const collect = function (this: Counter) {
      clear(this);
      for (const { labels, value } of read(source)) this.inc(labels, value);
    };
    new Counter({ name, help, labelNames, registers, collect });
  } else {
    const collect = function (this: Gauge) {
      clear(this);
      for (const { labels, value } of read(source)) if (!Number.isNaN(value)) this.set(labels, value);
    };
    new Gauge({ name, help, labelNames, registers, collect });
  }
}

/** A histogram counted elsewhere: prom-client can only count by itself, so what it would print is replaced. */
class PulledHistogram extends Histogram {
  readonly #name: string;
  readonly #described: Histogram;
  readonly #read: () => CumulativeHistogram;

  constructor(name: string, help: string, read: () => CumulativeHistogram) {
    super({ name, help, registers: [] });
    this.#name = name;
    this.#described = new Histogram({ name, help, registers: [] });
    this.#read = read;
  }

  override async get() {
    // Read before anything is awaited, together with the other series.
    const lines = linesOf(this.#name, this.#read());
    return { ...(await this.#described.get()), values: lines };
  }

  /** The registry prints what this returns, if a metric has it. */
  getForPromString() {
    return this.get();
  }
}

function linesOf(name: string, { buckets, sum, count }: CumulativeHistogram) {
  const line = (suffix: string, value: number, labels: Readonly<Record<string, number | string>> = {}) => {
    return { metricName: name + suffix, value, labels };
  };
  return [
    ...buckets
      .filter(({ le }) => le !== Infinity)
      .map(({ le, count: value }) => line('_bucket', value, { le })),
    line('_bucket', count, { le: '+Inf' }),
    line('_sum', sum),
    line('_count', count),
  ];
}

/**
 * The same answers for all series of one scrape, so that what adds up in memory adds up in Prometheus. prom-client calls every
 * `collect` in one go; the answers are forgotten as soon as that is over.
 */
function readOncePerScrape(source: RunMetricsSource): RunMetricsSource {
  const once = <Result>(read: () => Result) => {
    let cached: { readonly result: Result } | undefined;
    return (): Result => {
      if (!cached) queueMicrotask(() => (cached = undefined));
      cached ??= { result: read() };
      return cached.result;
    };
  };
  return {
    info: source.info,
    actors: once(() => source.actors()),
    learner: once(() => source.learner()),
    histogram: (name) => source.histogram(name),
    rings: once(() => source.rings()),
    supervision: once(() => source.supervision()),
    evaluation: once(() => source.evaluation()),
  };
}

let sharedProcessRegistry: Registry | undefined;

/** One for all runs of the process: its observers of garbage collection and event loop cannot be stopped. */
function processRegistry(): Registry {
  if (!sharedProcessRegistry) {
    sharedProcessRegistry = new Registry();
    collectDefaultMetrics({ register: sharedProcessRegistry });
  }
  return sharedProcessRegistry;
}
