import type { InputSeries } from './promtool.js';

type Labels = Readonly<Record<string, string>>;

export const TARGET = { instance: '127.0.0.1:9464', job: 'manyhands' };
export const BUILD = {
  algorithm: 'dqn',
  engine: 'simd',
  environment: 'CartPole-v1',
  node: 'v20.20.2',
  run: 'cart-1',
  version: '0.1.0',
};

/** `name{labels}` of a target. */
export function seriesName(name: string, labels: Labels = {}, target: Labels = TARGET): string {
  const pairs = Object.entries({ ...labels, ...target }).map(([key, value]) => `${key}="${value}"`);
  return `${name}{${pairs.sort().join()}}`;
}

/** Values of one metric by the value of one label. */
export function byLabel(
  name: string,
  label: string,
  values: Readonly<Record<string, string>>,
  labels: Labels = {},
): InputSeries {
  return Object.fromEntries(
    Object.entries(values).map(([key, numbers]) => [seriesName(name, { ...labels, [label]: key }), numbers]),
  );
}

/** `manyhands_build_info` of a target; always there unless `values` say when. */
export function buildInfo(labels: Labels = {}, values = '1x200', target: Labels = TARGET): InputSeries {
  return { [seriesName('manyhands_build_info', { ...BUILD, ...labels }, target)]: values };
}
