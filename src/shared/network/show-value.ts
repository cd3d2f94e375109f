const MAX_ELEMENTS = 3;
const MAX_CHARACTERS = 80;
/** How many objects and arrays are opened, one inside the other. */
const MAX_DEPTH = 2;

/**
 * A value in one line, however much is nested in it, for a message. Of what JSON can hold and of numbers it reads as
 * Node's `inspect` would write it; networks are also read in browsers, which have none.
 */
export function showValue(value: unknown, depth = 0): string {
  if (typeof value === 'string') return showText(value);
  if (typeof value === 'function') return `[function ${value.name}]`;
  if (Object.is(value, -0)) return '-0';
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return showArray(value, depth);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) return `[${value.constructor.name}]`;
  const entries = Object.entries(value);
  if (entries.length === 0) return '{}';
  if (depth === MAX_DEPTH) return '[Object]';
  return `{ ${entries.map(([key, field]) => `${showKey(key)}: ${showValue(field, depth + 1)}`).join(', ')} }`;
}

function showArray(array: readonly unknown[], depth: number): string {
  if (array.length === 0) return '[]';
  if (depth === MAX_DEPTH) return '[Array]';
  const shown = array.slice(0, MAX_ELEMENTS).map((element) => showValue(element, depth + 1));
  const numLeft = array.length - shown.length;
  if (numLeft > 0) shown.push(`... ${numLeft} more item${numLeft > 1 ? 's' : ''}`);
  return `[ ${shown.join(', ')} ]`;
}

function showText(text: string): string {
  const numLeft = text.length - MAX_CHARACTERS;
  if (numLeft <= 0) return quote(text);
  return `${quote(text.slice(0, MAX_CHARACTERS))}... ${numLeft} more character${numLeft > 1 ? 's' : ''}`;
}

function showKey(key: string): string {
  return /^[a-zA-Z_]\w*$/.test(key) ? key : quote(key);
}

/** Between the first of three kinds of quotes that the text does not hold itself. */
function quote(text: string): string {
  const mark = ["'", '"', '`'].find((candidate) => !text.includes(candidate)) ?? "'";
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"');
  return `${mark}${mark === "'" ? escaped.replaceAll("'", "\\'") : escaped}${mark}`;
}
