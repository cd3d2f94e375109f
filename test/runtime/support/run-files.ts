import { readFileSync } from 'node:fs';

/** Rows of a CSV file with a header, as text. @throws Error if a row is torn or has another number of cells */
export function readRows(path: string): Record<string, string>[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  if (lines.pop() !== '') throw new Error(`${path}: the last line is torn`);
  const [header, ...rows] = lines.map((line) => line.split(','));
  return rows.map((cells) => {
    if (cells.length !== header!.length)
      throw new Error(`${path}: expected ${header!.length} cells in ${cells.join()}`);
    return Object.fromEntries(cells.map((cell, i) => [header![i]!, cell]));
  });
}

/** Data of the records of a TensorBoard event file. @throws Error if the last is torn */
export function readRecords(path: string): Buffer[] {
  const bytes = readFileSync(path);
  const records = [];
  for (let at = 0; at < bytes.length;) {
    const length = Number(bytes.readBigUInt64LE(at));
    const end = at + 12 + length + 4;
    if (end > bytes.length) throw new Error(`${path}: the last record is torn`);
    records.push(bytes.subarray(at + 12, at + 12 + length));
    at = end;
  }
  return records;
}
