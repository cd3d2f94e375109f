const SIGNIFICANT_DIGITS = 4;

/** `28,010,000`, `0.03702`; what a target takes that was not reached is `never`. */
export function formatFigure(value: number): string {
  if (value === Infinity) return 'never';
  const rounded = Number(value.toPrecision(SIGNIFICANT_DIGITS));
  return rounded.toLocaleString('en-US', { maximumFractionDigits: 6 });
}

/** `1.042`; a target that is reached now, or no longer, has no number. */
export function formatRatio(ratio: number): string {
  return ratio === Infinity ? 'now reached' : ratio.toFixed(3);
}
