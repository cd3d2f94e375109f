import type { EngineProbe } from '../learner/probe/probe-engine.js';
import type { Check } from '../runtime/doctor/check.js';
import type { Diagnosis } from '../runtime/doctor/diagnose.js';
import { formatMilliseconds } from './describe-engines.js';
import { formatCount } from './format.js';

/** How lines stand out; each the identity where there is no terminal. */
export interface DoctorStyle {
  readonly heading: (text: string) => string;
  readonly note: (text: string) => string;
  readonly ok: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly bad: (text: string) => string;
}

const HEADS = ['engine', 'installed', 'loads', 'device', 'memory', 'ms/update', 'updates/s', 'to do'];
/** Columns of {@link HEADS} that are numbers. */
const IS_NUMBER = HEADS.map((head) => ['ms/update', 'updates/s', 'memory'].includes(head));
/** What is not known, or does not apply. */
const NONE = '-';

/** What `manyhands doctor` prints: the machine, what was looked at, and a table of the engines. */
export function renderDiagnosis(diagnosis: Diagnosis, style: DoctorStyle): string {
  const { manyhands, node, platform, cpu, cores, memoryBytes, checks, engines, ok } = diagnosis;
  const verdict = ok ? style.ok('manyhands train runs here') : style.bad('manyhands train does not run here');
  const nameColumns = Math.max(...checks.map(({ name }) => name.length));
  return [
    style.heading(`manyhands ${manyhands}, Node.js ${node}, ${platform}`),
    `${cpu}, ${cores} ${cores === 1 ? 'core' : 'cores'}, ${formatGigabytes(memoryBytes)} of memory`,
    '',
    ...checks.map((check) => checkLine(check, nameColumns, style)),
    '',
    ...(engines.length === 0 ? [] : [...engineTable(diagnosis, style), '']),
    verdict,
    '',
  ].join('\n');
}

function checkLine({ name, state, detail }: Check, nameColumns: number, style: DoctorStyle): string {
  const mark = { ok: style.ok, note: style.warning, bad: style.bad }[state](state);
  return `${mark}${' '.repeat(6 - state.length)}${name.padEnd(nameColumns)}  ${detail}`;
}

function engineTable({ engines, training }: Diagnosis, style: DoctorStyle): string[] {
  const [head, ...lines] = align([HEADS, ...engines.map(cellsOf)]);
  const { algorithm, network, batchSize } = training!;
  const what = `an update: ${algorithm}, network ${network.join('-')}, a batch of ${batchSize}`;
  return [style.heading(head!), ...lines, style.note(what)];
}

function cellsOf({
  engine,
  installed,
  loads,
  device,
  millisecondsPerUpdate,
  problem,
  fix,
}: EngineProbe): string[] {
  const softly = device?.isSoftware === true;
  const milliseconds = millisecondsPerUpdate === null ? NONE : formatMilliseconds(millisecondsPerUpdate);
  const perSecond = millisecondsPerUpdate === null ? NONE : formatCount(1000 / millisecondsPerUpdate);
  return [
    ...[engine, installed ? 'yes' : 'no', loads ? 'yes' : 'no'],
    device === null ? NONE : `${device.name}${softly ? ' (software)' : ''}`,
    device?.memoryBytes === undefined ? NONE : formatGigabytes(device.memoryBytes),
    ...[milliseconds, perSecond],
    fix ?? problem ?? (softly ? "install the GPU's driver: this is a program in its place" : ''),
  ];
}

function formatGigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}

function align(rows: readonly (readonly string[])[]): string[] {
  const widths = HEADS.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((cell, column) =>
        IS_NUMBER[column] ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
      )
      .join('  ')
      .trimEnd(),
  );
}
