import { describe, expect, it } from 'vitest';
import { formatManifest, type CheckpointManifest } from '../../../src/learner/checkpoints/manifest.js';
import { parseManifest } from '../../../src/learner/checkpoints/parse-manifest.js';
import { ManyhandsError } from '../../../src/shared/errors.js';
import { factsAt } from './support/sample-checkpoint.js';

const file = { bytes: 10, sha256: 'ab'.repeat(32) };
const manifest: CheckpointManifest = {
  formatVersion: 1,
  ...factsAt(1000),
  weightsSha256: 'cd'.repeat(32),
  files: { 'weights.safetensors': file, 'optimizer.safetensors': file },
};

const refused = (value: unknown) => () => parseManifest(JSON.stringify(value), 'm.json');

describe('parseManifest', () => {
  it('gives back what formatManifest wrote', () => {
    expect(parseManifest(formatManifest(manifest), 'm.json')).toEqual(manifest);
    const unevaluated = { ...manifest, evaluation: null };
    expect(parseManifest(formatManifest(unevaluated), 'm.json')).toEqual(unevaluated);
  });

  it('takes an evaluation that does not say how actions were chosen for a greedy one', () => {
    const { actions, ...evaluation } = manifest.evaluation!;
    expect(actions).toBe('greedy');
    const text = JSON.stringify({ ...manifest, evaluation });
    expect(parseManifest(text, 'm.json')).toEqual(manifest);
  });

  it('tells the user of a newer format to update, whatever else is in it', () => {
    expect(refused({ formatVersion: 2, what: 'nobody knows yet' })).toThrow(
      expect.objectContaining({
        code: 'ERR_CHECKPOINT_MISMATCH',
        message: 'm.json: format version: expected 1, got 2: a newer manyhands wrote it, update this one',
      }),
    );
  });

  it.each([
    {
      name: 'another kind of value',
      value: [],
      message: '"the file": Invalid input: expected object, received array',
    },
    {
      name: 'an older format',
      value: { ...manifest, formatVersion: 0 },
      message: '"formatVersion": Invalid input: expected 1',
    },
    {
      name: 'an unknown key',
      value: { ...manifest, extra: 1 },
      message: '"the file": Unrecognized key: "extra"',
    },
    {
      name: 'a key with line breaks',
      value: { ...manifest, 'a\n\nb': 1 },
      message: '"the file": Unrecognized key: "a b"',
    },
    {
      name: 'a missing network',
      value: { ...manifest, network: undefined },
      message: '"network": expected a JSON value',
    },
    {
      name: 'a fraction of a step',
      value: { ...manifest, envSteps: 1.5 },
      message: '"envSteps": Invalid input: expected int, received number',
    },
    {
      name: 'a digest of another length',
      value: { ...manifest, weightsSha256: 'abc' },
      message: '"weightsSha256": expected 64 hexadecimal digits',
    },
    {
      name: 'a file outside of the checkpoint',
      value: { ...manifest, files: { ...manifest.files, '../../etc/passwd': file } },
      message: '"files": Unrecognized key: "../../etc/passwd"',
    },
  ])('refuses $name', ({ value, message }) => {
    expect(refused(value)).toThrow(
      expect.objectContaining({
        code: 'ERR_CHECKPOINT_CORRUPT',
        message: `m.json: content: expected a checkpoint manifest, got ${message}`,
      }),
    );
  });

  it('refuses what is no JSON in one line', () => {
    expect(() => parseManifest('{\n"formatVersion": 1,\n', 'm.json')).toThrow(
      expect.objectContaining({
        code: 'ERR_CHECKPOINT_CORRUPT',
        message: expect.not.stringContaining('\n') as string,
      }),
    );
  });

  it('survives the file cut or flipped at any byte, and a value nested a million deep', () => {
    const text = formatManifest(manifest);
    const broken = [`{"formatVersion":1,"network":${'['.repeat(1e6)}${']'.repeat(1e6)}}`];
    for (let i = 0; i < text.length; i++) {
      broken.push(text.slice(0, i));
      broken.push(text.slice(0, i) + String.fromCharCode(text.charCodeAt(i) ^ 4) + text.slice(i + 1));
    }
    for (const candidate of broken) {
      try {
        parseManifest(candidate, 'm.json');
      } catch (error) {
        expect(error).toBeInstanceOf(ManyhandsError);
      }
    }
  });
});

describe('formatManifest', () => {
  it('refuses what could not be read again', () => {
    const evaluation = { ...manifest.evaluation!, meanReturn: NaN };
    expect(() => formatManifest({ ...manifest, evaluation })).toThrow(
      expect.objectContaining({
        code: 'ERR_NON_FINITE',
        message: expect.stringContaining('meanReturn') as string,
      }),
    );
  });
});
