import { describe, expect, it } from 'vitest';
import { isHost, isLoopback, urlHost } from '../../../src/shared/config/host.js';

describe('isHost', () => {
  it.each([
    'localhost',
    'BOX',
    'gpu-box.lan',
    'run_1',
    '0.0.0.0',
    '10.1.2.3',
    '::',
    '::1',
    '[::1]',
    'fe80:0::A',
  ])('takes %s', (host) => {
    expect(isHost(host)).toBe(true);
  });

  it.each([
    ...['', ' ', 'a b', '-a', 'a-', 'a.', '.a', 'a..b', 'é', '*', 'x'.repeat(64), 'a.'.repeat(127) + 'ab'],
    ...['localhost:80', '[::1]:80', 'http://a', 'a/b', 'a?b', 'a#b', 'u@a', 'a\\b', 'a\n', '%61'],
    ...['127.1', '1.2.3', '256.1.1.1', '127.0.0.300', '0x7f.0.0.1', '2130706433', '01.2.3.4'],
    ...['::g', '[::1', '::1]', '[localhost]', '[1.2.3.4]', '[]', '1:2', ':::'],
  ])('refuses %j', (text) => {
    expect(isHost(text)).toBe(false);
  });
});

describe('isLoopback', () => {
  it.each(['localhost', 'LocalHost', '127.0.0.1', '127.255.255.254', '::1', '[::1]', '0:0::0:1'])(
    'is so of %s',
    (host) => {
      expect(isLoopback(host)).toBe(true);
    },
  );

  it.each([
    '0.0.0.0',
    '::',
    '10.0.0.1',
    '128.0.0.1',
    'box',
    'localhost.lan',
    '127.evil.example',
    '::ffff:127.0.0.1',
  ])('is not so of %s', (host) => {
    expect(isLoopback(host)).toBe(false);
  });
});

describe('urlHost', () => {
  it.each([
    ['box', 'box'],
    ['10.1.2.3', '10.1.2.3'],
    ['::1', '[::1]'],
    ['[0:0::0:1]', '[::1]'],
    ['2001:DB8:0:0::1', '[2001:db8::1]'],
  ])('of %s is %s', (host, inUrl) => {
    expect(urlHost(host)).toBe(inUrl);
  });
});
