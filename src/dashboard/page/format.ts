/** For a figure that does not exist (yet). */
export const NO_VALUE = '–';

const counts = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const threeDigits = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });
const compact = new Intl.NumberFormat('en', {
  notation: 'compact',
  minimumSignificantDigits: 3,
  maximumSignificantDigits: 3,
});

const ticks = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 4 });

/** Writes a number; of one that is null, NaN or infinite {@link NO_VALUE}. */
export type Format = (value: number | null | undefined) => string;

const ofNumbers =
  (format: (value: number) => string): Format =>
  (value) =>
    typeof value === 'number' && Number.isFinite(value) ? format(value) : NO_VALUE;

/** `12,288`. */
export const formatCount = ofNumbers((value) => counts.format(value));

/** `3.41M`, `61.4K`, `912`: as wide whatever the size, for figures that change all the time. */
export const formatCompact = ofNumbers((value) =>
  Math.abs(value) < 1000 ? threeDigits.format(value) : compact.format(value),
);

/** `15K`, `0.02`, `2.5M`: a round number, on an axis. */
export const formatTick = ofNumbers((value) =>
  value !== 0 && Math.abs(value) < 1e-4 ? value.toExponential(1) : ticks.format(value),
);

/** `482.9`: a return, or another figure of that size. */
export const formatDecimal = ofNumbers((value) => value.toFixed(1));

/** `0.0123`, `41.2`, `3.1e-7`: a figure of any size. */
export const formatAny = ofNumbers((value) => {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e6)) return value.toExponential(1);
  return threeDigits.format(value);
});

/** `87 %` of a ratio. */
export const formatPercent = ofNumbers((ratio) => `${(100 * ratio).toFixed(0)} %`);

/** `0.79 s`, `45 s`, `4 min 10 s`, `2 h 5 min`. */
export const formatSeconds = ofNumbers((seconds) => {
  if (seconds < 10) return `${seconds.toFixed(2)} s`;
  const whole = Math.floor(seconds);
  if (whole < 120) return `${whole} s`;
  if (whole < 7200) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
});

/** `0.5`, `45`, `4:10`, `2:05:00`: a moment of a run, on an axis. */
export const formatClock = ofNumbers((seconds) => {
  if (seconds < 60) return threeDigits.format(seconds);
  const whole = Math.round(seconds);
  const two = (value: number): string => String(value).padStart(2, '0');
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}:${two(whole % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
});
