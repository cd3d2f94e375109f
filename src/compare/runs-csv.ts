import type { RunRecord } from './run-record.js';

const COLUMNS: Readonly<Record<string, (run: RunRecord) => string | number | boolean | null | undefined>> = {
  environment: ({ environment }) => environment,
  contestant: ({ contestant }) => contestant,
  seed: ({ seed }) => seed,
  outcome: ({ outcome }) => outcome,
  env_steps: ({ summary }) => summary?.envSteps,
  episodes: ({ summary }) => summary?.episodes,
  updates: ({ summary }) => summary?.updates,
  wall_seconds: ({ summary }) => summary?.wallSeconds,
  first_step_seconds: ({ summary }) => summary?.firstStepSeconds,
  solved_seconds: ({ summary }) => summary?.solvedSeconds,
  solved_at_env_steps: ({ summary }) => summary?.solvedAtEnvSteps,
  mean_return: ({ summary }) => summary?.evaluation?.meanReturn,
  std_return: ({ summary }) => summary?.evaluation?.stdReturn,
  min_return: ({ summary }) => summary?.evaluation?.minReturn,
  env_steps_per_second: ({ summary }) => summary?.envStepsPerSecond,
  updates_per_second: ({ summary }) => summary?.updatesPerSecond,
  samples_per_second: ({ summary }) => summary?.samplesPerSecond,
  max_rss_bytes: ({ summary }) => summary?.maxRssBytes,
  weights_sha256: ({ summary }) => summary?.weightsSha256,
  run: ({ run }) => run,
  error: ({ error }) => error,
};

/** `runs.csv`: one row a run, empty cells where a run has no such figure. Quoted as RFC 4180 says, lines end in LF. */
export function runsCsv(runs: readonly RunRecord[]): string {
  const rows = runs.map((run) => Object.values(COLUMNS).map((read) => cell(read(run))));
  return [Object.keys(COLUMNS), ...rows].map((cells) => `${cells.join(',')}\n`).join('');
}

function cell(value: string | number | boolean | null | undefined): string {
  if (value === null || value === undefined) return '';
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
