import type { Engine } from './engines/engine.js';
import type { Trainer } from './trainer.js';

/** What trains, and what it trains with. */
export interface BuiltTrainer {
  readonly trainer: Trainer;
  readonly engine: Engine<unknown>;
}
