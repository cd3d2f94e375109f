import type { Controls } from './controls.js';
import type { Game } from './game.js';
import type { Side } from './scenes/scene.js';

/**
 * Lets buttons, taps on the picture and keys act on a game.
 *
 * @param onChange - called after each of them
 * @param signal - ends it
 */
export function bindInputs(controls: Controls, game: Game, onChange: () => void, signal: AbortSignal): void {
  const { canvas, left, right, pause, next, speed } = controls;
  const nudge = (side: Side): void => game.nudge(side);
  const togglePause = (): void => {
    game.isPaused = !game.isPaused;
  };
  const onClick = (target: HTMLElement, act: (event: MouseEvent) => void): void => {
    const listener = (event: MouseEvent): void => {
      act(event);
      onChange();
    };
    target.addEventListener('click', listener, { signal });
  };

  for (const button of [left, right, pause, next]) button.disabled = false;
  onClick(left, () => nudge('left'));
  onClick(right, () => nudge('right'));
  onClick(pause, togglePause);
  onClick(next, () => game.nextEpisode());
  onClick(canvas, ({ offsetX }) => nudge(offsetX < canvas.clientWidth / 2 ? 'left' : 'right'));

  const keys: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => nudge('left'),
    ArrowRight: () => nudge('right'),
    ' ': togglePause,
  };
  const onKey = (event: KeyboardEvent): void => {
    const act = keys[event.key];
    if (act === undefined || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    // A key held down would push some thirty times a second.
    if (event.repeat) return;
    act();
    onChange();
  };
  canvas.addEventListener('keydown', onKey, { signal });

  const setSpeed = (): void => {
    game.speed = Number(speed.value);
  };
  speed.addEventListener('change', setSpeed, { signal });
  setSpeed();
}
