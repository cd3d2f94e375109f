import { describe, expect, it } from 'vitest';
import { preferredCoding, prefersOpenMetrics } from '../../../src/dashboard/server/negotiate.js';

/** What Prometheus 2.42 and 3.5 send. */
const PROMETHEUS_2 =
  'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1';
const PROMETHEUS_3 =
  'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,' +
  'text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2';
const CHROME = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8';

describe('prefersOpenMetrics', () => {
  it.each([
    PROMETHEUS_2,
    PROMETHEUS_3,
    'application/openmetrics-text',
    'Application/OpenMetrics-Text ; VERSION = "1.0.0"',
    'text/plain;q=0.5, application/openmetrics-text',
    'text/plain;q=0.899, application/openmetrics-text;q=0.9',
    'text/plain;q=0, */*;q=0.1',
    'text/*;q=0.1, application/*;q=0.2',
  ])('says yes to %s', (accept) => {
    expect(prefersOpenMetrics(accept)).toBe(true);
  });

  it.each([
    undefined,
    '',
    '*/*',
    CHROME,
    'text/plain',
    'text/plain;q=0.5, application/openmetrics-text;q=0.4',
    'text/plain, application/openmetrics-text',
    'application/openmetrics-text;q=0',
    'application/openmetrics-text;version=0.0.1',
    'application/openmetrics-text;q=2',
    'application/openmetrics-text;q=x',
    'application/openmetrics-text;q=0, */*',
    'application/json',
    ';;,,;=,q=1',
  ])('says no to %s', (accept) => {
    expect(prefersOpenMetrics(accept)).toBe(false);
  });
});

describe('preferredCoding', () => {
  it.each([
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip, deflate', 'gzip'],
    ['*', 'br'],
    ['br;q=0.5, gzip', 'gzip'],
    ['br;q=0, *', 'gzip'],
    ['BR', 'br'],
    ['identity, gzip;q=0.5', null],
    ['identity;q=0.5, gzip;q=0.5', 'gzip'],
    ['gzip;q=0', null],
    ['deflate', null],
    ['', null],
    [undefined, null],
  ] as const)('of %s is %s', (header, coding) => {
    expect(preferredCoding(header)).toBe(coding);
  });
});
