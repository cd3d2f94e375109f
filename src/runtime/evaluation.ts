import type { EvaluationTask } from '../actors/actor-task.js';
import type { EvaluationResult } from '../learner/host.js';
import { CounterLine, countersByteLength } from '../shared/memory/counters.js';
import { EVALUATION_COUNTERS } from '../shared/telemetry.js';
import type { ActorPool } from './actor-pool.js';
import { HeartbeatMonitor } from './heartbeat-monitor.js';
import { stackOfThread } from './thread-stack.js';

/**
 * Plays episodes in the pool, and ends them if their thread shows no sign of life for the time-out.
 *
 * @throws ManyhandsError as {@link ActorPool.evaluate}; the cause of one that hung has its thread's stack
 */
export async function evaluateSupervised(
  pool: ActorPool,
  task: EvaluationTask,
  timeoutSeconds: number,
): Promise<Float64Array> {
  const counters = new SharedArrayBuffer(countersByteLength(EVALUATION_COUNTERS, 1));
  const line = new CounterLine(counters, EVALUATION_COUNTERS, 0);
  const abort = new AbortController();
  const monitor = new HeartbeatMonitor(timeoutSeconds);
  monitor.watch({
    read: () => line.get('beats'),
    onStill: () => {
      const stack = stackOfThread(line.get('threadId')).join('\n');
      abort.abort(Object.assign(new Error(`no sign of life for ${timeoutSeconds} s`), { stack }));
    },
  });
  try {
    return await pool.evaluate({ ...task, counters }, abort.signal);
  } finally {
    monitor.close();
  }
}

/** Mean, standard deviation over the episodes (not of the mean) and minimum of an evaluation's returns. */
export function summarizeReturns(
  returns: Float64Array,
  about: Pick<EvaluationResult, 'policyVersion' | 'envSteps' | 'seed' | 'actions'>,
): EvaluationResult {
  const episodes = returns.length;
  const meanReturn = returns.reduce((sum, value) => sum + value, 0) / episodes;
  const variance = returns.reduce((sum, value) => sum + (value - meanReturn) ** 2, 0) / episodes;
  const minReturn = returns.reduce((least, value) => Math.min(least, value), Infinity);
  return { ...about, episodes, meanReturn, stdReturn: Math.sqrt(variance), minReturn };
}
