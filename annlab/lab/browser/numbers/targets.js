// How the targets of a data set are read: as classes or as values.

import { range } from "./arrays.js";

/** @import { Data, Network } from "./network.js" */

/**
 * @typedef {object} Reading
 * @property {number} kinds the number of classes; 0 if the targets are values
 * @property {number} from the least target
 * @property {number} to the largest
 * @property {[number, number]} range of values, with a margin about the targets
 * @property {number} level z of the one output where the class changes
 * @property {(a: ArrayLike<number>, at?: number) => number} kindOf
 *   the class of the outputs, or targets, that begin at a[at]
 * @property {(kind: number) => number[]} targets the targets of a class
 */

/**
 * Reads targets as classes if they can be, otherwise as values.
 * @param {Pick<Network, "inputs" | "outputs" | "activations">} net
 * @param {Pick<Data, "t">} data
 * @returns {Reading}
 */
export function readingOf({ inputs, outputs, activations }, { t }) {
  const g = activations[activations.length - 1];
  const low = t.includes(-1) ? -1 : 0;
  const middle = (low + 1) / 2;
  const classes =
    (inputs === 2 && outputs > 1) || // for which there is no other picture
    (!["identity", "relu"].includes(g) && t.every((value) => value === low || value === 1));
  const from = classes ? low : Math.min(...t);
  const to = classes ? 1 : Math.max(...t);
  const margin = 0.2 * (to - from || 5);
  return {
    kinds: classes ? Math.max(2, outputs) : 0,
    from,
    to,
    range: [from - margin, to + margin],
    level: g === "tanh" ? Math.atanh(middle) : 0,
    kindOf(a, at = 0) {
      if (outputs === 1) return a[at] > middle ? 1 : 0;
      let best = 0;
      for (let k = 1; k < outputs; k++) if (a[at + k] > a[at + best]) best = k;
      return best;
    },
    targets: (kind) => range(outputs, (k) => (kind === (outputs === 1 ? 1 : k) ? 1 : low)),
  };
}

/**
 * The range of each input that the prediction shows: that of the data, with a margin about it.
 * @param {Pick<Data, "x">} data
 * @param {number} inputs
 * @returns {[number, number][]}
 */
export function boxOf(data, inputs) {
  return range(inputs, (i) => {
    const values = data.x.filter((_, k) => k % inputs === i).sort();
    const low = values[0];
    const high = values[values.length - 1];
    const margin = high > low ? 0.25 * (high - low) : 1;
    return [low - margin, high + margin];
  });
}
