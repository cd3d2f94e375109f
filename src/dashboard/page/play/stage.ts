import { readPalette, type Palette } from './palette.js';
import type { Moment, Scene, World } from './scenes/scene.js';

/**
 * Draws a scene on a canvas, sharp on any screen: the canvas has a pixel for every pixel of the screen it covers, and
 * the scene's world fills it, in its middle and undistorted.
 */
export class Stage {
  readonly #pen: CanvasRenderingContext2D;
  readonly #observer: ResizeObserver;
  readonly #listening = new AbortController();
  readonly #themes: MutationObserver;
  #palette: Palette;
  #moment: Moment | undefined;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly scene: Scene,
  ) {
    this.#pen = canvas.getContext('2d')!;
    this.#palette = readPalette(canvas);
    this.#observer = new ResizeObserver(() => this.#fit());
    this.#observer.observe(canvas);
    const repaint = (): void => {
      this.#palette = readPalette(canvas);
      this.#redraw();
    };
    // Light or dark is the system's choice, or that of a switch that marks the document.
    const { signal } = this.#listening;
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', repaint, { signal });
    this.#themes = new MutationObserver(repaint);
    this.#themes.observe(document.documentElement, { attributes: true });
    this.#fit();
  }

  draw(moment: Moment): void {
    this.#moment = moment;
    const { canvas, scene } = this;
    const pen = this.#pen;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, canvas.width, canvas.height);
    const { scale, view } = viewOf(scene.world, canvas.width, canvas.height);
    // The screen's y grows downwards.
    pen.setTransform(scale, 0, 0, -scale, -view.left * scale, view.top * scale);
    const pixel = canvas.width / (canvas.clientWidth || canvas.width) / scale;
    scene.draw({ pen, palette: this.#palette, view, pixel }, moment);
  }

  dispose(): void {
    this.#observer.disconnect();
    this.#themes.disconnect();
    this.#listening.abort();
  }

  #fit(): void {
    const { canvas } = this;
    const width = Math.max(1, Math.round(canvas.clientWidth * devicePixelRatio));
    const height = Math.max(1, Math.round(canvas.clientHeight * devicePixelRatio));
    if (canvas.width === width && canvas.height === height) return;
    // Setting either wipes the canvas.
    canvas.width = width;
    canvas.height = height;
    this.#redraw();
  }

  #redraw(): void {
    if (this.#moment !== undefined) this.draw(this.#moment);
  }
}

/** How many pixels a unit of the world is, and the stretch of it that a canvas shows. */
export function viewOf(
  { left, right, bottom, top }: World,
  width: number,
  height: number,
): { readonly scale: number; readonly view: World } {
  const scale = Math.min(width / (right - left), height / (top - bottom));
  const [x, y] = [(left + right) / 2, (bottom + top) / 2];
  const [halfWidth, halfHeight] = [width / scale / 2, height / scale / 2];
  return {
    scale,
    view: { left: x - halfWidth, right: x + halfWidth, bottom: y - halfHeight, top: y + halfHeight },
  };
}
