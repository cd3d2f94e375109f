/** An environment that fails on purpose, once or always, in every way that an actor can fail. */
import { box, discrete, registerEnvironment, type Environment, type EnvironmentOptions } from 'manyhands';
import { writeFileSync } from 'node:fs';

const EPISODE_STEPS = 20;

class FaultyEnvironment implements Environment {
  readonly observationSpace = box([2], -Infinity, Infinity);
  readonly actionSpace = discrete(2);
  readonly #options: EnvironmentOptions;
  /** Of the first observed number: near the largest float32 it overflows in the network. */
  readonly #scale: number;
  #steps = 0;
  #episodeStep = 0;

  constructor(options: EnvironmentOptions) {
    this.#options = options;
    this.#scale = typeof options['scale'] === 'number' ? options['scale'] : 1;
  }

  reset() {
    this.#episodeStep = 0;
    return { observation: Float32Array.of(0, 0), info: {} };
  }

  step(action: number) {
    this.#steps++;
    this.#episodeStep++;
    if (this.#steps === this.#options['atStep'] && this.#mayFail()) this.#fail();
    return {
      observation: Float32Array.of((this.#scale * this.#episodeStep) / EPISODE_STEPS, action),
      reward: action,
      terminated: this.#episodeStep >= EPISODE_STEPS,
      truncated: false,
      info: {},
    };
  }

  /** With a marker file, the first environment to come here fails and the others do not. */
  #mayFail(): boolean {
    const marker = this.#options['marker'];
    if (typeof marker !== 'string') return true;
    try {
      // Two actors may come here at once: one of them makes the file.
      writeFileSync(marker, '', { flag: 'wx' });
      return true;
    } catch {
      return false;
    }
  }

  #fail(): void {
    switch (this.#options['fault']) {
      case 'throw':
        throw new Error('a fault on purpose');
      case 'hang':
        hangForever();
        break;
      case 'exit':
        process.exit(3);
    }
  }
}

function hangForever(): never {
  for (;;);
}

registerEnvironment('Faulty-v0', { create: (options) => new FaultyEnvironment(options) });
