/** One of the alternatives that a client can do with. */
interface Alternative {
  readonly name: string;
  readonly parameters: ReadonlyMap<string, string>;
  /** How much it would like it, 0 (not at all) to 1. */
  readonly quality: number;
}

const QUALITY = /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/;

/** The compressions that there are, the tightest first. */
export const CODINGS = ['br', 'gzip'] as const;

export type Coding = (typeof CODINGS)[number];

const OPEN_METRICS = 'application/openmetrics-text';
/** Of OpenMetrics; whoever names none takes any. */
const OPEN_METRICS_VERSION = '1.0.0';

/**
 * Whether `Accept` likes OpenMetrics better than plain text (RFC 9110, section 12.5.1). Of equals, plain text: browsers like
 * everything, and show text.
 */
export function prefersOpenMetrics(accept: string | undefined): boolean {
  const ranges = alternativesOf(accept ?? '');
  const openMetrics = ranges.filter(
    ({ parameters }) => (parameters.get('version') ?? OPEN_METRICS_VERSION) === OPEN_METRICS_VERSION,
  );
  return (
    qualityOf(openMetrics, [OPEN_METRICS, 'application/*', '*/*']) >
    qualityOf(ranges, ['text/plain', 'text/*', '*/*'])
  );
}

/** The compression that `Accept-Encoding` likes best (RFC 9110, section 12.5.3), null for none. */
export function preferredCoding(acceptEncoding: string | undefined): Coding | null {
  const codings = alternativesOf(acceptEncoding ?? '');
  let best: Coding | null = null;
  // Not to compress is always possible, and never better than to.
  let most = codings.find(({ name }) => name === 'identity')?.quality ?? 0;
  for (const coding of CODINGS) {
    const quality = qualityOf(codings, [coding, '*']);
    if (quality > 0 && (best === null ? quality >= most : quality > most)) [best, most] = [coding, quality];
  }
  return best;
}

/** @param names - what the thing is called, the most specific first: that decides */
function qualityOf(alternatives: readonly Alternative[], names: readonly string[]): number {
  for (const name of names) {
    const qualities = alternatives.filter((one) => one.name === name).map(({ quality }) => quality);
    if (qualities.length > 0) return Math.max(...qualities);
  }
  return 0;
}

function alternativesOf(header: string): readonly Alternative[] {
  return header.split(',').flatMap((part) => {
    const [name = '', ...rest] = part.split(';').map((text) => text.trim().toLowerCase());
    const parameters = new Map(
      rest.map((text): [string, string] => {
        const [key = '', ...value] = text.split('=');
        return [
          key.trim(),
          value
            .join('=')
            .trim()
            .replace(/^"(.*)"$/, '$1'),
        ];
      }),
    );
    const quality = parameters.get('q') ?? '1';
    // What cannot be read is as if it were not there.
    return name === '' || !QUALITY.test(quality) ? [] : [{ name, parameters, quality: Number(quality) }];
  });
}
