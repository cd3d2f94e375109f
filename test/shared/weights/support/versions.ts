/** Element `i` of version `version`: exact in float32, and different in every element from version to version. */
export function elementOf(version: number, i: number): number {
  return (version * 31 + i) % 2 ** 23;
}

export function parametersOf(version: number, into: Float32Array): Float32Array {
  for (let i = 0; i < into.length; i++) into[i] = elementOf(version, i);
  return into;
}

/** @throws Error at the first element that belongs to another version */
export function checkParameters(version: number, parameters: Float32Array): void {
  for (let i = 0; i < parameters.length; i++) {
    if (parameters[i] !== elementOf(version, i)) {
      throw new Error(`version ${version}: parameter ${i} is ${parameters[i]}, not ${elementOf(version, i)}`);
    }
  }
}
