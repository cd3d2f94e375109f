import { create, setText } from './element.js';
import type { KeyFigure } from './key-figures.js';

interface Cell {
  readonly element: HTMLElement;
  readonly value: HTMLElement;
  readonly unit: HTMLElement;
  readonly note: HTMLElement;
}

/** The numbers that come first, each in its place whatever it says. */
export class FigureRow {
  readonly #list: HTMLElement;
  #cells: readonly Cell[] = [];

  constructor(list: HTMLElement) {
    this.#list = list;
  }

  show(figures: readonly KeyFigure[]): void {
    if (this.#cells.length === 0) this.#cells = figures.map(({ label }) => this.#addCell(label));
    figures.forEach(({ value, unit, note, isGood }, i) => {
      const cell = this.#cells[i]!;
      setText(cell.value, value);
      setText(cell.unit, unit);
      setText(cell.note, note);
      cell.element.dataset['tone'] = isGood ? 'good' : 'plain';
    });
  }

  #addCell(label: string): Cell {
    const value = create('span', 'value');
    const unit = create('span', 'unit');
    const note = create('dd', 'note');
    const element = create(
      'div',
      'figure card',
      create('dt', '', label),
      create('dd', '', value, unit),
      note,
    );
    this.#list.append(element);
    return { element, value, unit, note };
  }
}
