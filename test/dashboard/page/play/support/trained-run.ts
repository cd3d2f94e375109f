import { envSchema } from '../../../../../src/shared/config/env.js';
import { loadKernelModule } from '../../../../../src/shared/kernels/load.js';
import { parameterLayout } from '../../../../../src/shared/network/parameters.js';
import { outputsOf, withoutHead } from '../../../../../src/shared/network/spec.js';
import { readPolicyCheckpoint } from '../../../../../src/runtime/read-policy-checkpoint.js';
import type { RunDescription } from '../../../../../src/dashboard/protocol.js';
import { runCli } from '../../../../support/cli.js';

/** What the page is told of a run, and what its actors ended up with. */
export interface TrainedRun {
  readonly description: RunDescription;
  readonly version: number;
  readonly parameters: Float32Array;
}

/**
 * Trains with `manyhands train` and reads the best checkpoint.
 *
 * @param directory - of the run; must not exist yet
 * @param settings - further arguments of the command
 */
export async function trainRun(directory: string, settings: readonly string[]): Promise<TrainedRun> {
  const { code, stderr } = await runCli(['train', '--quiet', '--json', '--out', directory, ...settings]);
  // 1: the target was missed, as it is by a run that is cut short.
  if (code !== 0 && code !== 1) throw new Error(`training ended with ${String(code)}: ${stderr}`);
  const { manifest, network: whole, weights } = readPolicyCheckpoint(directory);
  const network = outputsOf(whole).at(-1)!.name === 'value' ? withoutHead(whole, 'value') : whole;
  return {
    version: manifest.policyVersion,
    parameters: weights.slice(0, parameterLayout(network).numParameters),
    description: {
      name: manifest.run,
      version: '0.0.0',
      algorithm: manifest.algorithm,
      engine: 'simd',
      mode: 'sync',
      seed: 0,
      actors: 1,
      env: envSchema.parse(manifest.environment.options),
      network,
      actions: manifest.evaluation?.actions ?? 'greedy',
      steps: manifest.envSteps,
      targetReturn: null,
      startedAtMilliseconds: 0,
    },
  };
}

/** The kernels as Node compiles them: the same code that the browser's server hands out. */
export const kernels = loadKernelModule();
