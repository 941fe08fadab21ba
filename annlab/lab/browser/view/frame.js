// The plot area of a flat picture: its scales and its axes.

import { format } from "../numbers/format.js";
import { clamp, rounded, ticks } from "../numbers/scales.js";

/** The plot area of a flat picture: where on the sheet a pair of numbers lies. */
export class Frame {
  /** box: {left, top, width, height} in CSS px; x, y: [low, high]; log: y on a log scale. */
  constructor(box, x, y, { log = false } = {}) {
    Object.assign(this, { box, x, y, log });
    const [low, high] = log ? y.map(Math.log10) : y;
    this.scaleX = box.width / (x[1] - x[0]);
    this.scaleY = box.height / (high - low);
    this.low = low;
  }

  toX(value) {
    return this.box.left + (value - this.x[0]) * this.scaleX;
  }

  toY(value) {
    const at = this.log ? Math.log10(Math.max(value, Number.MIN_VALUE)) : value;
    return this.box.top + this.box.height - (at - this.low) * this.scaleY;
  }

  fromX(pixel) {
    return this.x[0] + (pixel - this.box.left) / this.scaleX;
  }

  fromY(pixel) {
    const at = this.low + (this.box.top + this.box.height - pixel) / this.scaleY;
    return this.log ? 10 ** at : at;
  }

  holds(pixelX, pixelY) {
    const { left, top, width, height } = this.box;
    return pixelX >= left && pixelX <= left + width && pixelY >= top && pixelY <= top + height;
  }

  /** The pair of numbers at a pixel, or at the border where it is nearest. */
  at(pixelX, pixelY) {
    const [x, y] = [this.fromX(pixelX), this.fromY(pixelY)];
    return [
      rounded(clamp(x, ...this.x), 1 / this.scaleX),
      rounded(clamp(y, ...this.y), 1 / this.scaleY),
    ];
  }

  clip(ctx) {
    ctx.beginPath();
    ctx.rect(this.box.left, this.box.top, this.box.width, this.box.height);
    ctx.clip();
  }

  /** Thin axes left and below with round numbers, and the names of both quantities. */
  axes(ctx, ink, { x = "", y = "" }) {
    const { left, top, width, height } = this.box;
    const bottom = top + height;
    ctx.strokeStyle = ink.rule;
    ctx.lineWidth = 1;
    ctx.beginPath();
    ctx.moveTo(left, top);
    ctx.lineTo(left, bottom);
    ctx.lineTo(left + width, bottom);
    const columns = ticks(this.x[0], this.x[1], Math.max(2, Math.floor(width / 70)));
    const rows = this.log
      ? ticks(this.low, Math.log10(this.y[1]), 4)
          .filter(Number.isInteger)
          .map((e) => 10 ** e)
      : ticks(this.y[0], this.y[1], Math.max(2, Math.floor(height / 45)));
    for (const value of columns) {
      ctx.moveTo(this.toX(value), bottom);
      ctx.lineTo(this.toX(value), bottom + 4);
    }
    for (const value of rows) {
      ctx.moveTo(left, this.toY(value));
      ctx.lineTo(left - 4, this.toY(value));
    }
    ctx.stroke();
    ctx.fillStyle = ink.muted;
    ctx.font = ink.font(12);
    ctx.textBaseline = "top";
    ctx.textAlign = "center";
    for (const value of columns) ctx.fillText(format(value, 6), this.toX(value), bottom + 6);
    ctx.textAlign = "right";
    ctx.textBaseline = "middle";
    for (const value of rows) ctx.fillText(format(value, 6), left - 7, this.toY(value));
    ctx.fillStyle = ink.ink;
    ctx.font = ink.font(13);
    ctx.textAlign = "right";
    ctx.textBaseline = "bottom";
    ctx.fillText(x, left + width, bottom + 36);
    ctx.textAlign = "left";
    ctx.fillText(y, Math.max(2, left - 34), Math.max(14, top - 8)); // clear of the topmost number
  }
}
