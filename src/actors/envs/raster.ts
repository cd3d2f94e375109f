/** Lines across a row of pixels on which the edges of a shape are looked up. */
const LINES = 4;

/**
 * Fills shapes into a grey picture, anti-aliased: a pixel that a shape covers in part takes on that part of its grey, so that movements of
 * a fraction of a pixel show.
 *
 * Made of additions, multiplications and divisions alone, whose results IEEE 754 lays down: the same shapes give the same bytes on every
 * machine.
 */
export class Raster {
  /** How much of each pixel of a row a shape covers, in lines. */
  readonly #covered: Float64Array;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.#covered = new Float64Array(width);
  }

  /**
   * Fills a convex polygon. What lies outside the picture is left out.
   *
   * @param corners - `x, y` of each, in pixels from the left and from the top, in order
   * @param pixels - one byte each, row by row
   */
  fill(corners: Float64Array, grey: number, pixels: Uint8Array): void {
    let top = Infinity;
    let bottom = -Infinity;
    for (let i = 1; i < corners.length; i += 2) {
      top = Math.min(top, corners[i]!);
      bottom = Math.max(bottom, corners[i]!);
    }
    const endRow = Math.min(this.height, Math.ceil(bottom));
    for (let row = Math.max(0, Math.floor(top)); row < endRow; row++) {
      this.#fillRow(corners, row, grey, pixels);
    }
  }

  #fillRow(corners: Float64Array, row: number, grey: number, pixels: Uint8Array): void {
    const start = row * this.width;
    const covered = this.#covered;
    let first = this.width;
    let end = 0;
    for (let line = 0; line < LINES; line++) {
      const y = row + (line + 0.5) / LINES;
      let left = Infinity;
      let right = -Infinity;
      let x0 = corners[corners.length - 2]!;
      let y0 = corners[corners.length - 1]!;
      for (let i = 0; i < corners.length; i += 2) {
        const x1 = corners[i]!;
        const y1 = corners[i + 1]!;
        if (y0 <= y !== y1 <= y) {
          const x = x0 + ((y - y0) / (y1 - y0)) * (x1 - x0);
          left = Math.min(left, x);
          right = Math.max(right, x);
        }
        x0 = x1;
        y0 = y1;
      }
      const from = Math.max(0, Math.floor(left));
      const until = Math.min(this.width, Math.ceil(right));
      first = Math.min(first, from);
      end = Math.max(end, until);
      for (let x = from; x < until; x++) covered[x]! += Math.min(right, x + 1) - Math.max(left, x);
    }
    for (let x = first; x < end; x++) {
      const below = pixels[start + x]!;
      pixels[start + x] = Math.round(below + ((grey - below) * covered[x]!) / LINES);
      covered[x] = 0;
    }
  }
}
