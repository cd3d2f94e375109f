import { z } from 'zod';

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** What a schema accepts, as the words after `expected`: `an integer from 1 to 64 or auto`. */
export function accepts(schema: z.core.$ZodType): string {
  if (schema instanceof z.ZodNullable) {
    const options = alternatives(toJsonSchema(schema.unwrap()));
    return listing([...options, 'null'], 'or');
  }
  return inWords(toJsonSchema(schema));
}

function toJsonSchema(schema: z.core.$ZodType): JsonSchema {
  return z.toJSONSchema(schema, { io: 'input' });
}

function inWords(schema: JsonSchema): string {
  const options = alternatives(schema);
  return options.length > 1 ? listing(options, 'or') : options[0]!;
}

function alternatives(schema: JsonSchema): string[] {
  // Set by `withWords` where JSON Schema has no way to say it.
  if (typeof schema['accepts'] === 'string') return [schema['accepts']];
  if (schema.anyOf !== undefined) return schema.anyOf.flatMap(alternatives);
  if (schema.enum !== undefined) return schema.enum.map(String);
  if (schema.const !== undefined) return [String(schema.const)];
  switch (schema.type) {
    case 'boolean':
      return ['true', 'false'];
    case 'integer':
      return [`an integer${range(schema)}`];
    case 'number':
      return [`a number${range(schema)}`];
    case 'array':
      return [`a list of at most ${schema.maxItems} items, each ${inWords(schema.items as JsonSchema)}`];
    case 'string':
      return ['text of at least one character'];
    case 'object':
    case 'null':
    case undefined:
    default:
      throw new TypeError('a setting needs words for what it accepts');
  }
}

function range({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: JsonSchema): string {
  if (minimum !== undefined && maximum !== undefined) return ` from ${minimum} to ${maximum}`;
  const bounds = [
    minimum === undefined ? '' : `at least ${minimum}`,
    exclusiveMinimum === undefined ? '' : `above ${exclusiveMinimum}`,
    maximum === undefined ? '' : `at most ${maximum}`,
    exclusiveMaximum === undefined ? '' : `below ${exclusiveMaximum}`,
  ].filter((bound) => bound !== '');
  return bounds.length === 0 ? '' : ` ${bounds.join(' and ')}`;
}

/** `a, b or c`. */
export function listing(words: readonly string[], last: 'or' | 'and'): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)!}`;
}
