import type { EngineName } from '../../shared/config/engines.js';
import type { Device } from '../engines/device.js';
import { missingPackages } from '../engines/tfjs/load/packages.js';
import { askProcess } from './ask-process.js';
import type { ProbedTraining } from './probe-messages.js';

/** What became of trying an engine. */
export interface EngineProbe {
  readonly engine: EngineName;
  /** Whether its packages are there. */
  readonly installed: boolean;
  /** Whether its packages load and find a device. */
  readonly loads: boolean;
  /** Null if it does not load. */
  readonly device: Device | null;
  /** Null if no update was made. */
  readonly millisecondsPerUpdate: number | null;
  /** Why it cannot run, in one line; null if it can. */
  readonly problem: string | null;
  /** A command that cures it; null if there is no problem, or the problem says what to do. */
  readonly fix: string | null;
}

export interface ProbeOptions {
  /** For how long updates are timed, once the first two have been made. */
  readonly seconds?: number;
  /** After so long without an answer it is given up. */
  readonly answerSeconds?: number;
  /** Module of the process. */
  readonly entry?: URL;
}

const ENTRY = new URL('./probe-process.js', import.meta.url);

/**
 * Tries an engine: loads it and times updates of a training with it. Never rejects.
 *
 * In a process of its own, because what engines stand on may abort, hang, keep all memory of a GPU, load in one thread alone, or print.
 */
export async function probeEngine(
  engine: EngineName,
  training: ProbedTraining,
  { seconds = 0.5, answerSeconds = 60, entry = ENTRY }: ProbeOptions = {},
): Promise<EngineProbe> {
  const missing = engine === 'simd' ? [] : missingPackages(engine);
  if (missing.length > 0) {
    const fix = `npm install ${missing.join(' ')}`;
    const nothing = { loads: false, device: null, millisecondsPerUpdate: null };
    return { engine, installed: false, ...nothing, problem: 'not installed', fix };
  }
  const found = await askProcess(entry, { engine, training, seconds }, { answerSeconds });
  const problem = found.problem && withoutSubject(found.problem, engine);
  return { engine, installed: true, loads: found.device !== null, ...found, problem, fix: null };
}

/** Errors name the engine, and so does whoever shows this. */
function withoutSubject(problem: string, engine: EngineName): string {
  const subject = `engine '${engine}': `;
  return problem.startsWith(subject) ? problem.slice(subject.length) : problem;
}
