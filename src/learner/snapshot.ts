/** The learner's state at one moment, copied: what is evaluated and what a checkpoint holds. */
export interface Snapshot {
  readonly policyVersion: number;
  readonly envSteps: number;
  readonly episodes: number;
  readonly updates: number;
  /** Flat online parameters. */
  readonly parameters: Float32Array;
  readonly optimizerState: Readonly<Record<string, Float32Array>>;
}
