import { expected, type ManyhandsError } from '../errors.js';
import { showValue } from './show-value.js';

/** The error for a part of a spec that is not what it must be. */
export function invalid(subject: string, wanted: string, got: unknown): ManyhandsError {
  return expected('ERR_NETWORK_SPEC', subject, wanted, showValue(got));
}

/**
 * The fields of an object that may have no others: what is not known would be silently left out of the network.
 *
 * @throws ManyhandsError `ERR_NETWORK_SPEC` if `value` is no object, or has another field
 */
export function fieldsOf<Name extends string>(
  value: unknown,
  subject: string,
  names: readonly Name[],
): Readonly<Partial<Record<Name, unknown>>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalid(subject, 'an object', value);
  }
  const unknown = Object.keys(value).find((key) => !names.includes(key as Name));
  if (unknown !== undefined) throw invalid(subject, `no fields but ${names.join(', ')}`, unknown);
  return value as Readonly<Partial<Record<Name, unknown>>>;
}
