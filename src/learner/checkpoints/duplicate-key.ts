/**
 * The first key that occurs twice in one object of a JSON text, or `undefined`.
 *
 * `JSON.parse` keeps the last of two equal keys without a word, so a file could say one thing to us and another to a
 * reader that keeps the first. Keys are compared after their escapes are undone.
 *
 * @param text - must have passed `JSON.parse`: nothing else is checked here
 */
export function duplicateKeyIn(text: string): string | undefined {
  /** One entry per open bracket: the keys seen so far in an object, `null` in an array. */
  const open: (Set<string> | null)[] = [];
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === '{') open.push(new Set());
    else if (character === '[') open.push(null);
    else if (character === '}' || character === ']') open.pop();
    else if (character === '"') {
      const end = endOfString(text, i);
      const keys = open.at(-1);
      if (keys && isFollowedByColon(text, end)) {
        const key = JSON.parse(text.slice(i, end)) as string;
        if (keys.has(key)) return key;
        keys.add(key);
      }
      i = end - 1;
    }
  }
  return undefined;
}

/** The index after the closing quote of the string that opens at `start`. */
function endOfString(text: string, start: number): number {
  let i = start + 1;
  while (text[i] !== '"') i += text[i] === '\\' ? 2 : 1;
  return i + 1;
}

function isFollowedByColon(text: string, index: number): boolean {
  let i = index;
  while (text[i] === ' ' || text[i] === '\n' || text[i] === '\r' || text[i] === '\t') i++;
  return text[i] === ':';
}
