/** Prints what a process of manyhands measured, as the scripts of the peers do. */
export function answer(figures: readonly Figure[]): void {
  const maxRssBytes = process.resourceUsage().maxRSS * 1024;
  process.stdout.write(`${JSON.stringify({ figures, maxRssBytes, versions: { node: process.version } })}\n`);
}

export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  readonly samplesPerCall?: number;
}
