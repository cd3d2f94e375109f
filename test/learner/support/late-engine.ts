import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Engine, NetworkOutputs } from '../../../src/learner/engines/engine.js';
import type { Observations } from '../../../src/shared/memory/block-layout.js';

/**
 * Makes a prompt engine answer as one of a device does: what a call reads or changes is settled when it is made, and the answer comes a
 * turn of the event loop later.
 *
 * An update whose batch was written to before it was answered fails.
 */
export function answerLater(engine: Engine<unknown>): void {
  const prompt = {
    forward: engine.forward.bind(engine) as () => NetworkOutputs,
    predict: engine.predict.bind(engine) as (observations: Observations) => NetworkOutputs,
    update: engine.update.bind(engine),
    readParameters: engine.readParameters.bind(engine) as () => Float32Array,
    parametersAreFinite: engine.parametersAreFinite.bind(engine),
    optimizerState: engine.optimizerState.bind(engine),
  };
  engine.forward = () => later(() => copyOf(prompt.forward()));
  engine.predict = (observations) => later(() => copyOf(prompt.predict(observations)));
  engine.readParameters = () => later(() => prompt.readParameters().slice());
  engine.parametersAreFinite = () => later(prompt.parametersAreFinite);
  engine.optimizerState = () => later(prompt.optimizerState);
  engine.update = async () => {
    const columns = Object.values(engine.batch as Readonly<Record<string, Float32Array>>);
    const given = columns.map((column) => column.slice());
    const metrics = await later(prompt.update);
    const isAsGiven = columns.every((column, i) =>
      column.every((value, k) => Object.is(value, given[i]![k])),
    );
    if (!isAsGiven) throw new Error('batch: expected to stay until the update is answered, got a change');
    return metrics;
  };
}

async function later<Answer>(ask: () => Answer): Promise<Awaited<Answer>> {
  try {
    return await ask();
  } finally {
    await nextTurn();
  }
}

function copyOf(outputs: NetworkOutputs): NetworkOutputs {
  return Object.fromEntries(Object.entries(outputs).map(([name, values]) => [name, values.slice()]));
}
