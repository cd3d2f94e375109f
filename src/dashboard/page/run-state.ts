import type { Ending, Evaluation, RunHistory } from '../protocol.js';
import { formatCount, formatSeconds } from './format.js';

/** How the page stands to the server. */
export type Connection = 'connecting' | 'open' | 'lost';

export interface RunState {
  readonly tone: 'calm' | 'good' | 'waiting' | 'over' | 'bad';
  /** A word or two. */
  readonly label: string;
  /** The rest of the sentence; may be empty. */
  readonly detail: string;
}

/**
 * What there is to say of the run: whether it goes on, how it ended, or that nothing is known.
 *
 * @param history - undefined before the first message
 */
export function stateOf(
  history: RunHistory | undefined,
  connection: Connection,
  targetReturn: number | null,
): RunState {
  // What has ended stays ended, whatever becomes of the server.
  if (history?.ending) return endedState(history.ending, history.evaluations, targetReturn);
  if (history && !history.isLive) {
    return { tone: 'over', label: 'Over', detail: 'It left no ending: the process was killed.' };
  }
  if (connection === 'lost') {
    const last = history?.readings.at(-1);
    const detail = last ? `Last heard of after ${formatSeconds(last.timeSeconds)}.` : 'Nothing heard so far.';
    return { tone: 'waiting', label: 'Connection lost, reconnecting', detail };
  }
  if (!history) return { tone: 'waiting', label: 'Connecting', detail: '' };
  return { tone: 'calm', label: 'Running', detail: '' };
}

function endedState(
  { outcome, message }: Ending,
  evaluations: readonly Evaluation[],
  targetReturn: number | null,
): RunState {
  switch (outcome) {
    case 'solved': {
      const solving =
        evaluations.findLast(({ meanReturn }) => targetReturn !== null && meanReturn >= targetReturn) ??
        evaluations.at(-1);
      if (!solving) return { tone: 'good', label: 'Solved', detail: message };
      const label = `Solved in ${formatSeconds(solving.timeSeconds)}`;
      return { tone: 'good', label, detail: `after ${formatCount(solving.envSteps)} env steps` };
    }
    case 'not-solved':
      return { tone: 'over', label: 'Over, target missed', detail: message };
    case 'finished':
      return { tone: 'over', label: 'Over', detail: message };
    case 'stopped':
      return { tone: 'over', label: 'Stopped', detail: message };
    case 'failed':
      return { tone: 'bad', label: 'Failed', detail: message };
  }
}
