import type { ChartSpec } from './drawing/artist.js';

/** A chart, and what a reader of its file's name would ask. */
export interface Figure {
  readonly kind: 'training' | 'learning-curves' | 'scaling';
  /** Of its file, without an ending. */
  readonly name: string;
  readonly spec: ChartSpec;
  /** What it shows, in words. */
  readonly shows: string;
  /** Directories of the runs, or the benchmark file, that it was made from. */
  readonly sources: readonly string[];
}

/** An id as part of a file name. */
export function fileNameOf(id: string): string {
  return id.replaceAll(/[^\w.=-]+/g, '-');
}
