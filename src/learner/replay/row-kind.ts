/** What a row of a table of frames holds beside its frame. */
export const ROW_KIND = {
  /** A step, taken where the frame was the newest. */
  step: 0,
  /** Nothing: the frame is the last of an episode. */
  end: 1,
  /** Nothing yet: the step taken there comes with the next unroll. */
  open: 2,
} as const;
