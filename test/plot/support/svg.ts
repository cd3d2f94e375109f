/** What a reader sees written in a drawing, line by line, in the order of the file. */
export function textsOf(svg: string): string[] {
  return Array.from(svg.matchAll(/<text\b([^>]*)>(.*?)<\/text>/gs))
    .filter(([, attributes]) => !attributes!.includes('opacity="0"'))
    .flatMap(([, , content]) => content!.split(/<[^>]*>/).filter((line) => line.trim() !== ''))
    .map((line) => line.replaceAll('&gt;', '>'));
}

/**
 * Marks of the data, as Vega groups them: not those of axes and legends.
 *
 * @returns the element of each
 */
export function marksOf(svg: string, kind: 'symbol' | 'line' | 'area' | 'rule'): string[] {
  const groups = svg.matchAll(new RegExp(`<g class="mark-${kind} role-mark[^>]*>(.*?)</g>`, 'gs'));
  return Array.from(groups, ([, body]) => body!).flatMap(
    (body) => body.match(/<(?:path|line)\b[^>]*>/g) ?? [],
  );
}

/** What Vega says of each axis to those who cannot see it: title, kind of scale, domain. */
export function axesOf(svg: string): string[] {
  return Array.from(svg.matchAll(/aria-label="([XY]-axis [^"]*)"/g), ([, label]) =>
    label!.replaceAll('−', '-'),
  );
}
