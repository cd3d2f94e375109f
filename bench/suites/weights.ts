import { WeightReader } from '../../src/shared/weights/weight-reader.js';
import { WeightStore } from '../../src/shared/weights/weight-store.js';
import { WeightWriter } from '../../src/shared/weights/weight-writer.js';
import { measure, type Measurement } from '../measure.js';
import { paceOf, type Pace } from '../pace.js';
import type { SuiteOptions } from '../suites.js';
import { publishToAct, type LatencyEffort } from './latency.js';

const NUM_READERS = 8;
const NETWORKS = [
  { name: '4-64-64-2', numParameters: 4_610 },
  { name: '4-128-128-2', numParameters: 17_410 },
] as const;

const FULL: LatencyEffort = { rounds: 9, roundMilliseconds: 500, warmUpMilliseconds: 700 };
const QUICK: LatencyEffort = { rounds: 3, roundMilliseconds: 100, warmUpMilliseconds: 200 };

/** Versions of the weights on their way from the learner to the actors. */
export async function weightsSuite(options: SuiteOptions): Promise<Measurement[]> {
  const effort = options.isQuick ? QUICK : FULL;
  const measurements = inOneThread(paceOf(options));
  for (const numActors of [1, 2]) measurements.push(...(await publishToAct(numActors, effort)));
  return measurements;
}

/** One version published and one of eight readers picking it up. */
function inOneThread(pace: Pace): Measurement[] {
  return NETWORKS.flatMap(({ name, numParameters }) => {
    const buffer = WeightStore.allocate(NUM_READERS, numParameters);
    const writer = new WeightWriter(buffer);
    const reader = new WeightReader(buffer, 0);
    const parameters = new Float32Array(numParameters).fill(0.5);
    const into = new Float32Array(numParameters);
    const publish = (): void => writer.publish(parameters, writer.newestVersion + 1);
    const publishAndRead = (): void => {
      publish();
      reader.readNewestInto(into);
    };
    const figure = (label: string, run: () => void): Measurement =>
      measure(label, 'us', run, (nanoseconds) => nanoseconds / 1000, { numParameters }, pace);
    publish();
    return [
      figure(`publish ${name}`, publish),
      figure(`publish and read ${name}`, publishAndRead),
      figure(`find nothing newer than ${name}`, () => reader.readNewestInto(into)),
    ];
  });
}
