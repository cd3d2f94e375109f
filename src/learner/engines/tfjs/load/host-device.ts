import { cpus } from 'node:os';
import type { Device } from '../backend.js';

/** The CPU, whose memory is the machine's. */
export function hostDevice(): Device {
  return { name: cpus()[0]?.model ?? 'CPU', kind: 'cpu', isSoftware: false };
}
