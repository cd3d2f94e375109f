/**
 * The element of index.html with this id.
 *
 * @throws TypeError if there is none of that class: the page and its script are of two versions
 */
export function byId<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) {
    throw new TypeError(`#${id}: expected a ${kind.name}, got ${element?.tagName ?? 'nothing'}`);
  }
  return element;
}

/** A new element with a class and children. */
export function create<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className = '',
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  if (className !== '') element.className = className;
  element.append(...children);
  return element;
}

/** Writes a text where it differs, so that what stays the same costs no layout. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
