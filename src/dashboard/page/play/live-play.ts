import { messageOf } from '../../../shared/errors.js';
import type { RunMessage } from '../../protocol.js';
import type { Controls } from './controls.js';
import { FrameLoop } from './frame-loop.js';
import { Game } from './game.js';
import { bindInputs } from './inputs.js';
import { loadKernels } from './load-kernels.js';
import type { Play, PlaySettings } from './play.js';
import { Player } from './player.js';
import { PolicyChoice } from './policy-choice.js';
import { Report } from './report.js';
import type { Scene } from './scenes/scene.js';
import { Stage } from './stage.js';
import { sayUnplayable } from './unplayable.js';
import { WeightsFollower } from './weights-follower.js';
import { bringsWeights } from './weights-news.js';

/** A game on a page: frames drive it, messages of the run bring it weights, hands disturb it. */
export class LivePlay implements Play {
  readonly #section: HTMLElement;
  readonly #controls: Controls;
  readonly #choice: PolicyChoice;
  readonly #weights: WeightsFollower;
  readonly #disposal = new AbortController();
  /** Once there are kernels to play with. */
  #game: Game | undefined;
  /** Draws it and says how it stands. */
  #show = (): void => undefined;
  /** Another policy was chosen and has not come yet: it begins with an episode of its own. */
  #isOtherPolicy = false;

  constructor(settings: PlaySettings, scene: Scene, controls: Controls) {
    const { section, description } = settings;
    const fetch = settings.fetch ?? ((path, init) => globalThis.fetch(path, init));
    const { signal } = this.#disposal;
    const sayTrouble = (trouble: string | undefined): void => {
      controls.trouble.textContent = trouble ?? '';
    };
    this.#section = section;
    this.#controls = controls;
    section.dataset['state'] = 'loading';
    this.#choice = new PolicyChoice(controls.policy, (id) => {
      this.#isOtherPolicy = true;
      this.#weights.follow(id);
    });
    this.#weights = new WeightsFollower(fetch, {
      onWeights: (version, parameters) => this.#setWeights(version, parameters),
      onTrouble: sayTrouble,
    });
    void loadKernels(fetch, signal, sayTrouble).then((kernels) => {
      if (kernels === undefined) return;
      try {
        this.#begin(new Game(new Player(scene.task, description, kernels), scene));
      } catch (error) {
        this.dispose();
        sayUnplayable(section, scene.task.id, `A page cannot play this run: ${messageOf(error)}.`);
      }
    });
  }

  receive(message: RunMessage): void {
    if (message.kind === 'incident') this.#choice.add(message.incident);
    if (message.kind === 'history') {
      for (const incident of message.history.incidents) this.#choice.add(incident);
    }
    if (bringsWeights(message, this.#weights.id, this.#game?.player.version)) this.#weights.refresh();
  }

  dispose(): void {
    this.#disposal.abort();
    this.#weights.dispose();
    this.#section.replaceChildren();
  }

  #begin(game: Game): void {
    const { signal } = this.#disposal;
    const { canvas } = this.#controls;
    game.isPaused = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const stage = new Stage(canvas, game.scene);
    const report = new Report(this.#section, this.#controls, game);
    const loop = new FrameLoop(canvas, (seconds) => {
      const { isOver } = game.player;
      game.advance(seconds);
      stage.draw(game.moment);
      if (game.player.isOver === isOver) report.update(seconds);
      else report.updateNow();
    });
    this.#game = game;
    this.#show = () => {
      loop.isOn = !game.isPaused && game.player.version !== undefined;
      stage.draw(game.moment);
      report.updateNow();
    };
    bindInputs(this.#controls, game, this.#show, signal);
    const followWhileVisible = (): void => {
      this.#weights.isOn = !document.hidden;
    };
    document.addEventListener('visibilitychange', followWhileVisible, { signal });
    signal.addEventListener('abort', () => {
      loop.dispose();
      stage.dispose();
    });
    this.#show();
    followWhileVisible();
  }

  #setWeights(version: number, parameters: Float32Array): void {
    // Asked for only once there is a game.
    const game = this.#game!;
    game.player.setWeights(version, parameters);
    if (this.#isOtherPolicy) game.nextEpisode();
    this.#isOtherPolicy = false;
    this.#show();
  }
}
