import { clip, columnsOf } from './clip.js';

const HIDE_CURSOR = '\x1b[?25l';
const SHOW_CURSOR = '\x1b[?25h';
const CLEAR_LINE = '\x1b[K';
const CLEAR_BELOW = '\x1b[J';

/** What a terminal that does not tell its size is taken for. */
const DEFAULT_COLUMNS = 80;
const DEFAULT_ROWS = 24;

/** What ends or suspends a process that does not listen, with no chance to show the cursor. Windows has none of these. */
const SIGNALS = process.platform === 'win32' ? [] : (['SIGHUP', 'SIGQUIT', 'SIGTSTP'] as const);

export type Terminal = Pick<NodeJS.WriteStream, 'write'> &
  Partial<Pick<NodeJS.WriteStream, 'columns' | 'rows'>>;

/**
 * Lines at the bottom of a terminal that are drawn over again and again.
 *
 * A frame is one write, and clears only what it does not overwrite, so that nothing flickers. Lines are cut to the width that the
 * terminal has at the moment. The cursor is hidden as long as there are lines, and shown again by {@link LiveBlock.close} and by
 * whatever else ends or suspends the process, short of SIGKILL.
 */
export class LiveBlock {
  readonly #terminal: Terminal;
  #lines: readonly string[] = [];
  #isOpen = false;
  readonly #onExit = (): void => {
    this.#terminal.write(SHOW_CURSOR);
  };
  readonly #onSignal = (signal: NodeJS.Signals): void => {
    // What a shell writes while the process is suspended comes below: these lines stay, and others follow after that.
    this.#release();
    this.#terminal.write(SHOW_CURSOR);
    // Nobody listens any more: it takes its course, here.
    process.kill(process.pid, signal);
  };

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** Draws lines in place of those before. */
  draw(lines: readonly string[]): void {
    // The cursor stays in the last row. Some terminals begin a new line when the last column is written.
    const drawn = lines.slice(0, this.#rows - 1).map((line) => clip(line, this.#columns - 1));
    const frame = `${this.#up()}${drawn.map((line) => `${line}${CLEAR_LINE}\n`).join('')}${CLEAR_BELOW}`;
    const isFirst = !this.#isOpen;
    if (isFirst) this.#listen();
    this.#terminal.write(isFirst ? `${HIDE_CURSOR}${frame}` : frame);
    this.#lines = drawn;
  }

  /** Writes text that stays, above the lines. */
  print(text: string): void {
    const below = this.#lines.map((line) => `${line}\n`).join('');
    this.#terminal.write(`${this.#isOpen ? this.#up() + CLEAR_BELOW : ''}${text}\n${below}`);
  }

  /** Takes the lines away. */
  close(): void {
    if (!this.#isOpen) return;
    this.#terminal.write(`${this.#up()}${CLEAR_BELOW}${SHOW_CURSOR}`);
    this.#release();
  }

  /** Before the cursor is hidden: a signal may come at once. */
  #listen(): void {
    this.#isOpen = true;
    process.on('exit', this.#onExit);
    for (const signal of SIGNALS) process.on(signal, this.#onSignal);
  }

  #release(): void {
    this.#isOpen = false;
    this.#lines = [];
    process.off('exit', this.#onExit);
    for (const signal of SIGNALS) process.off(signal, this.#onSignal);
  }

  /** Moves to the first of the lines: one that a narrower terminal has wrapped since takes several rows. */
  #up(): string {
    const rowsOf = (line: string): number => Math.max(1, Math.ceil(columnsOf(line) / this.#columns));
    const rows = this.#lines.reduce((sum, line) => sum + rowsOf(line), 0);
    return rows === 0 ? '' : `\x1b[${rows}A\r`;
  }

  // Not `??`: some pseudo-terminals say 0.
  get #columns(): number {
    return this.#terminal.columns || DEFAULT_COLUMNS;
  }

  get #rows(): number {
    return this.#terminal.rows || DEFAULT_ROWS;
  }
}
