import { element } from './element.js';
import type { Scene } from './scenes/scene.js';

/** How many times faster than at the scene's own rate. */
const SPEEDS = [0.5, 1, 2, 4];

/** What a played environment consists of on the page. */
export interface Controls {
  readonly canvas: HTMLCanvasElement;
  /** Which weights are playing. */
  readonly version: HTMLElement;
  /** How the episode stands. */
  readonly state: HTMLElement;
  /** What is wrong, for screen readers too. */
  readonly trouble: HTMLElement;
  readonly left: HTMLButtonElement;
  readonly right: HTMLButtonElement;
  readonly pause: HTMLButtonElement;
  readonly next: HTMLButtonElement;
  readonly speed: HTMLSelectElement;
  readonly policy: HTMLSelectElement;
}

let numBuilt = 0;

/** Builds what `section` then holds. */
export function buildControls(section: HTMLElement, { task, nudges }: Scene): Controls {
  const id = `play-${numBuilt++}`;
  const button = (text: string, shortcut?: string): HTMLButtonElement =>
    element(
      'button',
      // Until there is something to act on.
      { type: 'button', disabled: '', ...(shortcut !== undefined && { 'aria-keyshortcuts': shortcut }) },
      text,
    );

  const controls: Controls = {
    canvas: element('canvas', {
      class: 'play-canvas',
      tabindex: '0',
      // Keys go to it as they are, also where a screen reader has its own.
      role: 'application',
      'aria-label': `${task.id}, played by the policy`,
      'aria-describedby': `${id}-help ${id}-state`,
    }),
    version: element('p', { class: 'play-version' }),
    state: element('p', { class: 'play-state', id: `${id}-state` }, 'One moment.'),
    trouble: element('p', { class: 'play-trouble', role: 'status' }),
    left: button(nudges.left.label, 'ArrowLeft'),
    right: button(nudges.right.label, 'ArrowRight'),
    pause: button('Pause', 'Space'),
    next: button('New episode'),
    speed: element(
      'select',
      {},
      ...SPEEDS.map((speed) => element('option', { value: String(speed) }, `${speed}\u00d7`)),
    ),
    policy: element('select'),
  };
  controls.speed.value = '1';
  controls.left.classList.add('play-nudge', 'play-left');
  controls.right.classList.add('play-nudge', 'play-right');

  section.replaceChildren(
    element('header', { class: 'play-head' }, element('h2', {}, task.id), controls.version),
    controls.canvas,
    controls.state,
    controls.trouble,
    element(
      'div',
      { class: 'play-controls', role: 'group', 'aria-label': `Play ${task.id}` },
      ...[controls.left, controls.right, controls.pause, controls.next],
      element('label', {}, element('span', {}, 'Speed'), controls.speed),
      element('label', {}, element('span', {}, 'Policy'), controls.policy),
    ),
    element(
      'p',
      { class: 'play-help', id: `${id}-help` },
      `${nudges.left.label} or ${nudges.right.label.toLowerCase()}: with the buttons, with a tap on that side of the picture, ` +
        'or, when it has the focus, with the left and right arrow keys. Space pauses.',
    ),
  );
  return controls;
}
