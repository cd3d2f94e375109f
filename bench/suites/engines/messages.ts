import type { EngineName } from '../../../src/shared/config/engines.js';
import type { EngineCase } from './engine-cases.js';
import type { EnginePace } from './engine-pace.js';
import type { RoundTimes } from './working-engine.js';

/** What the process of an engine is asked, one thing at a time. */
export interface Questions {
  load: { readonly engine: EngineName };
  /** Gets ready for a case, within the limits of a pace. */
  prepare: { readonly one: EngineCase; readonly pace: EnginePace };
  round: { readonly updates: number };
  /** Lets go of the case. */
  leave: object;
}

/** What it answers. */
export interface Answers {
  load: LoadedEngine;
  prepare: Prepared;
  round: RoundTimes;
  leave: null;
}

/** What an engine runs on. */
export interface LoadedEngine {
  readonly device: string;
  /** Whether it is a program that passes for a GPU. */
  readonly isSoftware: boolean;
}

export interface Prepared {
  /** Of a round. */
  readonly updates: number;
  /** That one of them took, warm. */
  readonly updateNanoseconds: number;
}

export type Question = {
  [Kind in keyof Questions]: { readonly kind: Kind } & Questions[Kind];
}[keyof Questions];

/** A failure is told in one line. */
export type Reply = { readonly answer: Answers[keyof Answers] } | { readonly failure: string };
