import { z } from 'zod';

/** Seeds are 32-bit so that the index of an environment can be added to them exactly. */
const MAX_SEED = 2 ** 32 - 1;

/** Anything JSON can say, so that it can be sent to any thread and written to `config.yaml`. */
export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** `T` all the way down, never written to. */
export type DeepReadonly<T> = T extends JsonValue
  ? T extends readonly (infer Item)[]
    ? readonly DeepReadonly<Item>[]
    : T extends object
      ? string extends keyof T
        ? Readonly<Record<string, JsonValue>>
        : { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
      : T
  : never;

/** Adds a schema's own words for what it accepts, where its JSON Schema cannot say it. */
export const withWords = <Schema extends z.ZodType>(schema: Schema, accepts: string): Schema =>
  schema.meta({ accepts });

/** Marks a setting whose value is in no message and no file, and says what it accepts. */
export const secret = <Schema extends z.ZodType>(schema: Schema, accepts: string): Schema =>
  schema.meta({ accepts, isSecret: true });

export const count = (min: number, max = 1_000_000_000_000) => z.int().min(min).max(max);

export const seed = () => count(0, MAX_SEED);

export const within = (min: number, max: number) => z.number().min(min).max(max);

/** A number in `(0, max]`. */
export const positive = (max: number) => z.number().gt(0).max(max);

export const powerOfTwo = (min: number, max: number) =>
  withWords(
    count(min, max).refine((value) => Number.isInteger(Math.log2(value))),
    `a power of two from ${min} to ${max}`,
  );
