import type { EngineCandidate, EngineChoice } from '../runtime/engine-choice/choose-engine.js';

const NAME_COLUMNS = 'tensorflow-gpu'.length;

/** A line on an engine that `auto` tried: how fast it is and on what, or why it is out of the question. */
export function describeCandidate({
  engine,
  device,
  millisecondsPerUpdate,
  problem,
}: EngineCandidate): string {
  const figure =
    millisecondsPerUpdate === null ? [] : [`${formatMilliseconds(millisecondsPerUpdate)} ms an update`];
  const name = device === null ? [] : [device.name];
  const parts = [...figure, ...name, ...(problem === null ? [] : [problem])];
  return `engine ${engine.padEnd(NAME_COLUMNS)}  ${parts.join('; ')}`;
}

/** The line that says what `auto` chose, and why. */
export function describeChoice({ chosen, reason }: EngineChoice): string {
  return `engine auto: ${chosen}, ${reason}`;
}

/** Three digits: `0.0521`, `1.24`, `184`. */
export function formatMilliseconds(milliseconds: number): string {
  return milliseconds < 1000 ? Number(milliseconds.toPrecision(3)).toString() : milliseconds.toFixed(0);
}
