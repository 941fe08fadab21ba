// Round numbers and even steps along an axis, and the bounds of a scale.

import { range } from "./arrays.js";

/**
 * @param {number} value
 * @param {number} low
 * @param {number} high
 */
export const clamp = (value, low, high) => Math.max(low, Math.min(high, value));

/**
 * The least of some numbers, and the largest that is finite.
 * @param {Iterable<number>} numbers
 * @returns {[low: number, high: number]} (∞, −∞) if there is none
 */
export function finiteRange(numbers) {
  let [low, high] = [Infinity, -Infinity];
  for (const number of numbers) {
    if (number < low) low = number;
    if (number > high && number < Infinity) high = number;
  }
  return [low, high];
}

/**
 * A value with few decimals, moved by at most a quarter of a step: its text can be short and exact.
 * @param {number} value
 * @param {number} step
 * @returns {number}
 */
export function rounded(value, step) {
  return Number(value.toFixed(clamp(Math.ceil(0.3 - Math.log10(step)), 0, 20)));
}

/**
 * Round numbers between two bounds, about `count` of them; none if the bounds do not make sense.
 * @param {number} low
 * @param {number} high
 * @param {number} [count]
 * @returns {number[]}
 */
export function ticks(low, high, count = 5) {
  const rough = (high - low) / count;
  if (!(rough > 0 && rough < Infinity)) return [];
  const step = roundUp(rough, [1, 2, 5, 10], 0.999);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return range(last - first + 1, (k) => Number(((first + k) * step).toPrecision(12)));
}

/**
 * The least of these factors times a power of ten that reaches a value, or that part of it; NaN if
 * there is none, since the value is too small for a power of ten.
 * @param {number} value above 0
 * @param {number[]} factors in ascending order, the last one 10
 * @param {number} part a little below 1, which leaves room for rounding
 */
function roundUp(value, factors, part) {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * (factors.find((factor) => factor * power >= value * part) ?? NaN);
}

/**
 * n even steps from low to high, both included.
 * @param {number} low
 * @param {number} high
 * @param {number} n at least 2
 * @returns {Float64Array}
 */
export function steps(low, high, n) {
  return Float64Array.from({ length: n }, (_, k) => low + (k * (high - low)) / (n - 1));
}

/**
 * The bounds of a scale of errors, and the least error that a logarithmic scale shows.
 * @typedef {{ from: number, to: number, floor: number }} Bounds
 */

/**
 * Steady bounds for heights: from 0 to a round number, or fitted to the errors that there are.
 * @param {number} low the least error
 * @param {number} high the largest
 * @param {boolean} [fit]
 * @returns {Bounds}
 */
export function heights(low, high, fit = false) {
  const top = high > 0 && high < Infinity ? high : 1;
  const floor = Math.max(low, top * 1e-6);
  if (fit && high > low) return { from: low, to: high, floor };
  return { from: 0, to: roundUp(top, [1, 1.5, 2, 3, 5, 7.5, 10], 0.9999), floor };
}
