// How high an error is drawn, from 0 to 1.

/** @import { Bounds } from "./scales.js" */

import { clamp, ticks } from "./scales.js";

/** Heights of errors from 0 to 1, on a linear or a logarithmic scale. */
export class HeightScale {
  low = 0; // the bounds of the scale: errors, or their logarithms to base 10
  high = 1;
  log = false;

  /**
   * Takes over a plane's bounds.
   * @param {Bounds} bounds
   * @param {boolean} log
   */
  follow({ from, to, floor }, log) {
    const [low, high] = log ? [Math.log10(floor), Math.log10(to)] : [from, to];
    const makesSense = high > low && high - low < Infinity;
    this.log = log;
    this.low = makesSense ? low : 0;
    this.high = makesSense ? high : 1;
  }

  /**
   * The height of an error; NaN if the error is not finite.
   * @param {number} error
   * @returns {number}
   */
  at(error) {
    if (!Number.isFinite(error)) return NaN;
    const value = this.log ? Math.log10(error) : error;
    return clamp((value - this.low) / (this.high - this.low), 0, 1);
  }

  /**
   * Errors at about `count` round places of the scale.
   * @param {number} count
   * @returns {number[]}
   */
  ticks(count) {
    return ticks(this.low, this.high, count).map((value) => (this.log ? 10 ** value : value));
  }
}
