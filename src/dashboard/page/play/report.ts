import type { Controls } from './controls.js';
import type { Game } from './game.js';

/** Least time between two changes of the line that says how it goes. */
const LINE_SECONDS = 1;

/** Says how a game stands: in a line of text, and in data attributes of the section. */
export class Report {
  #secondsSinceLine = 0;

  constructor(
    private readonly section: HTMLElement,
    private readonly controls: Controls,
    private readonly game: Game,
  ) {}

  /** After every frame: text that changed with every step could not be read, nor read out. */
  update(seconds: number): void {
    this.#secondsSinceLine += seconds;
    this.#setData();
    if (this.#secondsSinceLine >= LINE_SECONDS) this.updateNow();
  }

  updateNow(): void {
    const { controls, game } = this;
    const { player } = game;
    this.#secondsSinceLine = 0;
    this.#setData();
    controls.pause.textContent = game.isPaused ? 'Play' : 'Pause';
    controls.version.textContent =
      player.version === undefined ? '' : `Playing version ${player.version.toLocaleString('en-US')}`;
    controls.state.textContent = player.version === undefined ? 'Waiting for weights.' : lineOf(game);
  }

  #setData(): void {
    const { dataset } = this.section;
    const { player, isPaused, lastReturn } = this.game;
    dataset['state'] = player.version === undefined ? 'waiting' : isPaused ? 'paused' : 'playing';
    if (player.version !== undefined) dataset['version'] = String(player.version);
    dataset['episode'] = String(player.seed + 1);
    dataset['steps'] = String(player.steps);
    dataset['return'] = String(player.return);
    if (lastReturn !== undefined) dataset['lastReturn'] = String(lastReturn);
  }
}

/** As in "Episode 3, step 212, return 212, pole upright. Last return 500." */
function lineOf({ player, scene, moment, lastReturn }: Game): string {
  const { steps } = player;
  const episode = `Episode ${player.seed + 1}`;
  const outcome = `return ${formatReturn(player.return)}, ${scene.describe(moment)}`;
  if (player.isOver) return `${episode} over after ${steps} steps, ${outcome}.`;
  const last = lastReturn === undefined ? '' : ` Last return ${formatReturn(lastReturn)}.`;
  return `${episode}, step ${steps}, ${outcome}.${last}`;
}

/** Returns of discrete rewards are whole. */
function formatReturn(sum: number): string {
  return sum.toLocaleString('en-US', { maximumFractionDigits: 1 });
}
