import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Calls `use` with the path of a file that holds `text`, and removes the file. */
export function withFile<Result>(text: string, use: (path: string) => Result): Result {
  const directory = mkdtempSync(join(tmpdir(), 'manyhands-config-'));
  try {
    const path = join(directory, 'run.yaml');
    writeFileSync(path, text);
    return use(path);
  } finally {
    rmSync(directory, { recursive: true });
  }
}
