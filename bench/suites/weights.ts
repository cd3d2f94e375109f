import { WeightReader } from '../../src/shared/weights/weight-reader.js';
import { WeightStore } from '../../src/shared/weights/weight-store.js';
import { WeightWriter } from '../../src/shared/weights/weight-writer.js';
import { measure, type Measurement } from '../measure.js';
import { paceOf } from '../pace.js';
import type { SuiteOptions } from '../suites.js';

const NUM_READERS = 8;
const NETWORKS = [
  { name: '4-64-64-2', numParameters: 4_610 },
  { name: '4-128-128-2', numParameters: 17_410 },
] as const;

/** One version published and one of eight readers picking it up. */
export function weightsSuite(options: SuiteOptions): Measurement[] {
  const pace = paceOf(options);
  return NETWORKS.flatMap(({ name, numParameters }) => {
    const buffer = WeightStore.allocate(NUM_READERS, numParameters);
    const writer = new WeightWriter(buffer);
    const reader = new WeightReader(buffer, 0);
    const parameters = new Float32Array(numParameters).fill(0.5);
    const into = new Float32Array(numParameters);
    let version = 0;
    const publish = (): void => writer.publish(parameters, version++);
    const publishAndRead = (): void => {
      publish();
      reader.readNewestInto(into);
    };
    const time = (what: string, run: () => void): Measurement =>
      measure(what, 'us', run, microseconds, { numParameters }, pace);
    publish();
    return [
      time(`publish ${name}`, publish),
      time(`publish and read ${name}`, publishAndRead),
      time(`find nothing newer than ${name}`, () => reader.readNewestInto(into)),
    ];
  });
}

function microseconds(nanoseconds: number): number {
  return nanoseconds / 1000;
}
