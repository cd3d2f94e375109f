/** What a reader sees written in a drawing, in the order of the file. */
export function textsOf(svg: string): string[] {
  return Array.from(svg.matchAll(/<text\b[^>]*>([^<]*)<\/text>/g), ([, text]) =>
    text!.replaceAll('&gt;', '>'),
  );
}

/** Marks of a kind, as Vega names their groups: `mark-symbol`, `mark-line`, `mark-area`, `mark-rule`. Legends and axes are not counted. */
export function marksOf(svg: string, kind: 'symbol' | 'line' | 'area' | 'rule'): string[] {
  const groups = svg.matchAll(new RegExp(`<g class="mark-${kind} role-mark[^>]*>(.*?)</g>`, 'gs'));
  return Array.from(groups, ([, body]) => body!).flatMap(
    (body) => body.match(/<(?:path|line)\b[^>]*>/g) ?? [],
  );
}
