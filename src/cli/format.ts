/** `12,288`. Without Intl, whose first use takes 17 ms of a start that is counted in milliseconds. */
export function formatCount(value: number): string {
  if (!Number.isFinite(value)) return '-';
  return String(Math.round(value)).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `1.32 s`, `4 min 10 s`, `2 h 5 min`. */
export function formatSeconds(seconds: number): string {
  if (!Number.isFinite(seconds)) return '-';
  if (seconds < 10) return `${seconds.toFixed(2)} s`;
  if (seconds < 120) return `${seconds.toFixed(0)} s`;
  if (seconds < 7200) return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

/** With a fixed number of decimals, or a dash for what is not known. */
export function formatDecimal(value: number, decimals: number): string {
  return Number.isFinite(value) ? value.toFixed(decimals) : '-';
}

/** `12 %`. */
export function formatPercent(ratio: number): string {
  return Number.isFinite(ratio) ? `${(100 * ratio).toFixed(0)} %` : '-';
}
