import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Check } from '../../../src/runtime/doctor/check.js';
import { checkKernels } from '../../../src/runtime/doctor/check-kernels.js';
import { checkNode } from '../../../src/runtime/doctor/check-node.js';
import { checkPort } from '../../../src/runtime/doctor/check-port.js';
import { checkRunsFolder } from '../../../src/runtime/doctor/check-runs-folder.js';
import { checkThreads } from '../../../src/runtime/doctor/check-threads.js';
import { loadKernelModule } from '../../../src/shared/kernels/load.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const folder = temporaryFolder();

/** A check in this state, whose detail is like this. */
const like = (state: Check['state'], detail: RegExp) =>
  expect.objectContaining({ state, detail: expect.stringMatching(detail) as string }) as Check;

describe('checkNode', () => {
  it.each([
    ['v20.19.0', 'ok'],
    ['v20.20.2', 'ok'],
    ['v22.0.0', 'ok'],
    ['v20.18.9', 'bad'],
    ['v18.30.0', 'bad'],
  ])('finds %s %s for 20.19', (version, state) => {
    expect(checkNode(version, '20.19').state).toBe(state);
  });

  it('asks package.json what will do, and says what to install', () => {
    expect(checkNode(process.version).state).toBe('ok');
    expect(checkNode('v16.1.0')).toEqual(like('bad', /^v16\.1\.0: install \d+\.\d+ or newer$/));
  });
});

describe('checkKernels', () => {
  it('finds those that were built', () => {
    expect(checkKernels().state).toBe('ok');
  });

  it('says which file is missing, and how to make it', () => {
    const missing = new URL(`file://${folder}/kernels.wasm`);
    expect(checkKernels(() => loadKernelModule(missing))).toEqual(
      like('bad', /kernels\.wasm: expected the compiled kernels \(make them with `npm run build`\)/),
    );
  });

  it('looks at those of several threads too', () => {
    const fail = () => {
      throw new Error('no shared kernels');
    };
    expect(checkKernels(loadKernelModule, fail)).toMatchObject({ state: 'bad', detail: 'no shared kernels' });
  });
});

describe('checkThreads', () => {
  it('counts threads that come up and share memory', async () => {
    expect(await checkThreads(3)).toEqual({
      ...{ name: 'threads', state: 'ok', detail: '3 start, and share memory' },
    });
  });

  it('says so if they do not come up, or come up and fail', async () => {
    const silent = join(folder, 'silent.mjs');
    writeFileSync(silent, '');
    const quiet = await checkThreads(2, new URL(`file://${silent}`));
    expect(quiet).toEqual(like('bad', /^2 do not start: 2 of them did not come up; raise/));
    const failing = await checkThreads(2, new URL(`file://${join(folder, 'nowhere.mjs')}`));
    expect(failing).toEqual(like('bad', /^2 do not start: Cannot find module/));
  });
});

describe('checkRunsFolder', () => {
  it('takes one that is there, or could be made', () => {
    expect(checkRunsFolder(folder)).toEqual(like('ok', /, \d+\.\d GB free$/));
    expect(checkRunsFolder(join(folder, 'a', 'b')).state).toBe('ok');
  });

  it('refuses one that nobody can write to', () => {
    // Not by permissions: tests may run as root, whom they do not bind.
    const file = join(folder, 'file');
    writeFileSync(file, '');
    expect(checkRunsFolder(join(file, 'runs'))).toEqual(
      like('bad', /cannot be written: .*; give another place with --out$/),
    );
  });
});

describe('checkPort', () => {
  it('finds one that is free, and leaves it so', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    expect(await checkPort(port)).toEqual({
      ...{ name: 'page', state: 'note', detail: `port ${port} is taken: a run takes any free one` },
    });
    await new Promise((resolve) => server.close(resolve));
    for (let i = 0; i < 2; i++)
      expect(await checkPort(port)).toEqual({ name: 'page', state: 'ok', detail: `port ${port} is free` });
  });
});
