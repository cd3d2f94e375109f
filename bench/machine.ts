import { arch, availableParallelism, cpus, loadavg, platform, totalmem } from 'node:os';
import { packageVersion } from '../src/shared/package-version.js';
import { describeCheckout } from './checkout.js';
import { readGovernor } from './governor.js';

/** What a figure depends on besides the code; null: not known here. */
export interface Machine {
  readonly cpu: string;
  /** That this process may use. */
  readonly cores: number;
  readonly memoryBytes: number;
  /** Who chooses the clock rate: `performance`, `schedutil`, ... */
  readonly governor: string | null;
  readonly platform: string;
  readonly node: string;
  readonly v8: string;
  readonly manyhands: string;
  /** Of the checkout, null outside one. */
  readonly commit: string | null;
  /** Whether the checkout holds what the commit does not. */
  readonly dirty: boolean | null;
  /** Threads that wanted to run before this one began, mean of the last minute. */
  readonly loadAverage: number | null;
}

/** Reads all of it now. Never throws. */
export function describeMachine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    governor: readGovernor(),
    platform: `${platform()} ${arch()}`,
    node: process.version,
    v8: process.versions.v8,
    manyhands: packageVersion(),
    ...describeCheckout(),
    // Windows has no such average, and Node says 0 for it.
    loadAverage: platform() === 'win32' ? null : loadavg()[0]!,
  };
}

/** Two lines for the head of what is printed. */
export function renderMachine(machine: Machine, date: string): string {
  const { cpu, cores, memoryBytes, governor, commit, dirty, loadAverage } = machine;
  const hardware = [
    cpu,
    `${cores} ${cores === 1 ? 'core' : 'cores'}`,
    `${(memoryBytes / 1e9).toFixed(1)} GB`,
    `governor ${governor ?? 'unknown'}`,
    ...(loadAverage === null ? [] : [`load average ${loadAverage.toFixed(2)}`]),
  ];
  const software = [
    machine.platform,
    `Node ${machine.node} (V8 ${machine.v8})`,
    `manyhands ${machine.manyhands}`,
    ...(commit === null ? [] : [`commit ${commit}${dirty === true ? ' with changes' : ''}`]),
    date,
  ];
  return `${hardware.join(', ')}\n${software.join(', ')}\n`;
}
