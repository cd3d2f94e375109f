import { denseScratchLength } from '../../src/shared/kernels/exports.js';
import { instantiateKernels, type Kernels } from '../../src/shared/kernels/kernels.js';
import { loadKernelModule } from '../../src/shared/kernels/load.js';
import { actorCriticNetwork } from '../../src/shared/network/actor-critic-network.js';
import { TrainableNetwork } from '../../src/shared/network/backprop.js';
import { InferenceNetwork } from '../../src/shared/network/forward.js';
import { denseNetwork } from '../../src/shared/network/dense-network.js';
import { measure, measureAlternating, type Measurement } from '../measure.js';
import { paceOf, type Pace } from '../pace.js';
import type { SuiteOptions } from '../suites.js';
import { convolutionFigures } from './convolutions.js';
import { measureOfPeak, peak, wave } from './support/peak.js';

const BYTES = 16 << 20;
/** Batch, inputs and outputs of dense layers: a learner's, an actor's, and the narrow ends of both. */
const SHAPES = [
  [256, 128, 128],
  [64, 128, 128],
  [32, 64, 64],
  [64, 4, 128],
  [64, 128, 2],
  [1, 128, 128],
  [1, 64, 64],
] as const;
type Shape = (typeof SHAPES)[number];

/** The same with half of the numbers 0, as after a ReLU: their rates count the products that are left out. */
const SPARSE_SHAPES: readonly Shape[] = [
  [256, 128, 128],
  [64, 128, 128],
  [32, 64, 64],
];
const HALF = 0.5;

/** Batches of images: of a DQN, and of a learner that has a GPU's. */
const IMAGE_BATCHES: readonly number[] = [32, 256];

/** Trunk and activation of a minibatch's passes. */
const ACTOR_CRITICS = [
  [true, 'tanh'],
  [false, 'tanh'],
  [false, 'relu'],
] as const;

/**
 * Dense layers and convolutions against the machine's ceiling, the work of one DQN update, and the passes of an actor-critic.
 *
 * @param imageBatches - of the Nature network, the first also of its convolutions one by one
 */
export function kernelsSuite(options: SuiteOptions, imageBatches = IMAGE_BATCHES): Measurement[] {
  const pace = paceOf(options);
  const module = loadKernelModule();
  return [
    ...measureAlternating([peak(instantiateKernels(module, BYTES))], pace),
    ...SHAPES.flatMap((shape) => denseLayer(instantiateKernels(module, BYTES), shape, 1, pace)),
    ...SPARSE_SHAPES.flatMap((shape) => denseLayer(instantiateKernels(module, BYTES), shape, HALF, pace)),
    ...dqnUpdate(instantiateKernels(module, BYTES), pace),
    ...ACTOR_CRITICS.flatMap((shape) => actorCriticPasses(instantiateKernels(module, BYTES), shape, pace)),
    ...convolutionFigures(module, imageBatches, pace),
    tanh(instantiateKernels(module, BYTES), pace),
  ];
}

/**
 * The passes of a layer in turns with the peak: GFLOP/s and shares of the peak of the same round; of a single row, the time it takes.
 *
 * @param fill - part of the numbers of X and of dY that are not 0
 */
function denseLayer(
  kernels: Kernels,
  [batch, inputs, outputs]: Shape,
  fill: number,
  pace: Pace,
): Measurement[] {
  const { run, arena } = kernels;
  const [x, dx] = [wave(arena.float32(batch * inputs), fill), arena.float32(batch * inputs).pointer];
  const [weight, dw] = [wave(arena.float32(inputs * outputs)), arena.float32(inputs * outputs).pointer];
  const [dy, y] = [wave(arena.float32(batch * outputs), fill), arena.float32(batch * outputs).pointer];
  const bias = arena.float32(outputs).pointer;
  const scratch = arena.float32(denseScratchLength(batch, inputs, outputs, true)).pointer;
  const size = [batch, inputs, outputs] as const;
  const parameters = { batch, inputs, outputs, fill };
  const passes = {
    forward: () => run.denseForward(x, weight, bias, y, ...size, 1, scratch),
    'weight gradient': () => run.denseWeightGradient(x, inputs, dy, dw, ...size, scratch),
    'input gradient': () => run.denseInputGradient(dy, weight, dx, ...size, scratch),
  };
  const name = `dense ${inputs}x${outputs}, batch ${batch}${fill === 1 ? '' : ', half zeros'}`;
  if (batch === 1) return [measure(`${name}, forward`, 'us', passes.forward, microseconds, parameters, pace)];

  const flops = 2 * batch * inputs * outputs;
  const each = Object.fromEntries(Object.keys(passes).map((pass) => [pass, flops]));
  return measureOfPeak(kernels, { name, flops: each, calls: passes, parameters }, pace);
}

function microseconds(nanoseconds: number): number {
  return nanoseconds / 1e3;
}

/** Two forward passes, backward, gradient norm and Adam on 4-128-128-2 with a batch of 64: an update without its sampling and loss. */
function dqnUpdate(kernels: Kernels, pace: Pace): Measurement[] {
  const { run, arena } = kernels;
  const batch = 64;
  const spec = denseNetwork(4, [128, 128], 2);
  const online = new TrainableNetwork(kernels, spec, batch);
  const target = new InferenceNetwork(kernels, spec, batch);
  const length = online.parameters.length;
  const moments = [arena.float32(length).pointer, arena.float32(length).pointer] as const;
  for (const region of [
    online.parameterRegion,
    target.parameterRegion,
    online.inputRegion,
    target.inputRegion,
  ])
    wave(region);
  const { pointer: parameters } = online.parameterRegion;
  const { pointer: gradient } = online.gradientRegion;
  // A learning rate of 0 keeps the numbers what they are, round after round.
  const adam = () =>
    run.adamStep(parameters, gradient, ...moments, length, 0, 0.9, 0.1, 0.999, 0.001, 1, 1e-8, 1);
  const backward = () => {
    online.outputGradient.fill(0.01);
    online.backward(batch);
  };
  const name = 'DQN update 4-128-128-2, batch 64';
  return [
    measure(
      name,
      'us',
      () => {
        online.forward(batch);
        target.forward(batch);
        backward();
        run.sumOfSquares(gradient, length);
        adam();
      },
      microseconds,
      undefined,
      pace,
    ),
    measure(`${name}: one forward pass`, 'us', () => online.forward(batch), microseconds, undefined, pace),
    measure(`${name}: backward pass`, 'us', backward, microseconds, undefined, pace),
    measure(
      `${name}: gradient norm`,
      'us',
      () => run.sumOfSquares(gradient, length),
      microseconds,
      undefined,
      pace,
    ),
    measure(`${name}: Adam`, 'us', adam, microseconds, undefined, pace),
  ];
}

/** Passes on 64 rows of 4 normalised numbers, through 64-64 to 2 logits and a value. */
function actorCriticPasses(
  kernels: Kernels,
  [sharedTrunk, activation]: (typeof ACTOR_CRITICS)[number],
  pace: Pace,
): Measurement[] {
  const batch = 64;
  const spec = actorCriticNetwork({
    observationSize: 4,
    policySize: 2,
    hidden: [64, 64],
    activation,
    sharedTrunk,
    normalize: { limit: 10 },
    logStandardDeviation: false,
    value: true,
  });
  const network = new TrainableNetwork(kernels, spec, batch);
  for (const region of [network.parameterRegion, network.inputRegion]) wave(region);
  const gradients = [network.outputGradientOf('policy'), network.outputGradientOf('value')] as const;
  const backward = () => {
    for (const gradient of gradients) gradient.fill(0.01);
    network.backward(batch);
  };
  const name = `actor-critic 4-64-64-2+1, ${sharedTrunk ? 'shared' : 'separate'} ${activation}, batch ${batch}`;
  return [
    measure(`${name}: forward pass`, 'us', () => network.forward(batch), microseconds, undefined, pace),
    measure(`${name}: backward pass`, 'us', backward, microseconds, undefined, pace),
  ];
}

function tanh({ run, arena }: Kernels, pace: Pace): Measurement {
  const length = 8192;
  const x = wave(arena.float32(length));
  const y = arena.float32(length).pointer;
  return measure(
    'tanh',
    'ns/element',
    () => run.tanhForward(x, y, length),
    (nanoseconds) => nanoseconds / length,
    undefined,
    pace,
  );
}
