import pc from 'picocolors';

/** The colours for what is written to this stream: none where it is not a terminal, or `NO_COLOR` is set. */
export function colorsFor(stream: { readonly isTTY?: boolean }): ReturnType<typeof pc.createColors> {
  // `isTTY` is undefined for a pipe, which picocolors would take for "find out", and CI for a terminal.
  return pc.createColors(Boolean(stream.isTTY) && !('NO_COLOR' in process.env));
}
