/** Settings that are fine one by one and impossible together. */
export interface Conflict {
  /** The setting to blame, `section.key`. */
  readonly path: string;
  /** What would have been right, as in `expected ...`; it names the other settings as `{section.key}`. */
  readonly wanted: string;
  /** What goes wrong otherwise, and what to change. */
  readonly why: string;
}
