import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What chooses the clock rate of the cores, each kind once. A laptop on `powersave` measures its battery.
 *
 * Source: https://docs.kernel.org/admin-guide/pm/cpufreq.html, the policies' interface in sysfs.
 *
 * @returns null where the system does not tell: not Linux, or a virtual machine whose host decides
 */
export function readGovernor(root = '/sys/devices/system/cpu/cpufreq'): string | null {
  try {
    const governors = readdirSync(root)
      .filter((name) => /^policy\d+$/.test(name))
      .map((name) => readFileSync(join(root, name, 'scaling_governor'), 'utf8').trim());
    return governors.length === 0 ? null : [...new Set(governors)].sort().join(', ');
  } catch {
    return null;
  }
}
