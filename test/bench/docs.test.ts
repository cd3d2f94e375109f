import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SUITES } from '../../bench/suites.js';

const PAGE = 'docs/bench.md';
const BEGIN =
  '<!-- prettier-ignore-start -->\n<!-- From here on written from the suites by `npx vitest run dist/test/bench/docs -u`. -->\n';
const END = '<!-- prettier-ignore-end -->\n';

describe(PAGE, () => {
  it('says of every suite what it times', async () => {
    const [prose] = readFileSync(PAGE, 'utf8').split(BEGIN);
    const rows = Object.entries(SUITES).map(([name, { about }]) => `| \`${name}\` | ${about} |\n`);
    const table = `| suite | what it measures, and what is timed |\n| --- | --- |\n${rows.join('')}`;
    await expect(`${prose!}${BEGIN}\n${table}\n${END}`).toMatchFileSnapshot(resolve(PAGE));
  });
});
