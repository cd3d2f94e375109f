import type { ScalingTable } from './table.js';

/** Columns of text, each as wide as its widest cell. */
export function renderText(tables: readonly ScalingTable[]): string {
  return tables.map(({ title, columns, rows }) => `\n${title}\n${grid(columns, rows)}`).join('');
}

/** Tables as Markdown, numbers to the right, as prettier would have them. */
export function renderMarkdown(tables: readonly ScalingTable[]): string {
  return tables
    .map(({ title, columns, rows }) => {
      const widths = widthsOf([columns, ...rows]);
      const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
      const padded = (cells: readonly string[]): string =>
        line(cells.map((cell, i) => pad(cell, i, columns, widths)));
      const rule = line(
        widths.map((width, i) => (isText(columns[i]!) ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)),
      );
      return `\n**${title}**\n\n${padded(columns)}${rule}${rows.map(padded).join('')}`;
    })
    .join('');
}

function grid(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = widthsOf([columns, ...rows]);
  return [columns, ...rows]
    .map((cells) => `  ${cells.map((cell, i) => pad(cell, i, columns, widths)).join('  ')}`.trimEnd() + '\n')
    .join('');
}

function widthsOf(lines: readonly (readonly string[])[]): readonly number[] {
  return lines[0]!.map((_, i) => Math.max(...lines.map((cells) => cells[i]!.length)));
}

function pad(cell: string, column: number, columns: readonly string[], widths: readonly number[]): string {
  return isText(columns[column]!) ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!);
}

const isText = (column: string): boolean => column === 'bound by';
