/** The public API of manyhands. */
export { makeEnvironment, registerEnvironment, environmentIds } from './actors/envs/registry.js';
export type {
  Action,
  ActionSpace,
  Environment,
  EnvironmentOptions,
  ResetOptions,
  ResetResult,
  StepResult,
} from './actors/envs/environment.js';
export type { EnvironmentRegistration } from './actors/envs/environment-kind.js';
export { loadPolicy, type Policy } from './runtime/load-policy.js';
export { train, type TrainOptions } from './runtime/train.js';
export type { EngineCandidate, EngineChoice } from './runtime/engine-choice/choose-engine.js';
export type { RunSummary } from './runtime/run-summary.js';
export {
  box,
  discrete,
  frameStack,
  type BoxDType,
  type BoxSpace,
  type DiscreteSpace,
  type Space,
} from './shared/spaces.js';
export { Pcg64 } from './shared/random/pcg64.js';
export { ERROR_CODES, ManyhandsError, type ErrorCode } from './shared/errors.js';
