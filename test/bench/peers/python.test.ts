import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/temporary-folder.js';

const SCRIPTS = fileURLToPath(new URL('../../../../bench/peers/python/', import.meta.url));
const hasPython = spawnSync('python3', ['--version']).status === 0;

describe('the scripts of the peers', () => {
  const folder = temporaryFolder();

  it('are Python, where there is a python3 to say so', ({ skip }) => {
    skip(!hasPython, 'no python3 here');
    const scripts = readdirSync(SCRIPTS).filter((name) => name.endsWith('.py'));
    expect(scripts.length).toBeGreaterThan(5);
    const paths = scripts.map((name) => join(SCRIPTS, name));
    const env = { ...process.env, PYTHONPYCACHEPREFIX: folder };
    const { status, stderr } = spawnSync('python3', ['-m', 'py_compile', ...paths], {
      env,
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});
