import type { Conflict } from '../../shared/config/conflict.js';
import type { RunConfig } from '../../shared/config/run-config.js';
import { MAX_BATCH } from '../../shared/network/batch.js';

/** Settings that only algorithms with action values have a use for. */
export function* onPolicyConflicts({ actors, replay }: RunConfig): Generator<Conflict> {
  if (replay.kind !== 'none') {
    const why = 'it learns from every unroll as it comes and keeps no replay';
    yield { path: 'replay.kind', wanted: 'none with {algorithm.name}', why };
  }
  if (actors.exploration.kind !== 'none') {
    const why = 'its policy is random by itself';
    yield { path: 'actors.exploration.kind', wanted: 'none with {algorithm.name}', why };
  }
}

/** For algorithms that learn from their own latest policy alone. */
export function* syncOnly({ run }: RunConfig): Generator<Conflict> {
  if (run.mode === 'sync') return;
  const why = 'it learns from its own latest policy, in rounds; impala corrects for older ones';
  yield { path: 'run.mode', wanted: 'sync with {algorithm.name}', why };
}

/** For algorithms that learn from a round's unrolls whole. */
export function* wholeRounds({ env, actors, learner, run }: RunConfig): Generator<Conflict> {
  if (run.mode === 'async') return;
  const round = env.count * actors.blockLength;
  if (round > MAX_BATCH) {
    const why = 'an update takes all steps of a round: lower one of the two';
    const wanted = `few enough for rounds of at most ${MAX_BATCH} steps with {env.count}`;
    yield { path: 'actors.blockLength', wanted, why };
    return;
  }
  if (learner.batchSize === 'auto' || learner.batchSize === round) return;
  const why = 'an update takes all steps of a round: set learner.batchSize=auto and change the others';
  yield {
    path: 'learner.batchSize',
    wanted: `${round} or auto with {env.count} and {actors.blockLength}`,
    why,
  };
}
