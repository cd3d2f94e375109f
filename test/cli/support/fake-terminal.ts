/** A terminal of so many columns and rows that keeps every write. */
export class FakeTerminal {
  readonly isTTY = true;
  readonly writes: string[] = [];
  columns: number;
  rows: number;

  constructor(columns = 80, rows = 24) {
    this.columns = columns;
    this.rows = rows;
  }

  write(text: string): boolean {
    this.writes.push(text);
    return true;
  }

  /** What was written since the last call. */
  take(): string {
    return this.writes.splice(0).join('');
  }
}
