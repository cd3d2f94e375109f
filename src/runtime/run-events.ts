import type { CheckpointNotice, EvaluationResult } from '../learner/host.js';
import type { RestartEvent } from './actor-supervisor.js';
import type { EngineCandidate, EngineChoice } from './engine-choice/choose-engine.js';

/** Told what happens in a run, and when: in seconds since the process started. */
export interface RunObserver {
  /** `learner.engine: auto` tried an engine. Before the run begins: told only to who starts it. */
  onEngineTried?(candidate: EngineCandidate): void;
  /** `learner.engine: auto` chose one; as above. */
  onEngineChosen?(choice: EngineChoice): void;
  onEvaluation?(result: EvaluationResult, timeSeconds: number): void;
  onRestart?(event: RestartEvent, timeSeconds: number): void;
  onCheckpoint?(notice: CheckpointNotice, timeSeconds: number): void;
}

/** Of what happened before an observer came, it is told no more than this. */
const MAX_REMEMBERED = 256;

/** Tells observers what happens, and those that come later what has happened. */
export class RunEvents {
  readonly #observers = new Set<RunObserver>();
  readonly #past: ((observer: RunObserver) => void)[] = [];

  /** Tells all observers. @param event - calls what the observer has for it */
  tell(event: (observer: RunObserver) => void): void {
    this.#past.push(event);
    if (this.#past.length > MAX_REMEMBERED) this.#past.shift();
    for (const observer of this.#observers) event(observer);
  }

  /** Tells an observer of everything, the past first. @returns ends that */
  observe(observer: RunObserver): () => void {
    for (const event of this.#past) event(observer);
    this.#observers.add(observer);
    return () => this.#observers.delete(observer);
  }
}
