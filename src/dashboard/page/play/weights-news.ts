import type { PolicyId, RunMessage } from '../../protocol.js';

/**
 * Whether a message may mean that there are other weights for a policy than those of the version at hand. A
 * checkpoint's stay what they are.
 */
export function bringsWeights(message: RunMessage, id: PolicyId, version: number | undefined): boolean {
  switch (message.kind) {
    case 'history':
      return true;
    case 'reading':
      return id === 'newest' && message.reading.policyVersion !== version;
    case 'evaluation':
    case 'ending':
      return id === 'newest' || id === 'best';
    case 'incident':
      return id === 'best' && message.incident.kind === 'checkpoint';
  }
}
