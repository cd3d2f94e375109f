import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { allPaths, nodeAt } from '../../../src/runtime/config/setting-tree.js';
import { reference } from './support/reference.js';

const PAGE = 'docs/configuration.md';
const BEGIN =
  '<!-- prettier-ignore-start -->\n<!-- From here on written from the schema by `npx vitest run dist/test/runtime/config/docs -u`. -->\n';
const END = '\n<!-- prettier-ignore-end -->\n';

describe(PAGE, () => {
  it('describes the settings there are', async () => {
    const [prose] = readFileSync(PAGE, 'utf8').split(BEGIN);
    await expect(`${prose!}${BEGIN}\n${reference()}\n${END}`).toMatchFileSnapshot(resolve(PAGE));
  });

  it('says of every setting what it means, with its default', () => {
    const silent = [...allPaths()].filter((path) => nodeAt(path)!.description === '');
    expect(silent).toEqual([]);
  });
});
