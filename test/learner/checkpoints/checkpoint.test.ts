import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pruneCheckpoints } from '../../../src/learner/checkpoints/prune-checkpoints.js';
import { readCheckpoint, readManifest } from '../../../src/learner/checkpoints/read-checkpoint.js';
import { encodeSafetensors } from '../../../src/learner/checkpoints/safetensors.js';
import { writeCheckpoint } from '../../../src/learner/checkpoints/write-checkpoint.js';
import { contentAt, layout, optimizerLayout } from './support/sample-checkpoint.js';

let run: string;
let folder: string;
beforeEach(() => {
  run = mkdtempSync(join(tmpdir(), 'manyhands-run-'));
  folder = join(run, 'checkpoints');
});
afterEach(() => {
  rmSync(run, { recursive: true });
});

const layouts = { weights: () => layout, optimizer: () => optimizerLayout };
const read = (path: string) => readCheckpoint(path, layouts);

/** Puts another file into a checkpoint and makes its manifest agree, as no damage but only another writer would. */
function forge(
  directory: string,
  name: 'weights.safetensors' | 'optimizer.safetensors',
  bytes: Uint8Array,
): void {
  writeFileSync(join(directory, name), bytes);
  const path = join(directory, 'manifest.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as { files: Record<string, unknown> };
  manifest.files[name] = { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  writeFileSync(path, JSON.stringify(manifest));
}

function expectRefused(path: string, code: string, message: string | RegExp): void {
  expect(() => read(path)).toThrow(
    expect.objectContaining({
      code,
      message: typeof message === 'string' ? message : (expect.stringMatching(message) as string),
    }),
  );
}

describe('writeCheckpoint', () => {
  it('gives back what was written', () => {
    const content = { ...contentAt(1000), weights: Float32Array.from({ length: 9 }, (_, i) => Math.sin(i)) };
    const written = writeCheckpoint(folder, content);
    const checkpoint = read(run);
    expect(checkpoint.directory).toBe(written.directory);
    expect(written.directory).toBe(join(folder, '1000'));
    expect(checkpoint.weights).toEqual(content.weights);
    expect(checkpoint.optimizer).toEqual(content.optimizer);
    expect(checkpoint.manifest).toMatchObject({ ...content.facts, weightsSha256: written.weightsSha256 });
    const digest = createHash('sha256').update(new Uint8Array(content.weights.buffer)).digest('hex');
    expect(written.weightsSha256).toBe(digest);
  });

  it('takes weights that lie in shared memory', () => {
    const shared = new Float32Array(new SharedArrayBuffer(4 * 20), 16, 9);
    shared.fill(0.5);
    writeCheckpoint(folder, { ...contentAt(1), weights: shared });
    expect([...read(run).weights]).toEqual(new Array(9).fill(0.5));
  });

  it('points latest at the last and best at the one it is told', () => {
    writeCheckpoint(folder, contentAt(1));
    expect(read(run).manifest.envSteps).toBe(1);
    writeCheckpoint(folder, contentAt(2), { isBest: true });
    writeCheckpoint(folder, contentAt(10));
    expect(readFileSync(join(folder, 'latest'), 'utf8')).toBe('10\n');
    expect(readFileSync(join(folder, 'best'), 'utf8')).toBe('2\n');
    expect(read(run).manifest.envSteps).toBe(2);
    expect(read(folder).manifest.envSteps).toBe(2);
    expect(read(join(folder, '10')).manifest.envSteps).toBe(10);
  });

  it('replaces a checkpoint of the same step and leaves nothing else', () => {
    writeCheckpoint(folder, contentAt(5, 1));
    writeCheckpoint(folder, contentAt(5, 2));
    expect(read(run).weights[0]).toBe(2);
    expect(readdirSync(folder).sort()).toEqual(['5', 'latest']);
  });

  it.each([NaN, Infinity, -Infinity])('refuses a weight of %d and keeps the older checkpoints', (value) => {
    writeCheckpoint(folder, contentAt(1));
    const content = contentAt(2);
    content.weights[7] = value;
    expect(() => writeCheckpoint(folder, content)).toThrow(
      expect.objectContaining({
        code: 'ERR_NON_FINITE',
        message: `checkpoint ${join(folder, '2')}: tensor "dense0/bias" [1]: expected a finite number, got ${value}`,
      }),
    );
    expect(readdirSync(folder).sort()).toEqual(['1', 'latest']);
  });

  it('writes the last finite weights though the optimizer has gone astray, for whoever evaluates them', () => {
    const optimizer = [{ name: 'adam/m', shape: [9], data: new Float32Array(9).fill(NaN) }];
    writeCheckpoint(folder, { ...contentAt(1), optimizer });
    expect(readCheckpoint(run, { weights: () => layout }).optimizer).toEqual([]);
    expectRefused(
      run,
      'ERR_NON_FINITE',
      /optimizer.safetensors: tensor "adam\/m" \[0\]: expected a finite number, got NaN$/,
    );
  });

  it('refuses weights of another length than the layout', () => {
    expect(() => writeCheckpoint(folder, { ...contentAt(1), weights: new Float32Array(8) })).toThrow(
      expect.objectContaining({ code: 'ERR_SHAPE', message: 'weights: expected 9 elements, got 8' }),
    );
  });

  it('leaves the older checkpoints and no temporary directory when the file system refuses', () => {
    writeCheckpoint(folder, contentAt(1));
    // A directory in the place of a pointer file cannot be replaced by a file.
    rmSync(join(folder, 'latest'));
    mkdirSync(join(folder, 'latest', 'x'), { recursive: true });
    expect(() => writeCheckpoint(folder, contentAt(2))).toThrow(
      expect.objectContaining({
        code: 'ERR_RUN_DIRECTORY',
        message: expect.stringContaining(`checkpoint ${folder}`) as string,
      }),
    );
    expect(readdirSync(folder).sort()).toEqual(['1', '2', 'latest']);
    expect(read(join(folder, '1')).weights[0]).toBe(1);
  });

  it.skipIf(process.platform === 'win32')(
    'leaves nothing of a checkpoint that the disk has no room for',
    () => {
      const script = fileURLToPath(new URL('./support/limited-writer.js', import.meta.url));
      // 64 blocks: 32 or 64 KiB, after the shell.
      const limited = ['-c', 'ulimit -f 64; exec "$0" "$@"', process.execPath, script, folder];
      const { stdout, stderr } = spawnSync('sh', limited, { encoding: 'utf8' });
      expect(stderr).toBe('');
      expect(JSON.parse(stdout)).toEqual({
        code: 'ERR_RUN_DIRECTORY',
        message: expect.stringMatching(/checkpoint .*5: cannot be written, EFBIG/) as string,
      });
      expect(readdirSync(folder).sort()).toEqual(['5', 'latest']);
      expect(read(run).weights[0]).toBe(1);
    },
  );

  it('leaves pointers at whole checkpoints when the process is killed while it writes', async () => {
    const script = fileURLToPath(new URL('./support/killed-writer.js', import.meta.url));
    for (let kill = 0; kill < 5; kill++) {
      const child = spawn(process.execPath, [script, folder], { stdio: 'inherit' });
      const exit = once(child, 'exit');
      while (
        !existsSync(join(folder, 'latest')) ||
        readFileSync(join(folder, 'latest'), 'utf8').length < 2 + (kill % 2)
      ) {
        await setImmediate();
      }
      child.kill('SIGKILL');
      await exit;
      const { weights, optimizer } = read(run);
      expect(new Set(weights).size).toBe(1);
      expect(optimizer[0]!.data[0]).toBeCloseTo(-weights[0]!, 10);
      writeCheckpoint(folder, contentAt(1_000_000 + kill), { isBest: true });
      pruneCheckpoints(folder, 1);
      expect(readdirSync(folder).sort()).toEqual([String(1_000_000 + kill), 'best', 'latest']);
      rmSync(folder, { recursive: true });
    }
  });
});

describe('a replacement that was cut short', () => {
  beforeEach(() => {
    writeCheckpoint(folder, contentAt(5, 1));
  });

  it('is read from where the old checkpoint was set aside', () => {
    renameSync(join(folder, '5'), join(folder, '.replaced-5'));
    expect(read(run).weights[0]).toBe(1);
    expect(read(join(folder, '5')).weights[0]).toBe(1);
  });

  it('is undone when the new checkpoint had not arrived', () => {
    renameSync(join(folder, '5'), join(folder, '.replaced-5'));
    expect(pruneCheckpoints(folder, 1)).toEqual([]);
    expect(readdirSync(folder).sort()).toEqual(['5', 'latest']);
    expect(read(run).weights[0]).toBe(1);
  });

  it('is completed when it had', () => {
    cpSync(join(folder, '5'), join(folder, '.replaced-5'), { recursive: true });
    writeCheckpoint(folder, contentAt(5, 2));
    expect(readdirSync(folder).sort()).toEqual(['5', 'latest']);
    expect(read(run).weights[0]).toBe(2);
  });
});

describe('readCheckpoint', () => {
  let directory: string;
  const weightsPath = () => join(directory, 'weights.safetensors');
  beforeEach(() => {
    ({ directory } = writeCheckpoint(folder, contentAt(1000)));
  });

  it('refuses a path where nothing is', () => {
    const path = join(run, 'absent');
    expectRefused(
      path,
      'ERR_CHECKPOINT_MISSING',
      `${path}: expected a run directory or a checkpoint that manyhands train wrote, got nothing there`,
    );
    expectRefused('\0', 'ERR_CHECKPOINT_MISSING', /null bytes/);
    expectRefused(join(run, 'x'.repeat(5000)), 'ERR_CHECKPOINT_MISSING', /ENAMETOOLONG/);
  });

  it.each([
    {
      name: 'model.zip',
      bytes: Buffer.from('PK\x03\x04 and more'),
      got: /got a zip archive, as PyTorch and Stable/,
    },
    { name: 'model.pt', bytes: Buffer.from(''), got: /got a file$/ },
  ])('refuses the foreign file $name', ({ name, bytes, got }) => {
    const path = join(run, name);
    writeFileSync(path, bytes);
    expectRefused(path, 'ERR_CHECKPOINT_MISSING', got);
  });

  it('tells whoever gives a file of a checkpoint to give its directory', () => {
    expectRefused(
      weightsPath(),
      'ERR_CHECKPOINT_MISSING',
      /got a file inside a checkpoint: give its directory$/,
    );
  });

  it('refuses a directory that is neither', () => {
    rmSync(join(directory, 'manifest.json'));
    expectRefused(directory, 'ERR_CHECKPOINT_MISSING', /got a directory without manifest\.json$/);
    rmSync(folder, { recursive: true });
    expectRefused(run, 'ERR_CHECKPOINT_MISSING', /got a directory without manifest\.json$/);
    mkdirSync(folder);
    expectRefused(run, 'ERR_CHECKPOINT_MISSING', /got a run without one yet$/);
    expectRefused(folder, 'ERR_CHECKPOINT_MISSING', /got a run without one yet$/);
  });

  it('refuses a pointer to nowhere or out of the folder', () => {
    writeFileSync(join(folder, 'best'), '7\n');
    expectRefused(run, 'ERR_CHECKPOINT_MISSING', /got nothing, though 'best' names it$/);
    for (const text of ['../../elsewhere\n', '', '7\n8\n', '007\n']) {
      writeFileSync(join(folder, 'best'), text);
      expectRefused(run, 'ERR_CHECKPOINT_CORRUPT', /best: content: expected the name of a checkpoint, got/);
    }
  });

  it.each([0, 1, 8, 100, 250])('refuses weights truncated to %d bytes', (length) => {
    const { length: whole } = readFileSync(weightsPath());
    truncateSync(weightsPath(), length);
    expectRefused(
      run,
      'ERR_CHECKPOINT_CORRUPT',
      `${weightsPath()}: file size: expected ${whole} bytes by its manifest, got ${length} bytes`,
    );
  });

  it('refuses a file too long before it reads it', () => {
    truncateSync(weightsPath(), 2 ** 33);
    expectRefused(
      run,
      'ERR_CHECKPOINT_CORRUPT',
      /file size: expected \d+ bytes by its manifest, got 8589934592 bytes$/,
    );
  });

  it('refuses a file that is not there', () => {
    rmSync(weightsPath());
    expectRefused(
      run,
      'ERR_CHECKPOINT_CORRUPT',
      /weights\.safetensors: file: expected \d+ bytes, got no such file$/,
    );
  });

  it.each(['weights.safetensors', 'optimizer.safetensors'])('refuses any flipped bit in %s', (name) => {
    const path = join(directory, name);
    const bytes = readFileSync(path);
    for (let bit = 0; bit < bytes.length * 8; bit += 7) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      writeFileSync(path, flipped);
      expectRefused(
        run,
        'ERR_CHECKPOINT_CORRUPT',
        /SHA-256: expected [0-9a-f]{64} by its manifest, got [0-9a-f]{64}$/,
      );
    }
  });

  it('refuses a manifest too long to be one', () => {
    truncateSync(join(directory, 'manifest.json'), 2 ** 33);
    expectRefused(
      run,
      'ERR_CHECKPOINT_CORRUPT',
      /manifest\.json: file size: expected at most 16777216 bytes, got 8589934592/,
    );
  });

  it('refuses files whose manifest agrees but which hold something else', () => {
    const tensors = [
      { name: 'dense0/kernel', shape: [2, 3], data: new Float32Array(6) },
      { name: 'dense0/bias', shape: [3], data: new Float32Array(3) },
    ];
    forge(directory, 'weights.safetensors', Buffer.from('PK\x03\x04 not tensors'));
    expectRefused(run, 'ERR_CHECKPOINT_CORRUPT', /header length: expected at most 100000000 bytes/);
    forge(directory, 'weights.safetensors', encodeSafetensors(tensors));
    expectRefused(run, 'ERR_CHECKPOINT_CORRUPT', /SHA-256 of the weights: expected/);
    tensors[0]!.data[4] = Infinity;
    forge(directory, 'weights.safetensors', encodeSafetensors(tensors));
    expectRefused(
      run,
      'ERR_NON_FINITE',
      /tensor "dense0\/kernel" \[4\]: expected a finite number, got Infinity$/,
    );
  });

  it.each([
    {
      name: 'another shape',
      wanted: [{ name: 'dense0/kernel', shape: [2, 4] }, layout[1]!],
      got: /"dense0\/kernel": expected shape \[2, 4\], got shape \[2, 3\]; the checkpoint is of another network/,
    },
    {
      name: 'a tensor that it lacks',
      wanted: [...layout, { name: 'dense1/bias', shape: [] }],
      got: /"dense1\/bias": expected shape \[\], got no such tensor/,
    },
    {
      name: 'fewer tensors',
      wanted: [layout[0]!],
      got: /"dense0\/bias": expected no such tensor, got shape \[3\]/,
    },
  ])('refuses a checkpoint of another network: $name', ({ wanted, got }) => {
    expect(() => readCheckpoint(run, { weights: () => wanted })).toThrow(
      expect.objectContaining({
        code: 'ERR_CHECKPOINT_MISMATCH',
        message: expect.stringMatching(got) as string,
      }),
    );
  });

  it('asks for the layout with the manifest, whose errors pass unchanged', () => {
    const error = new RangeError('of the caller');
    expect(() =>
      readCheckpoint(run, {
        weights: (manifest) => {
          expect(manifest.network).toEqual({ layers: [{ type: 'dense', units: 3 }] });
          throw error;
        },
      }),
    ).toThrow(error);
  });
});

describe('readManifest', () => {
  it('needs no other file', () => {
    const { directory } = writeCheckpoint(folder, contentAt(1000));
    rmSync(join(directory, 'weights.safetensors'));
    expect(readManifest(run)).toMatchObject({ directory, manifest: { envSteps: 1000 } });
  });
});

describe('pruneCheckpoints', () => {
  it('keeps the newest by step, and those that best and latest name', () => {
    for (const step of [2, 10, 100, 30]) writeCheckpoint(folder, contentAt(step), { isBest: step === 2 });
    writeCheckpoint(folder, contentAt(9));
    expect(pruneCheckpoints(folder, 2)).toEqual(['10']);
    expect(readdirSync(folder).sort()).toEqual(['100', '2', '30', '9', 'best', 'latest']);
  });

  it('clears what a killed process left', () => {
    writeCheckpoint(folder, contentAt(1));
    mkdirSync(join(folder, '.tmp-2-999-0-1'));
    writeFileSync(join(folder, '.tmp-2-999-0-1', 'weights.safetensors'), 'half');
    expect(pruneCheckpoints(folder, 5)).toEqual([]);
    expect(readdirSync(folder).sort()).toEqual(['1', 'latest']);
  });

  it('touches nothing that is not its own', () => {
    writeCheckpoint(folder, contentAt(1));
    for (const name of ['007', '12a', 'notes']) mkdirSync(join(folder, name));
    writeCheckpoint(folder, contentAt(2));
    expect(pruneCheckpoints(folder, 1)).toEqual(['1']);
    expect(readdirSync(folder).sort()).toEqual(['007', '12a', '2', 'latest', 'notes']);
  });

  it.each([0, -1, 1.5, NaN])('refuses to keep %d', (numKept) => {
    expect(() => pruneCheckpoints(folder, numKept)).toThrow(expect.objectContaining({ code: 'ERR_CONFIG' }));
  });
});
