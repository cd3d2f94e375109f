import uPlot from 'uplot';
import { formatDecimal } from '../format.js';
import { widen } from './extents.js';
import { newestUpTo, placeOn, type Frame } from './frame.js';
import type { Overlay } from './overlay.js';
import type { Palette } from './palette.js';

/** Of evaluations, in CSS pixels. */
const LEAST_RADIUS = 1.5;
const MOST_RADIUS = 4.5;

/** Evaluations as points with a whisker down to their worst episode, the target as a line, incidents as marks at the edges. */
export const RETURN_OVERLAY: Overlay = {
  keys: [
    {
      label: 'evaluation',
      color: 'orange',
      swatch: 'point',
      textAt: ({ evaluations, axis }, place) =>
        formatDecimal(newestUpTo(evaluations, axis, place)?.meanReturn),
      isIn: ({ evaluations }) => evaluations.length > 0,
    },
    {
      label: 'worst episode',
      color: 'orange',
      swatch: 'dashed',
      textAt: ({ evaluations, axis }, place) =>
        formatDecimal(newestUpTo(evaluations, axis, place)?.minReturn),
      isIn: ({ evaluations }) => evaluations.length > 0,
    },
    {
      label: 'target',
      color: 'green',
      swatch: 'dashed',
      textAt: ({ targetReturn }) => formatDecimal(targetReturn),
      isIn: ({ targetReturn }) => targetReturn !== null,
    },
  ],
  widen({ evaluations, targetReturn }, extent) {
    const means = evaluations.flatMap(({ meanReturn, minReturn }) => [meanReturn, minReturn]);
    return widen(widen(extent, means), targetReturn === null ? [] : [targetReturn]);
  },
  drawUnder(plot, { targetReturn }, palette) {
    if (targetReturn !== null) drawTarget(plot, targetReturn, palette);
  },
  drawOver(plot, frame, palette) {
    drawIncidents(plot, frame, palette);
    drawEvaluations(plot, frame, palette);
  },
};

function drawTarget(plot: uPlot, target: number, { green }: Palette): void {
  const { ctx, bbox } = plot;
  const y = Math.round(plot.valToPos(target, 'y', true));
  ctx.save();
  ctx.strokeStyle = green;
  ctx.lineWidth = Math.round(1.5 * uPlot.pxRatio);
  ctx.setLineDash([6 * uPlot.pxRatio, 5 * uPlot.pxRatio]);
  strokeLine(ctx, bbox.left, y, bbox.left + bbox.width, y);
  ctx.restore();
}

function drawEvaluations(plot: uPlot, { evaluations, axis }: Frame, { orange, card }: Palette): void {
  const { ctx, bbox } = plot;
  const pixel = uPlot.pxRatio;
  // Points get smaller before they hide each other, and what is under them.
  const room = bbox.width / pixel / Math.max(1, evaluations.length) / 3;
  const radius = Math.max(LEAST_RADIUS, Math.min(MOST_RADIUS, room));
  ctx.save();
  for (const evaluation of evaluations) {
    const x = plot.valToPos(placeOn(axis, evaluation), 'x', true);
    const mean = plot.valToPos(evaluation.meanReturn, 'y', true);
    ctx.strokeStyle = orange;
    ctx.lineWidth = pixel;
    ctx.globalAlpha = 0.55;
    strokeLine(ctx, x, mean, x, plot.valToPos(evaluation.minReturn, 'y', true));
    ctx.globalAlpha = 1;
    ctx.fillStyle = orange;
    ctx.strokeStyle = card;
    ctx.lineWidth = (radius / 3) * pixel;
    ctx.beginPath();
    ctx.arc(x, mean, radius * pixel, 0, 2 * Math.PI);
    ctx.fill();
    ctx.stroke();
  }
  ctx.restore();
}

/** Checkpoints stand on the lower edge; a restart is a line over the whole height. */
function drawIncidents(plot: uPlot, { incidents, axis }: Frame, { blue, bad }: Palette): void {
  const { ctx, bbox } = plot;
  const pixel = uPlot.pxRatio;
  const floor = bbox.top + bbox.height;
  ctx.save();
  for (const incident of incidents) {
    const x = plot.valToPos(placeOn(axis, incident), 'x', true);
    if (incident.kind === 'checkpoint') {
      ctx.fillStyle = blue;
      ctx.fillRect(x - 2.5 * pixel, floor - 5 * pixel, 5 * pixel, 5 * pixel);
      continue;
    }
    ctx.strokeStyle = bad;
    ctx.lineWidth = pixel;
    ctx.setLineDash([2 * pixel, 3 * pixel]);
    strokeLine(ctx, x, bbox.top, x, floor);
    ctx.fillStyle = bad;
    ctx.beginPath();
    ctx.moveTo(x - 4 * pixel, bbox.top);
    ctx.lineTo(x + 4 * pixel, bbox.top);
    ctx.lineTo(x, bbox.top + 6 * pixel);
    ctx.fill();
  }
  ctx.restore();
}

function strokeLine(ctx: CanvasRenderingContext2D, x0: number, y0: number, x1: number, y1: number): void {
  ctx.beginPath();
  ctx.moveTo(x0, y0);
  ctx.lineTo(x1, y1);
  ctx.stroke();
}
