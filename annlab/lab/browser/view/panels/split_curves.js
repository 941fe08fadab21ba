// The curves of the split panel: which examples each adds up, and how it looks.

import { range, rowOf } from "../../numbers/arrays.js";
import { format } from "../../numbers/format.js";
import { readingOf } from "../../numbers/targets.js";

/** @import { State } from "../../state/state.js" */
/** @import { Ink } from "../colours.js" */

/**
 * A curve: the errors of its members, added up and multiplied by its share.
 * @typedef {object} Curve
 * @property {string} name empty for a curve without a name
 * @property {number[]} members places of examples in the data
 * @property {number} share
 * @property {string} colour
 * @property {number[]} dash
 * @property {number} width in CSS px
 */

/** Up to this many examples have a curve each, with a name, a colour and a dash. */
export const NAMED_EXAMPLES = 6;
const THIN_LINES = 60; // of more examples, at most about this many have a thin line
const DASHES = [[7, 3], [1.5, 2.5], [8, 3, 1.5, 3], [], [12, 3], [3, 3]];

/**
 * The curves that are drawn, in this order; the last one is the sum or the mean of all examples.
 * @param {State} state
 * @param {Ink} ink
 * @returns {Curve[]}
 */
export function splitCurves(state, ink) {
  return state.data.n <= NAMED_EXAMPLES ? curvesOfFew(state, ink) : curvesOfMany(state, ink);
}

/**
 * The height of a curve.
 * @param {Curve} curve
 * @param {ArrayLike<number>} errors of all examples, from errors[at] on
 * @param {number} [at]
 */
export function heightOf({ members, share }, errors, at = 0) {
  let sum = 0;
  for (const member of members) sum += errors[at + member];
  return share * sum;
}

/**
 * @param {string} name
 * @param {number[]} members
 * @param {string} colour
 * @param {number[]} dash
 * @param {number} [width]
 * @returns {Curve} of the mean of its members
 */
function meanCurve(name, members, colour, dash, width = 2) {
  return { name, members, colour, dash, width, share: 1 / (members.length || 1) };
}

/**
 * One colour for each group of examples, in turn.
 * @param {Ink} ink
 */
const coloursOf = (ink) => [...ink.classes, ...ink.hidden.slice(-2)];

/**
 * A curve for each example, and their sum.
 * @param {State} state
 * @param {Ink} ink
 */
function curvesOfFew({ data, example, net }, ink) {
  const colours = coloursOf(ink);
  const all = range(data.n, Number);
  const curves = all.map((k) => {
    const inputs = rowOf(data.x, k, net.inputs);
    const numbers = Array.from(inputs, (value) => format(value, 2)).join(", ");
    const name = net.inputs > 2 ? `example ${k + 1}` : `(${numbers})`;
    return meanCurve(name, [k], colours[k % 6], DASHES[k % 6], k === example ? 3.4 : 2);
  });
  const sum = { name: "sum E", members: all, colour: ink.ink, dash: [], width: 3, share: 1 };
  return [...curves, sum];
}

/**
 * Thin lines of some examples, the mean of each class, the chosen example, and the mean of all.
 * @param {State} state
 * @param {Ink} ink
 */
function curvesOfMany({ data, example, net }, ink) {
  const { n, t } = data;
  const { kinds, kindOf } = readingOf(net, data);
  const colours = coloursOf(ink);
  const all = range(n, Number);
  const classes = all.map((k) => kindOf(t, k * net.outputs));
  const every = Math.ceil(n / THIN_LINES) | 1; // odd, because classes often alternate
  const thin = all
    .filter((k) => k % every === 0)
    .map((k) => {
      const colour = kinds ? colours[classes[k] % 6] : ink.muted;
      return meanCurve("", [k], `${colour}66`, [], 1);
    });
  const means = range(kinds, (c) => {
    const members = all.filter((k) => classes[k] === c);
    return meanCurve(`class ${c}`, members, colours[c % 6], DASHES[c % 6]);
  });
  const chosen = meanCurve(`example ${example + 1}`, [example], ink.hidden[4], [4, 2]);
  return [...thin, ...means, chosen, meanCurve(`E / ${n}`, all, ink.ink, [], 3)];
}
