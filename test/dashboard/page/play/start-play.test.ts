import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Player, type PlayedRun } from '../../../../src/dashboard/page/play/player.js';
import { CART_POLE_SCENE } from '../../../../src/dashboard/page/play/scenes/cart-pole.js';
import { SCENES } from '../../../../src/dashboard/page/play/scenes/scenes.js';
import type { Reading, RunMessage } from '../../../../src/dashboard/protocol.js';
import { parameterLayout } from '../../../../src/shared/network/parameters.js';
import type { BoxSpace } from '../../../../src/shared/spaces.js';
import { CHROMIUM, launchChromium } from '../../../support/chromium.js';
import { temporaryFolder } from '../../../support/temporary-folder.js';
import { bundlePlay } from './support/bundle.js';
import { simpleRun } from './support/game.js';
import { PlayPage } from './support/play-page.js';
import { PlayServer } from './support/play-server.js';
import { kernels, trainRun, type TrainedRun } from './support/trained-run.js';

const reading = (policyVersion: number): RunMessage => ({
  kind: 'reading',
  reading: { policyVersion } as Reading,
});
const checkpoint = (name: string, envSteps: number): RunMessage => ({
  kind: 'incident',
  incident: { kind: 'checkpoint', timeSeconds: 1, envSteps, checkpoint: name },
});

/** Parameters of a policy of one layer with which no episode is over in a few steps. */
function steadyParameters({ shape }: BoxSpace, { network }: PlayedRun): Float32Array {
  const parameters = new Float32Array(parameterLayout(network).numParameters);
  parameters[0] = 1;
  const [height, width, frames] = shape;
  if (height === undefined || width === undefined || frames === undefined) return parameters;
  // Of two actions the second, where more is to be seen on the right than on the left of what is upright.
  for (let place = 0; place < (height / 2) * width; place++)
    parameters[2 * frames * place + 1] = Math.sign((place % width) - (width - 1) / 2);
  return parameters;
}

describe.skipIf(CHROMIUM === undefined)('startPlay', () => {
  const folder = temporaryFolder();
  let trained: TrainedRun;
  let browser: Browser;
  let server: PlayServer;
  let address: string;
  let opened: PlayPage[];
  beforeAll(async () => {
    // A run whose policy holds the pole for the whole time, from any start and after a nudge.
    trained = await trainRun(`${folder}/run`, ['--seed', '3']);
    browser = await launchChromium();
    server = new PlayServer((await bundlePlay()).code);
    address = await server.listen();
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  beforeEach(() => {
    opened = [];
    server.description = trained.description;
    server.weights.clear();
    server.weights.set('newest', trained);
    server.asked.length = 0;
    server.hasKernels = true;
  });
  afterEach(async () => {
    for (const play of opened) {
      await play.close();
      expect(play.complaints).toEqual([]);
    }
  });

  async function open(options: BrowserContextOptions = {}): Promise<PlayPage> {
    const play = await PlayPage.open(browser, address, options);
    opened.push(play);
    return play;
  }
  async function openPlaying(options: BrowserContextOptions = {}): Promise<PlayPage> {
    const play = await open(options);
    await play.untilAtLeast('steps', 1);
    return play;
  }

  /** What an episode comes to in Node. */
  function returnInNode(seed: number, nudge: number): number {
    const player = new Player(CART_POLE_SCENE.task, trained.description, kernels);
    player.setWeights(trained.version, trained.parameters);
    while (player.seed < seed) player.nextEpisode();
    player.nudge(nudge);
    while (!player.isOver) player.step();
    return player.return;
  }

  it('draws the environment, a pixel of the canvas for every one of the screen', async () => {
    const play = await openPlaying({ deviceScaleFactor: 2 });
    // The pole's colour.
    expect(await play.pixelsOf(0xc2, 0x56, 0x0c)).toBeGreaterThan(1_000);
    const sizes = (): Promise<number[]> =>
      play.page
        .locator('canvas')
        .evaluate((canvas: HTMLCanvasElement) => [
          canvas.width,
          canvas.clientWidth,
          canvas.height,
          canvas.clientHeight,
        ]);
    const [width, clientWidth, height, clientHeight] = await sizes();
    expect([width, height]).toEqual([2 * clientWidth!, 2 * clientHeight!]);
    await play.page.setViewportSize({ width: 500, height: 700 });
    await play.frames(2);
    const [narrow, narrowClient] = await sizes();
    expect(narrow).toBeLessThan(width!);
    expect(narrow).toBe(2 * narrowClient!);
  });

  it('plays the episodes that actors play: a trained policy holds the pole for 500 steps', async () => {
    const play = await openPlaying();
    await play.page.getByRole('combobox', { name: 'Speed' }).selectOption('4');
    await play.untilStateReads(/^Episode 1 over after 500 steps, return 500, pole /);
    expect(await play.number('lastReturn')).toBe(500);
    expect(returnInNode(0, 0)).toBe(500);
    await play.untilAtLeast('episode', 2);
    expect(await play.text('.play-version')).toBe(`Playing version ${trained.version}`);
  });

  it.each([
    ['Push left', -1],
    ['Push right', 1],
  ])('is disturbed by %s, at once and as in Node, and recovers', async (name, strength) => {
    const play = await openPlaying();
    await play.button('Pause');
    await play.page.getByRole('combobox', { name: 'Speed' }).selectOption('4');
    await play.button('New episode');
    const episode = await play.number('episode');
    const before = await play.picture();
    await play.button(name);
    expect(await play.picture()).not.toBe(before);
    await play.button('Play');
    await play.untilAtLeast('episode', episode + 1);
    const inNode = returnInNode(episode - 1, strength);
    expect(await play.number('lastReturn')).toBe(inNode);
    expect(inNode).toBe(500);
  });

  it('stands still while it is paused', async () => {
    const play = await openPlaying();
    await play.button('Pause');
    const steps = await play.number('steps');
    expect(await play.data('state')).toBe('paused');
    await play.frames(10);
    expect(await play.number('steps')).toBe(steps);
    await play.button('Play');
    await play.untilAtLeast('steps', steps + 5);
    expect(await play.data('state')).toBe('playing');
  });

  it('is played with keys where the picture has the focus', async () => {
    const play = await openPlaying();
    const canvas = play.page.getByRole('application', { name: 'CartPole-v1, played by the policy' });
    await canvas.focus();
    await play.page.keyboard.press('Space');
    await play.until('state', 'paused');
    let picture = await play.picture();
    for (const key of ['ArrowLeft', 'ArrowRight']) {
      await play.page.keyboard.press(key);
      expect(await play.picture()).not.toBe(picture);
      picture = await play.picture();
    }
    // Not its keys: they stay the browser's.
    await play.page.keyboard.press('Shift+ArrowLeft');
    await play.page.keyboard.press('a');
    expect(await play.picture()).toBe(picture);
    await play.page.keyboard.press('Space');
    await play.until('state', 'playing');
    const described = await canvas.getAttribute('aria-describedby');
    const help = described!.split(' ').map((id) => play.text(`#${id}`));
    expect((await Promise.all(help)).join(' ')).toMatch(/arrow keys.*Space pauses.*Episode \d+, step/s);
  });

  it('is pushed by a tap on a side of the picture, and by one on a button', async () => {
    const play = await openPlaying({ hasTouch: true });
    await play.page.getByRole('button', { name: 'Pause' }).tap();
    await play.until('state', 'paused');
    const pictures = [await play.picture()];
    const { width, height } = (await play.page.locator('canvas').boundingBox())!;
    for (const x of [0.1 * width, 0.9 * width]) {
      await play.page.locator('canvas').tap({ position: { x, y: height / 2 } });
      pictures.push(await play.picture());
    }
    await play.page.getByRole('button', { name: 'Push left' }).tap();
    const last = await play.picture();
    expect(new Set(pictures).size).toBe(3);
    // Left, right and left again: what the first tap showed is what the button shows.
    expect(last).toBe(pictures[1]);
  });

  it('takes up newer weights when a reading tells of them', async () => {
    const play = await openPlaying();
    const numParameters = trained.parameters.length;
    const version = trained.version + 1;
    // All values equal: always to the left, and soon over.
    server.weights.set('newest', { version, parameters: new Float32Array(numParameters) });
    await play.tell(reading(trained.version));
    await play.tell(reading(version));
    await play.until('version', version);
    expect(await play.text('.play-version')).toBe(`Playing version ${version}`);
    await play.button('New episode');
    await play.untilAtLeast('episode', (await play.number('episode')) + 1);
    expect(await play.number('lastReturn')).toBeLessThan(20);
    expect(server.asked).toEqual([
      { id: 'newest', status: 200 },
      { id: 'newest', status: 200 },
    ]);
  });

  it('plays an early policy when its checkpoint is chosen, from a new episode on', async () => {
    const play = await openPlaying();
    const parameters = new Float32Array(trained.parameters.length);
    server.weights.set('000512', { version: 2, parameters });
    await play.tell(checkpoint('000512', 512));
    await play.tell(checkpoint('000512', 512));
    const policy = play.page.getByRole('combobox', { name: 'Policy' });
    expect(await policy.locator('option').allInnerTexts()).toEqual([
      'Newest',
      'Best so far',
      'After 512 steps',
    ]);
    await policy.selectOption('After 512 steps');
    await play.until('version', 2);
    expect(await play.number('episode')).toBeGreaterThan(1);
    await play.untilAtLeast('lastReturn', 0);
    expect(await play.number('lastReturn')).toBeLessThan(20);
  });

  it('stops while the page is hidden, and asks for nothing', async () => {
    const play = await openPlaying();
    await play.hide(true);
    const steps = await play.number('steps');
    server.weights.set('best', { ...trained, version: trained.version + 1 });
    // Else asked for at once.
    await play.page.getByRole('combobox', { name: 'Policy' }).selectOption('best');
    await play.frames(10);
    expect(await play.number('steps')).toBe(steps);
    expect(server.asked).toHaveLength(1);
    await play.hide(false);
    await play.until('version', trained.version + 1);
    await play.untilAtLeast('steps', 5);
  });

  it('stops while the picture is scrolled out of sight', async () => {
    const play = await openPlaying();
    await play.page.evaluate(() => {
      const spacer = document.createElement('div');
      spacer.style.height = '5000px';
      document.body.append(spacer);
      scrollTo(0, 4000);
    });
    await play.frames(5);
    const steps = await play.number('steps');
    await play.frames(10);
    expect(await play.number('steps')).toBe(steps);
    await play.page.evaluate(() => scrollTo(0, 0));
    await play.untilAtLeast('steps', steps + 5);
  });

  it('waits to be started by those who want less motion', async () => {
    const play = await open({ reducedMotion: 'reduce' });
    await play.until('state', 'paused');
    await play.frames(5);
    expect(await play.number('steps')).toBe(0);
    expect(await play.pixelsOf(0xc2, 0x56, 0x0c)).toBeGreaterThan(100);
    await play.button('Play');
    await play.untilAtLeast('steps', 5);
  });

  it("draws in the page's colours, and follows when they change", async () => {
    const play = await openPlaying();
    await play.button('Pause');
    expect(await play.pixelsOf(1, 2, 3)).toBe(0);
    await play.page.evaluate(() => document.documentElement.style.setProperty('--orange', 'rgb(1, 2, 3)'));
    await play.frames(2);
    expect(await play.pixelsOf(1, 2, 3)).toBeGreaterThan(100);
  });

  it('says how it goes in a line of text that no screen reader reads out by itself', async () => {
    const play = await openPlaying();
    const line = play.page.locator('.play-state');
    await play.untilStateReads(/^Episode 1, step [1-9]\d*, return [1-9]\d*, pole (upright|leaning)/);
    const live = line.locator('xpath=ancestor-or-self::*[@aria-live or @role="status" or @role="alert"]');
    expect(await live.count()).toBe(0);
  });

  it('says in a line that weights do not fit, and plays on with those it has', async () => {
    const play = await openPlaying();
    const numWanted = trained.parameters.length;
    server.weights.set('newest', { version: 99, parameters: new Float32Array(numWanted + 1) });
    await play.tell(reading(99));
    const trouble = play.page.getByRole('status');
    await trouble.filter({ hasText: 'expected' }).waitFor();
    expect(await trouble.innerText()).toBe(
      `weights of version 99: expected ${numWanted} numbers, got ${numWanted + 1}`,
    );
    expect(await play.data('version')).toBe(String(trained.version));
  });

  it('waits for the first weights', async () => {
    server.weights.clear();
    const play = await open();
    await play.until('state', 'waiting');
    await play.page.getByRole('status').filter({ hasText: 'No weights: the run has none yet.' }).waitFor();
    expect(await play.text('.play-state')).toBe('Waiting for weights.');
    server.weights.set('newest', trained);
    await play.untilAtLeast('steps', 1);
    expect(await play.text('.play-trouble')).toBe('');
    // A browser prints every answer of 404.
    expect(play.complaints.splice(0).join()).toContain('404');
  });

  it('waits for the kernels', async () => {
    server.hasKernels = false;
    const play = await open();
    await play.page.getByRole('status').filter({ hasText: 'No kernels: ' }).waitFor();
    expect(await play.data('state')).toBe('loading');
    expect(await play.page.getByRole('button', { disabled: false }).count()).toBe(0);
    server.hasKernels = true;
    await play.untilAtLeast('steps', 1);
    expect(play.complaints.splice(0).join()).toContain('404');
  });

  it('says which environment it cannot play', async () => {
    const { description } = trained;
    server.description = { ...description, env: { ...description.env, id: 'Corridor-v0', module: '/a.js' } };
    const play = await open();
    await play.until('state', 'unplayable');
    expect(await play.text('#play')).toContain("A page cannot play 'Corridor-v0'");
    expect(server.asked).toEqual([]);
    await play.tell(reading(1));
    await play.dispose();
    expect(await play.text('#play')).toBe('');
  });

  it('says why it cannot play a run whose network does not fit', async () => {
    const { network } = simpleRun(SCENES.get('Acrobot-v1')!.task);
    server.description = { ...trained.description, network };
    const play = await open();
    await play.until('state', 'unplayable');
    expect(await play.text('#play')).toContain('A page cannot play this run: ');
  });

  it('leaves nothing behind', async () => {
    const play = await openPlaying();
    const select = await play.page.getByRole('combobox', { name: 'Policy' }).elementHandle();
    await play.dispose();
    expect(await play.text('#play')).toBe('');
    await play.tell(reading(trained.version + 1));
    await select.evaluate((element) => element.dispatchEvent(new Event('change')));
    await play.frames(5);
    expect(server.asked).toHaveLength(1);
  });

  it.each([...SCENES.keys()])('plays %s', async (id) => {
    const run = simpleRun(SCENES.get(id)!.task);
    const parameters = steadyParameters(SCENES.get(id)!.task.observationSpace, run);
    server.description = { ...trained.description, ...run };
    server.weights.set('newest', { version: 1, parameters });
    const play = await openPlaying();
    const picture = await play.picture();
    const steps = await play.number('steps');
    await play.untilAtLeast('steps', steps + 2);
    await play.page.locator('canvas').press('ArrowLeft');
    await play.frames(2);
    expect(await play.picture()).not.toBe(picture);
  });
});
