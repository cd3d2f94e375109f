/** A setting that may change with the environment steps ingested. */
export type Schedule = (envSteps: number) => number;

/** Always `value`, or falling to 0 in a straight line over `totalSteps` environment steps. */
export function createSchedule(kind: 'constant' | 'linear', value: number, totalSteps: number): Schedule {
  return kind === 'constant' ? () => value : (envSteps) => value * Math.max(0, 1 - envSteps / totalSteps);
}
