// What a stepper writes: numbers, formulas in numbers, and the lines of text around them.

import { format } from "../numbers/format.js";

/** @import { Session } from "../state/stepper_session.js" */
/** @import { Item } from "../numbers/update_steps.js" */

/** The titles of the four stages. */
export const TITLES = ["Forward", "Backward", "Gradients", "Update"];

/**
 * A number with a few digits; what only rounding has left is 0.
 * @param {number} value
 * @param {number} [digits]
 */
export function numberText(value, digits = 4) {
  return format(Math.abs(value) < 1e-12 ? 0 : value, digits);
}

/**
 * The parts of a formula with numbers in place of symbols, negative ones in brackets unless they
 * come first or after an opening bracket.
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
 * The numbers shown last: one with its formula, several only as results.
 * @param {Session} session
 */
export function lastText({ last }) {
  if (last.length !== 1) return last.map(resultText).join(",  ");
  const [item] = last;
  return `${item.symbol} = ${formulaInNumbers(item).join("")} = ${numberText(item.value)}`;
}

/**
 * Which example it is, its inputs and targets, η, and how many updates came before.
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
 * What the finished update did to the error of its example.
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
