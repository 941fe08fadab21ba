// A stepper's texts: numbers, formulas in numbers, and lines of words.

import { format } from "../numbers/format.js";

/** @import { Session } from "../state/stepper_session.js" */
/** @import { Item } from "../numbers/stepper/all_items.js" */

/** The titles of the four stages. */
export const TITLES = ["Forward", "Backward", "Gradients", "Update"];

/**
 * A number to a few digits; a remainder of rounding is written as 0.
 * @param {number} value
 * @param {number} [digits]
 */
export function numberText(value, digits = 4) {
  return format(Math.abs(value) < 1e-12 ? 0 : value, digits);
}

/**
 * The parts of a formula, with numbers instead of symbols. Negative numbers are in brackets, except
 * first in the formula or in a bracket.
 * @param {Item} item
 * @returns {string[]}
 */
export function formulaInNumbers({ formula }) {
  return formula.map((part, k) => {
    if (typeof part === "string") return part;
    const text = numberText(part.value);
    const before = k ? formula[k - 1] : "(";
    const opening = typeof before === "string" && before.endsWith("(");
    return text.startsWith("−") && !opening ? `(${text})` : text;
  });
}

/**
 * "z₃ = −1.5"
 * @param {Item} item
 */
export function resultText({ symbol, value }) {
  return `${symbol} = ${numberText(value)}`;
}

/**
 * The numbers shown last: a single one with its formula, several without.
 * @param {Session} session
 */
export function lastText({ last }) {
  if (last.length !== 1) return last.map(resultText).join(",  ");
  const [item] = last;
  return `${item.symbol} = ${formulaInNumbers(item).join("")} = ${numberText(item.value)}`;
}

/**
 * The example, its inputs and targets, η, and the number of updates before.
 * @param {Session} session
 */
export function factsText({ data, net, example, rate, trail, connected }) {
  /** @param {Float64Array} values @param {number} width */
  const row = (values, width) => {
    const numbers = values.subarray(example * width, (example + 1) * width);
    return `(${Array.from(numbers, (value) => numberText(value)).join(", ")})`;
  };
  const parts = [
    `Example ${example + 1} of ${data.n}: x = ${row(data.x, net.inputs)}, ` +
      `t = ${row(data.t, net.outputs)}`,
    `η = ${numberText(rate)}`,
  ];
  if (trail.length) parts.push(`after ${trail.length} update${trail.length > 1 ? "s" : ""}`);
  if (!connected) parts.push("the kernel has gone and Python no longer follows");
  return parts.join("; ");
}

/**
 * How the finished update changed the error of its example.
 * @param {Session} session
 */
export function outcomeText(session) {
  return (
    `E of this example was ${numberText(session.errorBefore)}; with the new values it is ` +
    `${numberText(session.errorAfter)}.`
  );
}

/**
 * The diagram in words: the stage, and every number known so far.
 * @param {Session} session
 */
export function diagramText({ stage, items, step }) {
  const known = items.slice(0, step).map(resultText).join(", ");
  return `Network at step ${stage + 1}, ${TITLES[stage]}. ${known}`;
}
