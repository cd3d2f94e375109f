import { TfjsEngine } from '../../../src/learner/engines/tfjs/tfjs-engine.js';
import { loadBackend } from '../../../src/learner/engines/tfjs/load/load-backend.js';
import { resolveConfig } from '../../../src/runtime/config/resolve.js';
import { measureAlternatingAwaited, type AwaitedCase } from '../../measure-awaited.js';
import { summarizeRounds, type Measurement } from '../../measure.js';
import type { Pace } from '../../pace.js';
import { nameOf, partsOf, type EngineCase } from '../engines/engine-cases.js';
import { DirectUpdate, type DirectAdam } from './direct-update.js';
import { provideFilterGradient } from './filter-gradient.js';

/** By what their figures are called. */
const DIRECT: Readonly<Record<string, DirectAdam>> = {
  'directly, with tf.train.adam': 'library',
  'directly, Adam written out': 'own',
};

/** The same updates by our engine and directly, in turns, on one backend in this thread; and how far the engine is ahead, round by round. */
export async function compareDirect(one: EngineCase, pace: Pace): Promise<Measurement[]> {
  const backend = await loadBackend('tfjs-wasm');
  provideFilterGradient(backend);
  const { network, batchSize } = one;
  const { program, initialParameters, fill } = partsOf({ network });
  const { optimizer, learner } = resolveConfig();
  if (optimizer.name !== 'adam') throw new TypeError('the default optimizer is not Adam');
  const { metricsInterval } = learner;
  const settings = {
    maxBatchSize: batchSize,
    optimizer,
    maxGradientNorm: null,
    initialParameters,
    metricsInterval,
  };
  const engine = new TfjsEngine(backend, program, settings);
  fill(engine.batch);
  const targetInterval = program.target!.updateInterval;
  const direct = Object.entries(DIRECT).map(([label, adam]) => {
    const how = { adam, optimizer, targetInterval, metricsInterval };
    return {
      label,
      made: new DirectUpdate(backend.tf, program.network, initialParameters, engine.batch, how),
    };
  });
  const parameters = { network, batchSize };
  const timed = (label: string, answer: AwaitedCase['answer']): AwaitedCase => ({
    name: `${nameOf(one)}: ${label}`,
    unit: 'us',
    answer,
    figure: (nanoseconds) => nanoseconds / 1e3,
    parameters,
  });
  const [ours, ...others] = await measureAlternatingAwaited(
    [
      timed('engine', async () => engine.update()),
      ...direct.map(({ label, made }) => timed(label, () => made.update())),
    ],
    pace,
  );
  await engine.close();
  const ratios = others.map(({ name, figures }) => {
    const ahead = figures.map((figure, round) => figure / ours!.figures[round]!);
    return summarizeRounds(`${name}, over the engine`, 'x', ahead, parameters);
  });
  return [ours!, ...others, ...ratios];
}
