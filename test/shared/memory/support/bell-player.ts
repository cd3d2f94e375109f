import { workerData } from 'node:worker_threads';
import { Doorbell } from '../../../../src/shared/memory/doorbell.js';
import { PATIENCE_MILLISECONDS } from './threads.js';

export interface BellGame {
  readonly words: SharedArrayBuffer;
  readonly myBell: SharedArrayBuffer;
  readonly otherBell: SharedArrayBuffer;
  /** The parity that `words[0]` has when it is this player's turn. */
  readonly parity: 0 | 1;
  readonly numTurns: number;
}

/** Counts `words[0]` up in turns with another thread. @throws Error if a turn is never announced */
export function play({ words, myBell, otherBell, parity, numTurns }: BellGame): void {
  const turn = new Int32Array(words);
  const mine = Doorbell.attach(myBell);
  const other = Doorbell.attach(otherBell);
  for (let played = 0; played < numTurns; played++) {
    while ((Atomics.load(turn, 0) & 1) !== parity) {
      if (!mine.wait(PATIENCE_MILLISECONDS)) throw new Error(`turn ${played}: the bell was never heard`);
    }
    Atomics.add(turn, 0, 1);
    other.ring();
  }
}

if (workerData !== null) play(workerData as BellGame);
