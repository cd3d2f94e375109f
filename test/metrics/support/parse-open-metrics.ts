/** One `# TYPE` of OpenMetrics and what follows it. */
export interface Family {
  readonly name: string;
  readonly type: string;
  readonly unit: string | undefined;
  readonly help: string;
  readonly samples: readonly Sample[];
}

export interface Sample {
  readonly name: string;
  readonly labels: ReadonlyMap<string, string>;
  readonly value: number;
}

/** What follows the name of a family in the names of its samples. */
const SUFFIXES: Readonly<Record<string, readonly string[]>> = {
  counter: ['_total', '_created'],
  gauge: [''],
  histogram: ['_bucket', '_sum', '_count', '_created'],
  info: ['_info'],
  unknown: [''],
};

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const ESCAPED = '(?:[^"\\\\]|\\\\["\\\\n])*';
const SAMPLE = new RegExp(`^(${NAME})(?:\\{((?:[a-zA-Z_][a-zA-Z0-9_]*="${ESCAPED}",?)+)\\})? (\\S+)$`);
const LABEL = new RegExp(`([a-zA-Z_][a-zA-Z0-9_]*)="(${ESCAPED})"`, 'g');
const HELP = new RegExp(`^(${ESCAPED})$`);
const NUMBER = /^(?:[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?|\+Inf|-Inf|NaN)$/;
/** Powers of ten and 0 as Go writes them: bounds must be written like that. */
const CANONICAL = /^-?(?:0\.0|0\.0{0,3}1|10{0,5}\.0|1e-(?:0[5-9]|10)|1e\+(?:0[6-9]|10)|\+Inf)$/;

/**
 * A strict reader of the part of OpenMetrics 1.0 that has no timestamps and no exemplars, written from the specification.
 *
 * @throws Error with the line at fault
 */
export function parseOpenMetrics(text: string): readonly Family[] {
  if (!text.endsWith('\n# EOF\n') && text !== '# EOF\n') throw new Error('does not end in # EOF');
  const families: Family[] = [];
  const taken = new Set<string>();
  const lines = text.split('\n').slice(0, -2);
  for (let i = 0; i < lines.length;) {
    const about = /^# TYPE (\S+) (\S+)$/.exec(lines[i] ?? '') ?? fail('expected a type', lines[i]);
    const [, name, type] = about as unknown as [string, string, string];
    i += 1;
    const unit = lines[i]?.startsWith(`# UNIT ${name} `)
      ? lines[i++]!.slice(`# UNIT ${name} `.length)
      : undefined;
    const help = lines[i]?.startsWith(`# HELP ${name} `) ? lines[i++]!.slice(`# HELP ${name} `.length) : '';
    const samples: Sample[] = [];
    while (i < lines.length && !lines[i]!.startsWith('#')) samples.push(parseSample(lines[i++]!));
    check({ name, type, unit, help, samples }, taken);
    families.push({ name, type, unit, help, samples });
  }
  return families;
}

function parseSample(line: string): Sample {
  const [, name, labelText = '', value] = (SAMPLE.exec(line) ??
    fail('malformed', line)) as unknown as string[];
  if (!NUMBER.test(value!)) fail('not a number', line);
  const pairs = Array.from(labelText.matchAll(LABEL), ([, key, text]): [string, string] => [key!, text!]);
  const labels = new Map(pairs);
  if (labels.size !== pairs.length) fail('a label twice', line);
  return { name: name!, labels, value: Number(value!.replace('Inf', 'Infinity')) };
}

function check(family: Family, taken: Set<string>): void {
  const { name, type, unit, help, samples } = family;
  const suffixes = SUFFIXES[type] ?? fail('unknown type', type);
  for (const claimed of new Set([name, ...suffixes.map((suffix) => name + suffix)])) {
    if (taken.has(claimed)) fail('a name twice', claimed);
    taken.add(claimed);
  }
  if (unit !== undefined && (!name.endsWith(`_${unit}`) || type === 'info')) fail('wrong unit', name);
  if (!HELP.test(help)) fail('unescaped help', help);
  const seen = new Set<string>();
  for (const { name: sampleName, labels, value } of samples) {
    const suffix = sampleName.slice(name.length);
    if (!sampleName.startsWith(name) || !suffixes.includes(suffix)) fail('not of its family', sampleName);
    const identity = JSON.stringify([sampleName, [...labels].sort()]);
    if (seen.has(identity)) fail('a series twice', identity);
    seen.add(identity);
    if (suffix !== '' && suffix !== '_info' && !(value >= 0)) fail('counts that are none', sampleName);
    if (type === 'info' && value !== 1) fail('info that is not 1', sampleName);
  }
  if (type === 'histogram') checkHistogram(family);
}

function checkHistogram({ name, samples }: Family): void {
  const groups = new Map<string, Sample[]>();
  for (const one of samples) {
    const key = JSON.stringify([...one.labels].filter(([label]) => label !== 'le').sort());
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  for (const group of groups.values()) {
    const buckets = group.filter((one) => one.name === `${name}_bucket`);
    const bounds = buckets.map(({ labels }) => labels.get('le') ?? fail('no bound', name));
    bounds.forEach((bound, i) => {
      const value = Number(bound.replace('Inf', 'Infinity'));
      if (Number.isInteger(Math.log10(Math.abs(value))) && !CANONICAL.test(bound)) fail('bound', bound);
      if (i > 0 && value <= Number(bounds[i - 1])) fail('bounds out of order', bound);
      if (i > 0 && buckets[i]!.value < buckets[i - 1]!.value) fail('buckets that shrink', bound);
      if (value < 0) fail('a bound below 0 in a histogram with a sum', bound);
    });
    if (bounds.at(-1) !== '+Inf') fail('no bucket for the rest', name);
    const count = group.find((one) => one.name === `${name}_count`)?.value;
    if (count !== buckets.at(-1)!.value) fail('a count that is not that of the last bucket', name);
    if (!group.some((one) => one.name === `${name}_sum`)) fail('a count without a sum', name);
  }
}

function fail(what: string, where: string | undefined): never {
  throw new Error(`${what}: ${where ?? 'the end'}`);
}
