import { expected } from '../../shared/errors.js';
import { shown } from './corrupt.js';
import type { NamedTensor } from './safetensors.js';

/**
 * Refuses NaN and infinity: a policy made of them acts, but on nothing.
 *
 * @param subject - whose tensors they are, for the message
 * @throws ManyhandsError `ERR_NON_FINITE` naming the first tensor and element
 */
export function expectFinite(tensors: readonly NamedTensor[], subject: string): void {
  for (const { name, data } of tensors) {
    const index = data.findIndex((value) => !Number.isFinite(value));
    if (index === -1) continue;
    throw expected(
      'ERR_NON_FINITE',
      `${subject}: tensor ${shown(name)} [${index}]`,
      'a finite number',
      data[index],
    );
  }
}
