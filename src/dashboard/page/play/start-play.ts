import { buildControls } from './controls.js';
import { LivePlay } from './live-play.js';
import type { Play, PlaySettings } from './play.js';
import { SCENES } from './scenes/scenes.js';
import { sayUnplayable } from './unplayable.js';

/**
 * Fills a section with the run's environment, played by its weights: drawn on a canvas, with what it takes to nudge it,
 * to pause it, and to choose whose weights play. What cannot be played is said there; this never throws.
 *
 * The section gets the class `play` (see play.css) and data attributes: `state` (loading, waiting for weights, playing,
 * paused or unplayable), and while it plays `version`, `episode` (one more than its seed), `steps`, `return` and
 * `last-return`.
 */
export function startPlay(settings: PlaySettings): Play {
  const { section, description } = settings;
  const { id } = description.env;
  section.classList.add('play');
  const scene = SCENES.get(id);
  if (scene !== undefined) return new LivePlay(settings, scene, buildControls(section, scene));
  sayUnplayable(
    section,
    id,
    `A page cannot play '${id}': it knows the environments that come with manyhands, and this one is the run's own.`,
  );
  return { receive: () => undefined, dispose: () => section.replaceChildren() };
}
