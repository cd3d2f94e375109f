import { WeightReader } from '../../src/shared/weights/weight-reader.js';
import { WeightStore } from '../../src/shared/weights/weight-store.js';
import { WeightWriter } from '../../src/shared/weights/weight-writer.js';
import { measure, type Measurement } from '../measure.js';

const NUM_READERS = 8;
const NETWORKS = [
  { name: '4-64-64-2', numParameters: 4_610 },
  { name: '4-128-128-2', numParameters: 17_410 },
] as const;

/** One version published and one of eight readers picking it up. */
export function weightsSuite(): Measurement[] {
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
    publish();
    return [
      measure(`publish ${name}`, 'us', publish, microseconds),
      measure(`publish and read ${name}`, 'us', publishAndRead, microseconds),
      measure(`find nothing newer than ${name}`, 'us', () => reader.readNewestInto(into), microseconds),
    ];
  });
}

function microseconds(nanoseconds: number): number {
  return nanoseconds / 1000;
}
