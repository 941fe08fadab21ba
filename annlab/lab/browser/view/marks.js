// What is drawn on a picture: markers, arrows, lines, the ball.

import { clamp } from "../numbers/scales.js";

/** @import { Frame } from "./frame.js" */

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
    path.moveTo(x, y - 1.15 * r);
    path.lineTo(x + 1.05 * r, y + 0.8 * r);
    path.lineTo(x - 1.05 * r, y + 0.8 * r);
    path.closePath();
  } else {
    path.moveTo(x, y - 1.2 * r);
    path.lineTo(x + 1.2 * r, y);
    path.lineTo(x, y + 1.2 * r);
    path.lineTo(x - 1.2 * r, y);
    path.closePath();
  }
}

/**
 * An arrow from (x0, y0) to (x1, y1), its head `head` px long.
 * @param {CanvasRenderingContext2D} ctx
 * @param {number} x0
 * @param {number} y0
 * @param {number} x1
 * @param {number} y1
 * @param {number} [head]
 */
export function arrow(ctx, x0, y0, x1, y1, head = 8) {
  const length = Math.hypot(x1 - x0, y1 - y0);
  if (length < 0.5) return;
  const [dx, dy] = [(x1 - x0) / length, (y1 - y0) / length];
  const h = Math.min(head, length);
  ctx.beginPath();
  ctx.moveTo(x0, y0);
  ctx.lineTo(x1 - 0.6 * h * dx, y1 - 0.6 * h * dy);
  ctx.stroke();
  ctx.beginPath();
  ctx.moveTo(x1, y1);
  ctx.lineTo(x1 - h * dx - 0.5 * h * dy, y1 - h * dy + 0.5 * h * dx);
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
  Object.assign(ctx, { strokeStyle, lineWidth });
  ctx.setLineDash(dash);
  ctx.stroke();
  ctx.restore();
}

/**
 * A dot. If its place is outside the frame it is drawn on the border, its two colours exchanged.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Frame} frame
 * @param {number} x its centre, in CSS px
 * @param {number} y
 * @param {number} radius
 * @param {string} fill
 * @param {string} edge
 */
export function ball(ctx, frame, x, y, radius, fill, edge) {
  const { left, top, width, height } = frame.box;
  const inside = frame.holds(x, y);
  ctx.fillStyle = inside ? fill : edge;
  ctx.strokeStyle = inside ? edge : fill;
  ctx.lineWidth = 1.5;
  ctx.beginPath();
  ctx.arc(clamp(x, left, left + width), clamp(y, top, top + height), radius, 0, 2 * Math.PI);
  ctx.fill();
  ctx.stroke();
}
