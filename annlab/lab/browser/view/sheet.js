// A canvas that is as sharp as the screen.

import { context2d, make } from "./dom.js";
import { fill } from "./marks.js";

/**
 * A canvas as sharp as the screen, drawn on in CSS pixels. Each panel has one in the page, because
 * every canvas there costs the browser a copy in each frame; others have no parent and are drawn
 * onto the one in the page.
 */
export class Sheet {
  width = 0; // in CSS px
  height = 0;
  ratio = 0; // pixels of the canvas per CSS px
  /** @type {Sheet | null} what ground() drew last, while it stays the same */
  #kept = null;

  /**
   * @param {Element | null} parent where it is in the page; null if it is not
   * @param {{ width: number, height: number }} size in CSS px
   * @param {string} [label] what it is and which keys work it; only with a label can it have the
   *   focus, otherwise it is hidden from screen readers
   */
  constructor(parent, size, label) {
    const worked = { ariaLabel: label, tabIndex: 0, role: "application" };
    this.canvas = make("canvas", label ? worked : { ariaHidden: "true" });
    parent?.append(this.canvas);
    this.ctx = context2d(this.canvas, { alpha: !parent });
    this.resize(size);
  }

  /**
   * Takes a size, and the sharpness of the screen.
   * @param {{ width: number, height: number }} size in CSS px
   * @returns {boolean} whether anything changed, which leaves the canvas empty
   */
  resize({ width, height }) {
    const ratio = Math.min(window.devicePixelRatio || 1, 3);
    if (this.width === width && this.height === height && this.ratio === ratio) return false;
    Object.assign(this, { width, height, ratio });
    const { canvas, ctx } = this;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.lineJoin = "round"; // no spikes on outlined letters
    return true;
  }

  /** @param {string} paper the colour to fill the sheet with */
  clear(paper) {
    fill(this.ctx, paper, 0, 0, this.width + 1, this.height + 1); // rounding may have added some
  }

  /**
   * Clears the sheet and draws the ground: what stays the same under what moves. When the ground
   * has not changed it is copied from a sheet kept for that; while it changes in every frame it is
   * drawn straight onto this one, since the copy would be wasted.
   * @param {string} paper
   * @param {boolean} changed whether the ground differs from the last time
   * @param {(ctx: CanvasRenderingContext2D) => void} draw
   */
  ground(paper, changed, draw) {
    /** @param {Sheet} sheet */
    const drawOn = ({ ctx }) => {
      ctx.save();
      draw(ctx);
      ctx.restore();
    };
    this.clear(paper);
    if (changed) {
      this.#kept = null;
      drawOn(this);
      return;
    }
    if (!this.#kept) drawOn((this.#kept = new Sheet(null, this)));
    this.ctx.drawImage(this.#kept.canvas, 0, 0, this.width, this.height);
  }
}
