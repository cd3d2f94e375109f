import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A PATH on which NVIDIA's program says this, or fails. @param folder - where it is put */
export function pathWithSmi(folder: string, lines: readonly string[] | 'failure'): string {
  const bin = mkdtempSync(join(folder, 'bin-'));
  const script = lines === 'failure' ? 'exit 9' : lines.map((line) => `echo '${line}'`).join('\n');
  writeFileSync(join(bin, 'nvidia-smi'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(bin, 'nvidia-smi'), 0o755);
  return [bin, process.env['PATH']].join(delimiter);
}
