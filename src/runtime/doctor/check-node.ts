import { oldestNode } from '../../shared/package-version.js';
import type { Check } from './check.js';

/** Whether this version of Node.js will do. @param version - such as `v20.19.4` */
export function checkNode(version: string, oldest = oldestNode()): Check {
  const [major = NaN, minor = NaN] = version.slice(1).split('.').map(Number);
  const [oldestMajor = NaN, oldestMinor = NaN] = oldest.split('.').map(Number);
  const isNewEnough = major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
  return isNewEnough
    ? { name: 'Node.js', state: 'ok', detail: `${version}, from ${oldest} on` }
    : { name: 'Node.js', state: 'bad', detail: `${version}: install ${oldest} or newer` };
}
