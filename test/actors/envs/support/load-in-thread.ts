/** A thread that loads environment modules, as actors do, and tells what came of it. */
import { parentPort, workerData } from 'node:worker_threads';
import { loadEnvironmentModule } from '../../../../src/actors/envs/load-module.js';
import { makeEnvironment } from '../../../../src/actors/envs/registry.js';
import { ManyhandsError } from '../../../../src/shared/errors.js';

/** An episode in which the first action is taken over and over. */
export interface LoadedEpisode {
  readonly firstObservation: readonly number[];
  readonly steps: number;
  readonly totalReward: number;
}

/** The ids a module registered and an episode of each, or the error. */
export type LoadOutcome =
  | { readonly ids: readonly string[]; readonly episodes: readonly LoadedEpisode[] }
  | { readonly code: string; readonly message: string; readonly cause: string };

function runEpisode(id: string): LoadedEpisode {
  const environment = makeEnvironment(id);
  const firstObservation = [...environment.reset({ seed: 1 }).observation];
  for (let steps = 1, totalReward = 0; ; steps++) {
    const { reward, terminated, truncated } = environment.step(0);
    totalReward += reward;
    if (terminated || truncated) return { firstObservation, steps, totalReward };
  }
}

async function load(path: string): Promise<LoadOutcome> {
  try {
    const ids = await loadEnvironmentModule(path);
    return { ids, episodes: ids.map(runEpisode) };
  } catch (thrown) {
    if (!(thrown instanceof ManyhandsError)) throw thrown;
    return { code: thrown.code, message: thrown.message, cause: String(thrown.cause) };
  }
}

const outcomes: LoadOutcome[] = [];
for (const path of workerData as readonly string[]) outcomes.push(await load(path));
parentPort!.postMessage(outcomes);
