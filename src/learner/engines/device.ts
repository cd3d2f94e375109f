import { cpus } from 'node:os';

/** What computes. */
export interface Device {
  /** As its driver calls it. */
  readonly name: string;
  readonly kind: 'gpu' | 'cpu';
  /** Whether it is a program that passes for a GPU: right, and slow. */
  readonly isSoftware: boolean;
  /** Of its own; `undefined` where it has none or does not say. */
  readonly memoryBytes?: number | undefined;
}

/** The CPU, whose memory is the machine's. */
export function hostDevice(): Device {
  return { name: cpus()[0]?.model.trim() ?? 'CPU', kind: 'cpu', isSoftware: false };
}
