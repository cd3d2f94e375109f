import type { Device } from '../../learner/engines/device.js';
import type { EngineProbe } from '../../learner/probe/probe-engine.js';
import { ENGINES, type EngineName } from '../../shared/config/engines.js';

/** An engine as it was found when a choice was made. */
export interface EngineCandidate {
  readonly engine: EngineName;
  /** Null if it does not load. */
  readonly device: Device | null;
  /** Of this training; null if none was made. */
  readonly millisecondsPerUpdate: number | null;
  /** Why it cannot be chosen, in one line; null if it can. */
  readonly problem: string | null;
}

/** What `learner.engine: auto` came to. */
export interface EngineChoice {
  readonly asked: 'auto';
  readonly chosen: EngineName;
  /** One line. */
  readonly reason: string;
  /** All engines, as far as they were tried. */
  readonly candidates: readonly EngineCandidate[];
}

/** What a choice depends on beside the figures. */
export interface ChoiceFacts {
  /** Threads that are to make an update together. */
  readonly threads: number;
  /** Whether there is an engine for a GPU: without one nothing is tried. */
  readonly hasGpuEngine: boolean;
}

/** What is chosen where there is nothing to choose from. */
const DEFAULT: EngineName = 'simd';

/**
 * Chooses the engine that makes updates fastest, of those that run, software adapters apart.
 *
 * @param probe - tries one engine; they are tried one after the other, so that none is in another's way
 * @param onCandidate - told of each when it has been tried
 */
export async function chooseEngine(
  { threads, hasGpuEngine }: ChoiceFacts,
  probe: (engine: EngineName) => Promise<EngineProbe>,
  onCandidate: (candidate: EngineCandidate) => void = () => undefined,
): Promise<EngineChoice> {
  const untried = (reason: string): EngineChoice => ({
    ...{ asked: 'auto', chosen: DEFAULT, reason, candidates: [] },
  });
  if (threads > 1) return untried(`no other divides an update among ${threads} threads (learner.threads)`);
  if (!hasGpuEngine) return untried('no engine for a GPU is installed (manyhands doctor says how)');
  const candidates: EngineCandidate[] = [];
  for (const engine of ENGINES) {
    const candidate = candidateOf(await probe(engine));
    candidates.push(candidate);
    onCandidate(candidate);
  }
  const [fastest] = candidates
    .filter(({ problem }) => problem === null)
    .sort((a, b) => a.millisecondsPerUpdate! - b.millisecondsPerUpdate!);
  return {
    asked: 'auto',
    chosen: fastest?.engine ?? DEFAULT,
    reason: fastest === undefined ? 'no engine could be timed' : 'the fastest that runs here',
    candidates,
  };
}

function candidateOf({ engine, device, millisecondsPerUpdate, problem, fix }: EngineProbe): EngineCandidate {
  const why = [problem, fix].filter((text) => text !== null);
  if (device?.isSoftware === true) why.unshift('a software adapter');
  return { engine, device, millisecondsPerUpdate, problem: why.length === 0 ? null : why.join('; ') };
}
