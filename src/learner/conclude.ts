import type { CheckpointKeeper } from './checkpoint-keeper.js';
import type { Examiner, Verdict } from './examiner.js';
import type { EndReason, EvaluationResult } from './host.js';
import type { LoopEnd } from './learner.js';
import type { Snapshot } from './snapshot.js';
import { unlessStopped } from './unless-stopped.js';

/** The weights a run gives as its result. */
export interface Conclusion {
  readonly reason: EndReason;
  readonly snapshot: Snapshot;
  readonly evaluation: EvaluationResult | undefined;
  readonly weightsSha256: string;
  /** Folder of their checkpoint. */
  readonly checkpoint: string;
}

/**
 * Ends a run: examines the last weights if the run came to its natural end, writes the last checkpoint and the
 * best, and says which weights are the result.
 *
 * The result is the weights that met the target or, where none did, those with the best evaluation; a run
 * that was cut short before any evaluation gives its last ones.
 *
 * @param last - the learner's state when the loop ended
 * @param isStopped - ends the waits for evaluations
 */
export async function conclude(
  end: LoopEnd,
  last: Snapshot,
  examiner: Examiner,
  checkpoints: CheckpointKeeper,
  isStopped: () => boolean,
): Promise<Conclusion> {
  const { reason, verdict } = await examineLast(end, last, examiner, isStopped).catch((error: unknown) => {
    // What was learned is kept, even if nobody can say any more how good it is.
    checkpoints.write(last, undefined, false);
    throw error;
  });
  const best = verdict ?? examiner.best;
  // By updates: weights change between two versions, of which only one is published.
  if (best === undefined || best.snapshot.updates === last.updates) {
    const written = checkpoints.write(last, best?.result, best !== undefined);
    return { reason, snapshot: last, evaluation: best?.result, ...resultOf(written) };
  }
  const written = checkpoints.write(best.snapshot, best.result, true);
  // A run that goes on after it met the target has nothing to add to the weights that met it.
  if (verdict === undefined) checkpoints.write(last, undefined, false);
  return { reason, snapshot: best.snapshot, evaluation: best.result, ...resultOf(written) };
}

const resultOf = (written: { readonly directory: string; readonly weightsSha256: string }) => ({
  checkpoint: written.directory,
  weightsSha256: written.weightsSha256,
});

async function examineLast(
  { reason, verdict }: LoopEnd,
  last: Snapshot,
  examiner: Examiner,
  isStopped: () => boolean,
): Promise<{ readonly reason: EndReason; readonly verdict: Verdict | undefined }> {
  if (reason === 'stopped' || reason === 'non-finite' || verdict !== undefined) return { reason, verdict };
  const pending = await unlessStopped(examiner.settle(), isStopped);
  if (pending !== undefined && examiner.isPassed(pending)) return { reason: 'solved', verdict: pending };
  const isOfLast = pending?.snapshot.updates === last.updates;
  const final = isOfLast ? pending : await unlessStopped(examiner.evaluate(last), isStopped);
  if (final === undefined) return { reason: 'stopped', verdict: undefined };
  if (examiner.isPassed(final)) return { reason: 'solved', verdict: final };
  // Solved by its training episodes: the evaluation of the weights of that moment stands beside it.
  return { reason, verdict: reason === 'solved' ? final : undefined };
}
