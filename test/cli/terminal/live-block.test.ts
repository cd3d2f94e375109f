import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { LiveBlock } from '../../../src/cli/terminal/live-block.js';
import { FakeTerminal } from '../support/fake-terminal.js';

const HIDE = '\x1b[?25l';
const SHOW = '\x1b[?25h';
const LISTENED = ['exit', 'SIGHUP', 'SIGQUIT', 'SIGTSTP'] as const;

describe('LiveBlock', () => {
  let terminal: FakeTerminal;
  let block: LiveBlock;
  beforeEach(() => {
    terminal = new FakeTerminal(10, 6);
    block = new LiveBlock(terminal);
  });
  afterEach(() => block.close());

  it('draws a frame over the one before, in one write', () => {
    block.draw(['one', 'two']);
    block.draw(['three', 'four', 'five']);
    block.draw(['six']);
    expect(terminal.writes).toEqual([
      `${HIDE}one\x1b[K\ntwo\x1b[K\n\x1b[J`,
      '\x1b[2A\rthree\x1b[K\nfour\x1b[K\nfive\x1b[K\n\x1b[J',
      '\x1b[3A\rsix\x1b[K\n\x1b[J',
    ]);
  });

  it('takes its lines away at the end, shows the cursor, and does so once', () => {
    block.draw(['one', 'two']);
    terminal.take();
    block.close();
    block.close();
    expect(terminal.writes).toEqual([`\x1b[2A\r\x1b[J${SHOW}`]);
  });

  it('leaves a terminal alone on which it drew nothing', () => {
    block.close();
    expect(terminal.writes).toEqual([]);
  });

  it('prints above its lines, in one write, and as it is where there are none', () => {
    block.print('before');
    block.draw(['one', 'two']);
    terminal.take();
    block.print('a message\nof two lines');
    expect(terminal.writes.splice(0)).toEqual(['\x1b[2A\r\x1b[Ja message\nof two lines\none\ntwo\n']);
    block.close();
    terminal.take();
    block.print('after');
    expect(terminal.writes).toEqual(['after\n']);
  });

  it('cuts lines to the width, one column free, and to the height, one row free', () => {
    block.draw(['\x1b[1m0123456789\x1b[22m', 'b', 'c', 'd', 'e', 'f']);
    expect(terminal.take()).toBe(
      `${HIDE}\x1b[1m012345678\x1b[0m\x1b[K\nb\x1b[K\nc\x1b[K\nd\x1b[K\ne\x1b[K\n\x1b[J`,
    );
  });

  it('finds its first line again when the terminal has become narrower, and uses the room of a wider one', () => {
    block.draw(['012345678', 'b']);
    terminal.take();
    terminal.columns = 4;
    block.draw(['012345678', 'b']);
    // Nine characters in rows of four are three rows.
    expect(terminal.take()).toBe('\x1b[4A\r012\x1b[K\nb\x1b[K\n\x1b[J');
    terminal.columns = 20;
    block.draw(['012345678', 'b']);
    expect(terminal.take()).toBe('\x1b[2A\r012345678\x1b[K\nb\x1b[K\n\x1b[J');
  });

  it('takes a terminal that says 0 columns for one of 80', () => {
    terminal.columns = 0;
    terminal.rows = 0;
    block.draw(['x'.repeat(100)]);
    expect(terminal.take()).toBe(`${HIDE}${'x'.repeat(79)}\x1b[K\n\x1b[J`);
  });

  it.runIf(process.platform !== 'win32')('listens for the end of the process only while it has lines', () => {
    const counts = () => LISTENED.map((event) => process.listenerCount(event));
    const before = counts();
    block.draw(['one']);
    block.draw(['two']);
    expect(counts()).toEqual(before.map((count) => count + 1));
    block.close();
    expect(counts()).toEqual(before);
  });
});

/** Starts a process that draws. */
function startDrawing(...args: string[]) {
  const script = fileURLToPath(new URL('../support/live-process.js', import.meta.url));
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  const ended = once(child, 'close') as Promise<[code: number | null, signal: string | null]>;
  return {
    child,
    ended,
    text: () => text,
    /** Resolves when this was written. */
    async wrote(wanted: string) {
      while (!text.includes(wanted)) await once(child.stdout, 'data');
    },
  };
}

const lastCursor = (text: string): string =>
  text.lastIndexOf(SHOW) > text.lastIndexOf(HIDE) ? 'shown' : 'hidden';

describe.runIf(process.platform !== 'win32')('the cursor of a process that draws', () => {
  it.each(['SIGHUP', 'SIGQUIT'] as const)(
    'is shown when %s ends it, as it would have anyway',
    async (signal) => {
      const drawing = startDrawing();
      await drawing.wrote('frame 1');
      expect(lastCursor(drawing.text())).toBe('hidden');
      drawing.child.kill(signal);
      expect(await drawing.ended).toEqual([null, signal]);
      expect(lastCursor(drawing.text())).toBe('shown');
    },
  );

  it.each([
    { how: 'exit', code: 3 },
    { how: 'throw', code: 1 },
  ])('is shown when it ends by $how', async ({ how, code }) => {
    const drawing = startDrawing(how);
    expect(await drawing.ended).toEqual([code, null]);
    expect(lastCursor(drawing.text())).toBe('shown');
  });

  it('is shown while it is suspended, and hidden when it goes on, below what was drawn before', async () => {
    const drawing = startDrawing();
    await drawing.wrote('frame 1');
    drawing.child.kill('SIGTSTP');
    await drawing.wrote(SHOW);
    // Again and again: it may not have stopped yet, and to go on is lost on a process that runs.
    const timer = setInterval(() => drawing.child.kill('SIGCONT'), 10);
    onTestFinished(() => clearInterval(timer));
    await drawing.wrote(`${SHOW}${HIDE}frame `);
    drawing.child.kill('SIGHUP');
    expect(await drawing.ended).toEqual([null, 'SIGHUP']);
    expect(drawing.text().endsWith(SHOW)).toBe(true);
  });
});
