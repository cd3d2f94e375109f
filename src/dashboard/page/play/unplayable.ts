import { element } from './element.js';

/** Says in a line why there is nothing to be seen. */
export function sayUnplayable(section: HTMLElement, id: string, reason: string): void {
  section.dataset['state'] = 'unplayable';
  section.replaceChildren(
    element('header', { class: 'play-head' }, element('h2', {}, id)),
    element('p', { class: 'play-unplayable' }, reason),
  );
}
