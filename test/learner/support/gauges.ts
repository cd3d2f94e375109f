import { LearnerGauges } from '../../../src/learner/learner-gauges.js';
import { countersByteLength, CounterLine } from '../../../src/shared/memory/counters.js';
import { SharedHistogram } from '../../../src/shared/memory/shared-histogram.js';
import { LEARNER_COUNTERS, LEARNER_HISTOGRAMS } from '../../../src/shared/telemetry.js';

export function histogramOf(name: keyof typeof LEARNER_HISTOGRAMS): SharedHistogram {
  const bounds = LEARNER_HISTOGRAMS[name];
  return new SharedHistogram(SharedHistogram.allocate(bounds), bounds);
}

/** A learner's gauges with the memory they count in. @param now - milliseconds */
export function gaugesOf(now?: () => number) {
  const line = new CounterLine(
    new SharedArrayBuffer(countersByteLength(LEARNER_COUNTERS, 1)),
    LEARNER_COUNTERS,
    0,
  );
  const updateDuration = histogramOf('updateDurationSeconds');
  return { gauges: new LearnerGauges(line, updateDuration, now), line, updateDuration };
}

/** Sum of a line's times, in milliseconds. */
export function millisecondsIn(line: CounterLine<typeof LEARNER_COUNTERS>): number {
  const times = Object.entries(line.snapshot()).filter(([name]) => name.endsWith('Nanoseconds'));
  return times.reduce((sum, [, nanoseconds]) => sum + nanoseconds, 0) / 1e6;
}
