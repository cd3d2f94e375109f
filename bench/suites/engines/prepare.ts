import { WarmUp } from '../../warm-up.js';
import type { EnginePace } from './engine-pace.js';
import type { Prepared } from './messages.js';
import type { WorkingEngine } from './working-engine.js';

/** Rows of a first impression, and by how much they grow from one to the next. */
const FIRST_ROWS = 8;
const GROWTH = 4;
/** How far a guess may be above the limit: a part of an update's time does not depend on its rows. */
const PATIENCE = 2;

/**
 * Warms an engine up and finds out how many updates fill a round.
 *
 * Nothing is begun that would take much longer than the limit: how long an update takes is guessed from that of a part of its rows.
 *
 * @param rows - of the case's batch
 * @throws Error that says how long it takes, if that is too long
 */
export async function prepare(
  engine: Pick<WorkingEngine, 'resize' | 'updates'>,
  rows: number,
  pace: EnginePace,
): Promise<Prepared> {
  const limit = pace.updateNanoseconds;
  for (let tried = Math.min(FIRST_ROWS, rows); ; tried = Math.min(GROWTH * tried, rows)) {
    engine.resize(tried);
    // The first two compile: one whose figures come down, and one whose do not.
    await engine.updates(1);
    await engine.updates(1);
    const took = await engine.updates(1);
    const next = Math.min(GROWTH * tried, rows);
    const guess = (took * next) / tried;
    if (took > limit || guess > PATIENCE * limit) throw tooSlow(limit, tried, took, rows);
    if (tried === rows) break;
  }
  const warming = new WarmUp(pace);
  let each: number;
  do each = await engine.updates(warming.calls);
  while (!warming.isOverAfter(each));
  return { updates: warming.calls, updateNanoseconds: each };
}

function tooSlow(limit: number, tried: number, took: number, rows: number): Error {
  const what = `an update of ${tried} rows took ${seconds(took)}`;
  return new Error(
    tried === rows
      ? `${what}; at most ${seconds(limit)} are waited for`
      : `${what}: too long for one of ${rows}, for which at most ${seconds(limit)} are waited`,
  );
}

function seconds(nanoseconds: number): string {
  return `${Number((nanoseconds / 1e9).toPrecision(2))} s`;
}
