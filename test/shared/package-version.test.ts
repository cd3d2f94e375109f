import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { oldestNode, packageVersion } from '../../src/shared/package-version.js';

describe('packageVersion', () => {
  it('is the one that package.json says', () => {
    expect(packageVersion()).toBe(
      (JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version,
    );
  });
});

describe('oldestNode', () => {
  it('is the one that package.json says', () => {
    const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as { engines: { node: string } };
    expect(engines.node).toBe(`>=${oldestNode()}`);
  });
});
