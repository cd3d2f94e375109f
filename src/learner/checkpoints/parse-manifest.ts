import { z } from 'zod';
import { expected, messageOf } from '../../shared/errors.js';
import { corrupt, shown } from './corrupt.js';
import { FORMAT_VERSION } from './format-version.js';

const count = z.int().nonnegative();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hexadecimal digits');
/** Any JSON value: its owner validates it. Not `z.json()`, which recurses as deep as a hostile file is nested. */
const json = z.unknown().refine((value) => value !== undefined, 'expected a JSON value');
const file = z.strictObject({ bytes: count, sha256 });

const manifestSchema = z.strictObject({
  formatVersion: z.literal(FORMAT_VERSION),
  /** Version of the package that wrote it. */
  manyhandsVersion: z.string(),
  run: z.string(),
  algorithm: z.string(),
  environment: z.strictObject({
    id: z.string(),
    options: z.record(z.string(), z.unknown()),
    observationSpace: json,
    actionSpace: json,
  }),
  network: json,
  policyVersion: count,
  envSteps: count,
  episodes: count,
  updates: count,
  /** The last evaluation of exactly these weights, or `null`. */
  evaluation: z
    .strictObject({
      episodes: count,
      seed: count,
      actions: z.enum(['greedy', 'sampled']).default('greedy'),
      meanReturn: z.number(),
      stdReturn: z.number(),
      minReturn: z.number(),
    })
    .nullable(),
  /** SHA-256 of the flat little-endian float32 weights, in the order of the parameter layout. */
  weightsSha256: sha256,
  files: z.strictObject({ 'weights.safetensors': file, 'optimizer.safetensors': file }),
});

/** What `manifest.json` of a checkpoint says. */
export type CheckpointManifest = Readonly<z.infer<typeof manifestSchema>>;

/**
 * Parses and checks a manifest.
 *
 * @param path - of the file, for the message
 * @throws ManyhandsError `ERR_CHECKPOINT_MISMATCH` when a newer version of this package wrote it,
 *   `ERR_CHECKPOINT_CORRUPT` when anything is missing, unknown or of the wrong type
 */
export function parseManifest(text: string, path: string): CheckpointManifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw corrupt(path, 'content', 'JSON', shown(messageOf(error)), { cause: error });
  }
  const version = formatVersionOf(value);
  if (version !== undefined && version > FORMAT_VERSION) {
    const got = `${version}: a newer manyhands wrote it, update this one`;
    throw expected('ERR_CHECKPOINT_MISMATCH', `${path}: format version`, String(FORMAT_VERSION), got);
  }
  return validate(value, path);
}

function validate(value: unknown, path: string): CheckpointManifest {
  const parsed = manifestSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const { path: keys, message } = parsed.error.issues[0]!;
  // The message may quote a key of the file, line breaks and all.
  const got = `${shown(keys.join('.') || 'the file')}: ${message.replaceAll(/\s+/g, ' ')}`;
  throw corrupt(path, 'content', 'a checkpoint manifest', got);
}

function formatVersionOf(value: unknown): number | undefined {
  if (typeof value !== 'object' || value === null || !('formatVersion' in value)) return undefined;
  return Number.isSafeInteger(value.formatVersion) ? (value.formatVersion as number) : undefined;
}
