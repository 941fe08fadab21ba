// How high an error is drawn, from 0 to 1.

import { clamp, ticks } from "./scales.js";

/** Heights of errors from 0 to 1, on an even or a logarithmic scale. */
export class HeightScale {
  /** Takes a plane's bounds. */
  follow({ from, to, floor }, log) {
    let [low, high] = log ? [Math.log10(floor), Math.log10(to)] : [from, to];
    if (!(high > low && high - low < Infinity)) [low, high] = [0, 1];
    Object.assign(this, { low, high, log });
  }

  /** NaN for an error that is not finite. */
  at(error) {
    if (!Number.isFinite(error)) return NaN;
    const value = this.log ? Math.log10(error) : error;
    return clamp((value - this.low) / (this.high - this.low), 0, 1);
  }

  ticks(count) {
    return ticks(this.low, this.high, count).map((value) => (this.log ? 10 ** value : value));
  }
}
