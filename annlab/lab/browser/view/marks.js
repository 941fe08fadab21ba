// What is drawn on a picture: markers, arrows, lines, the ball.

import { clamp } from "../numbers/scales.js";

/** @import { Frame } from "./frame.js" */

/**
 * Sets how things are drawn.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Partial<CanvasFillStrokeStyles & CanvasPathDrawingStyles & CanvasTextDrawingStyles>} look
 */
export const style = (ctx, look) => Object.assign(ctx, look);

/**
 * Fills a rectangle.
 * @param {CanvasRenderingContext2D} ctx
 * @param {string | CanvasGradient} fillStyle
 * @param {number} x its left edge, in CSS px
 * @param {number} y its top edge
 * @param {number} width
 * @param {number} height
 */
export function fill(ctx, fillStyle, x, y, width, height) {
  ctx.fillStyle = fillStyle;
  ctx.fillRect(x, y, width, height);
}

/**
 * Adds a straight line to the path.
 * @param {CanvasRenderingContext2D | Path2D} path
 * @param {number} x0
 * @param {number} y0
 * @param {number} x1
 * @param {number} y1
 */
export function line(path, x0, y0, x1, y1) {
  path.moveTo(x0, y0);
  path.lineTo(x1, y1);
}

/**
 * Adds a marker to the path: disc, square, triangle, diamond for the classes 0, 1, 2, 3.
 * @param {CanvasRenderingContext2D | Path2D} path
 * @param {number} shape 0 to 3
 * @param {number} x its centre, in CSS px
 * @param {number} y
 * @param {number} size in CSS px
 */
export function marker(path, shape, x, y, size) {
  const r = size / 2;
  if (shape === 0) {
    path.moveTo(x + r, y);
    path.arc(x, y, r, 0, 2 * Math.PI);
  } else if (shape === 1) {
    path.rect(x - 0.88 * r, y - 0.88 * r, 1.76 * r, 1.76 * r);
  } else if (shape === 2) {
    line(path, x, y - 1.15 * r, x + 1.05 * r, y + 0.8 * r);
    path.lineTo(x - 1.05 * r, y + 0.8 * r);
    path.closePath();
  } else {
    line(path, x, y - 1.2 * r, x + 1.2 * r, y);
    path.lineTo(x, y + 1.2 * r);
    path.lineTo(x - 1.2 * r, y);
    path.closePath();
  }
}

/**
 * An arrow from (x0, y0) to (x1, y1), its head 10 px long if there is room.
 * @param {CanvasRenderingContext2D} ctx
 * @param {number} x0
 * @param {number} y0
 * @param {number} x1
 * @param {number} y1
 */
export function arrow(ctx, x0, y0, x1, y1) {
  const length = Math.hypot(x1 - x0, y1 - y0);
  if (length < 0.5) return;
  const [dx, dy] = [(x1 - x0) / length, (y1 - y0) / length];
  const h = Math.min(10, length);
  ctx.beginPath();
  line(ctx, x0, y0, x1 - 0.6 * h * dx, y1 - 0.6 * h * dy);
  ctx.stroke();
  ctx.beginPath();
  line(ctx, x1, y1, x1 - h * dx - 0.5 * h * dy, y1 - h * dy + 0.5 * h * dx);
  ctx.lineTo(x1 - h * dx + 0.5 * h * dy, y1 - h * dy - 0.5 * h * dx);
  ctx.closePath();
  ctx.fill();
}

/**
 * Strokes the current path, and leaves the context as it was.
 * @param {CanvasRenderingContext2D} ctx
 * @param {string} strokeStyle
 * @param {number} lineWidth
 * @param {number[]} [dash]
 */
export function strokeAs(ctx, strokeStyle, lineWidth, dash = []) {
  ctx.save();
  style(ctx, { strokeStyle, lineWidth });
  ctx.setLineDash(dash);
  ctx.stroke();
  ctx.restore();
}

/**
 * Writes a text with an outline.
 * @param {CanvasRenderingContext2D} ctx
 * @param {string} text
 * @param {number} x
 * @param {number} y
 */
export function outlined(ctx, text, x, y) {
  ctx.strokeText(text, x, y);
  ctx.fillText(text, x, y);
}

/**
 * A dot. If its place is outside the frame it is drawn on the border, its two colours exchanged.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Frame} frame
 * @param {number} x its centre, in CSS px
 * @param {number} y
 * @param {number} radius
 * @param {string} colour
 * @param {string} edge
 */
export function ball(ctx, frame, x, y, radius, colour, edge) {
  const { left, top, width, height } = frame.box;
  const inside = frame.holds(x, y);
  style(ctx, {
    fillStyle: inside ? colour : edge,
    strokeStyle: inside ? edge : colour,
    lineWidth: 1.5,
  });
  ctx.beginPath();
  ctx.arc(clamp(x, left, left + width), clamp(y, top, top + height), radius, 0, 2 * Math.PI);
  ctx.fill();
  ctx.stroke();
}
