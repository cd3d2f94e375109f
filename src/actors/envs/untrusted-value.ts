import { describeSpace, type Space } from '../../shared/spaces.js';

/** Whether it has properties to look at. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Whether it is a space as `discrete` and `box` make them. */
export function isSpace(value: unknown): value is Space {
  if (!isRecord(value)) return false;
  if (value['kind'] === 'discrete') return Number.isSafeInteger(value['n']) && (value['n'] as number) > 0;
  const { kind, shape, low, high, dtype, frames } = value;
  if (kind !== 'box' || !Array.isArray(shape)) return false;
  if (dtype !== 'float32' && dtype !== 'uint8') return false;
  if (frames !== null && frames !== shape.at(-1)) return false;
  if (!(low instanceof Float32Array) || !(high instanceof Float32Array)) return false;
  const size = (shape as unknown[]).reduce<number>((product, length) => product * Number(length), 1);
  return low.length === size && high.length === size && size > 0;
}

/** What came from a user's code, in a few words. */
export function describeValue(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'function') return 'a function';
  if (!isRecord(value)) return String(value);
  if (isSpace(value)) return describeSpace(value);
  const type = value.constructor.name;
  return ArrayBuffer.isView(value) || Array.isArray(value)
    ? `${type} of ${(value as ArrayLike<unknown>).length}`
    : type;
}
