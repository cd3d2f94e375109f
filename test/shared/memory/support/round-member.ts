import { workerData } from 'node:worker_threads';
import { RoundMember } from '../../../../src/shared/memory/rounds.js';

/** Word of what the leader asks; the answer of member `i` is in word `1 + i`. */
export const QUESTION = 0;

export interface MemberTask {
  readonly rounds: SharedArrayBuffer;
  /** Plain data: nothing but the rounds orders what is written here. */
  readonly words: SharedArrayBuffer;
  readonly number: number;
  readonly firstRound: number;
  readonly numRounds: number;
  /** Ends the thread in the middle of its last round. */
  readonly dies: boolean;
}

/** Passes some time, so that who waits gives up looking and falls asleep. */
export function dawdle(): void {
  const words = new Int32Array(new SharedArrayBuffer(4));
  for (let i = 0; i < 20_000; i++) Atomics.load(words, 0);
}

/** Answers what the leader asks, a round after the other. */
export function answer({ rounds, words, number, firstRound, numRounds, dies }: MemberTask): void {
  const member = new RoundMember(rounds, firstRound);
  const sheet = new Int32Array(words);
  for (let i = 0; i < numRounds; i++) {
    member.enter();
    if ((i + number) % 7 === 3) dawdle();
    if (dies && i === numRounds - 1) return;
    sheet[1 + number] = sheet[QUESTION]! + 1;
    member.finish();
  }
}

// Imported by the test too, for its types.
if (workerData !== null) answer(workerData as MemberTask);
