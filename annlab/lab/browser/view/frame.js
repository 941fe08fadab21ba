// The plot area of a flat picture: its scales and its axes.

import { format } from "../numbers/format.js";
import { clamp, rounded, ticks } from "../numbers/scales.js";
import { line, style } from "./marks.js";

/** @import { Ink } from "./colours.js" */

/** @typedef {[low: number, high: number]} Range */
/**
 * The margins around a plot area in CSS px: left, top, left and right together, top and bottom
 * together.
 * @typedef {[left: number, top: number, across: number, down: number]} Margins
 */

const NOWHERE = { width: -1, height: -1 }; // holds no pixel

/** The plot area of a flat picture: where on the sheet a pair of numbers lies. */
export class Frame {
  #left;
  #bottom;

  /**
   * A frame without arguments holds no pixel: it stands in until the first drawing.
   * @param {{ width: number, height: number }} [size] of the sheet, in CSS px
   * @param {Margins} [margins]
   * @param {Range} [x] the numbers at its left and right edge
   * @param {Range} [y] the numbers at its bottom and top edge
   * @param {boolean} [log] whether y is on a logarithmic scale
   */
  constructor(size = NOWHERE, margins = [0, 0, 0, 0], x = [0, 1], y = [0, 1], log = false) {
    const [left, top, across, down] = margins;
    const box = { left, top, width: size.width - across, height: size.height - down };
    this.box = box;
    this.#left = left;
    this.#bottom = top + box.height;
    this.x = x;
    this.y = y;
    this.log = log;
    const [low, high] = log ? y.map(Math.log10) : y;
    this.scaleX = box.width / (x[1] - x[0]);
    this.scaleY = box.height / (high - low);
    this.low = low;
  }

  /** @param {number} value */
  toX(value) {
    return this.#left + (value - this.x[0]) * this.scaleX;
  }

  /** @param {number} value */
  toY(value) {
    const at = this.log ? Math.log10(Math.max(value, Number.MIN_VALUE)) : value;
    return this.#bottom - (at - this.low) * this.scaleY;
  }

  /** @param {number} pixel */
  fromX(pixel) {
    return this.x[0] + (pixel - this.#left) / this.scaleX;
  }

  /** @param {number} pixel */
  fromY(pixel) {
    const at = this.low + (this.#bottom - pixel) / this.scaleY;
    return this.log ? 10 ** at : at;
  }

  /**
   * Whether a pixel lies in the plot area.
   * @param {number} pixelX
   * @param {number} pixelY
   */
  holds(pixelX, pixelY) {
    const { left, top, width, height } = this.box;
    return pixelX >= left && pixelX <= left + width && pixelY >= top && pixelY <= top + height;
  }

  /**
   * The pair of numbers at a pixel, or at the nearest point of the border; with no more digits
   * than a pixel can tell apart.
   * @param {number} pixelX
   * @param {number} pixelY
   * @returns {[x: number, y: number]}
   */
  at(pixelX, pixelY) {
    return [
      rounded(clamp(this.fromX(pixelX), ...this.x), 1 / this.scaleX),
      rounded(clamp(this.fromY(pixelY), ...this.y), 1 / this.scaleY),
    ];
  }

  /** @param {CanvasRenderingContext2D} ctx */
  clip(ctx) {
    const { left, top, width, height } = this.box;
    ctx.beginPath();
    ctx.rect(left, top, width, height);
    ctx.clip();
  }

  /**
   * Thin axes on the left and below, with round numbers and the names of both quantities.
   * @param {CanvasRenderingContext2D} ctx
   * @param {Ink} ink
   * @param {{ x?: string, y: string }} names
   */
  axes(ctx, ink, names) {
    const { left, top, width, height } = this.box;
    const bottom = top + height;
    const columns = ticks(...this.x, Math.max(2, Math.floor(width / 70)));
    const rows = this.#rowTicks();
    style(ctx, { strokeStyle: ink.rule, lineWidth: 1, fillStyle: ink.muted, font: ink.font() });
    ctx.beginPath();
    line(ctx, left, top, left, bottom);
    ctx.lineTo(left + width, bottom);
    style(ctx, { textBaseline: "top", textAlign: "center" });
    for (const value of columns) {
      const x = this.toX(value);
      line(ctx, x, bottom, x, bottom + 4);
      ctx.fillText(format(value, 6), x, bottom + 6);
    }
    style(ctx, { textBaseline: "middle", textAlign: "right" });
    for (const value of rows) {
      const y = this.toY(value);
      line(ctx, left, y, left - 4, y);
      ctx.fillText(format(value, 6), left - 7, y);
    }
    ctx.stroke();
    style(ctx, { fillStyle: ink.ink, font: ink.font(13), textBaseline: "bottom" });
    ctx.fillText(names.x ?? "", left + width, bottom + 36);
    ctx.textAlign = "left";
    ctx.fillText(names.y, Math.max(2, left - 34), Math.max(14, top - 8)); // above the topmost number
  }

  /** Round numbers along y; on a logarithmic scale powers of ten. */
  #rowTicks() {
    if (!this.log) return ticks(...this.y, Math.max(2, Math.floor(this.box.height / 45)));
    return ticks(this.low, Math.log10(this.y[1]), 4)
      .filter(Number.isInteger)
      .map((exponent) => 10 ** exponent);
  }
}
