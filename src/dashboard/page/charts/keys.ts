/** Moments that Page Up and Page Down go. */
const PAGE = 10;

/**
 * Where a key moves a cursor over the moments of a run.
 *
 * @param from - null: nowhere yet, from where the first step leads to the newest
 * @returns null: away; undefined: the key means nothing here
 */
export function steppedBy(key: string, from: number | null, numMoments: number): number | null | undefined {
  const last = numMoments - 1;
  const by = (step: number): number | undefined => {
    if (last < 0) return undefined;
    return from === null ? last : Math.max(0, Math.min(last, from + step));
  };
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return by(-1);
    case 'ArrowRight':
    case 'ArrowUp':
      return by(1);
    case 'PageDown':
      return by(-PAGE);
    case 'PageUp':
      return by(PAGE);
    case 'Home':
      return last < 0 ? undefined : 0;
    case 'End':
      return last < 0 ? undefined : last;
    case 'Escape':
      return from === null ? undefined : null;
    default:
      return undefined;
  }
}
