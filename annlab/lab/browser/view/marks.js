// What is drawn on a picture: markers, arrows, lines, the ball.

import { clamp } from "../numbers/scales.js";

/** Adds a marker to the path: disc, square, triangle, diamond for the classes 0, 1, 2, 3. */
export function marker(ctx, shape, x, y, size) {
  const r = size / 2;
  if (shape === 0) {
    ctx.moveTo(x + r, y);
    ctx.arc(x, y, r, 0, 2 * Math.PI);
  } else if (shape === 1) {
    ctx.rect(x - 0.88 * r, y - 0.88 * r, 1.76 * r, 1.76 * r);
  } else if (shape === 2) {
    ctx.moveTo(x, y - 1.15 * r);
    ctx.lineTo(x + 1.05 * r, y + 0.8 * r);
    ctx.lineTo(x - 1.05 * r, y + 0.8 * r);
    ctx.closePath();
  } else {
    ctx.moveTo(x, y - 1.2 * r);
    ctx.lineTo(x + 1.2 * r, y);
    ctx.lineTo(x, y + 1.2 * r);
    ctx.lineTo(x - 1.2 * r, y);
    ctx.closePath();
  }
}

/** An arrow from one place to another, its head `head` px long. */
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

export function strokeAs(ctx, strokeStyle, lineWidth, dash = []) {
  ctx.save();
  Object.assign(ctx, { strokeStyle, lineWidth });
  ctx.setLineDash(dash);
  ctx.stroke();
  ctx.restore();
}

/** A dot; at the border and with its colours exchanged if its place is out of the frame. */
export function ball(ctx, frame, x, y, radius, ...colours) {
  const { left, top, width, height } = frame.box;
  const [fillStyle, strokeStyle] = frame.holds(x, y) ? colours : colours.reverse();
  Object.assign(ctx, { fillStyle, strokeStyle, lineWidth: 1.5 });
  ctx.beginPath();
  ctx.arc(clamp(x, left, left + width), clamp(y, top, top + height), radius, 0, 2 * Math.PI);
  ctx.fill();
  ctx.stroke();
}
