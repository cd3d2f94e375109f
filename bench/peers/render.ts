import { paceTable } from './pace-table.js';
import type { Results, Run } from './results.js';
import { trainingTable } from './training-table.js';

const TABLES = { training: trainingTable, pace: paceTable };

/**
 * All results as Markdown: what was run where, a table for each match, and what failed.
 *
 * @throws Error if a run's answer is not what its match asks for
 */
export function renderResults(results: Results): string {
  const { matches, runs } = results;
  const sections = matches.map((match) => `### ${match.title}\n\n${TABLES[match.kind](match, runs)}`);
  return `${[provenance(results), ...sections, ...failures(runs)].join('\n\n')}\n`;
}

function provenance({ date, command, machine, seeds, runs }: Results): string {
  const { cpu, cores, node, manyhands, commit } = machine;
  const ours = `manyhands ${manyhands}${commit === null ? '' : ` (${commit})`} on Node ${node}`;
  const versions = new Map(runs.flatMap(({ answer }) => versionsIn(answer)));
  const peers = [...versions].map(([name, version]) => `, ${name} ${version}`).join('');
  const rounds = `${seeds} ${seeds === 1 ? 'round' : 'rounds'} in turns`;
  return `${date.slice(0, 10)}, ${cpu}, ${cores} cores: ${ours}${peers}. ${rounds}, \`${command}\`.`;
}

/** Of the packages of a peer; ours is told by the machine. */
function versionsIn(answer: Run['answer']): [string, string][] {
  const versions: unknown = answer?.['versions'];
  if (typeof versions !== 'object' || versions === null) return [];
  return Object.entries(versions).flatMap(([name, version]) =>
    name === 'node' ? [] : [[name, String(version)]],
  );
}

/** A line for each contestant and reason, with the seeds it came up with. */
function failures(runs: readonly Run[]): string[] {
  const seeds = new Map<string, Set<number>>();
  for (const { match, contestant, seed, error } of runs) {
    if (error === null) continue;
    const line = `- ${match}, ${contestant}: ${error}`;
    seeds.set(line, (seeds.get(line) ?? new Set()).add(seed));
  }
  const lines = [...seeds].map(([line, of]) => `${line} (seed ${[...of].join(', ')})`);
  return lines.length === 0 ? [] : [`Failed:\n\n${lines.join('\n')}`];
}
