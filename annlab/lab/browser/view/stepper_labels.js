// The labels in a stepper's diagram: the numbers known so far.

import { numberText } from "./stepper_words.js";

/** @import { Session } from "../state/stepper_session.js" */
/** @typedef {{ layer?: number, unit?: number, index?: number }} Where a unit, or a place in θ */
/** @typedef {{ classes: string[], text: string }} Label text is "" while the number is unknown */

/** @param {string} kind @param {Where} where */
function keyOf(kind, { layer, unit, index }) {
  return [kind, layer, unit, index].join();
}

/** The labels of one drawing. */
export class Labels {
  /** @type {Map<string, number | "?">} */
  #known;
  #asked;
  #theta;
  #digits;
  /** @type {Set<number>} the parameters on which the question or the last numbers depend */
  inUse;

  /**
   * @param {Session} session
   * @param {number} digits digits of numbers at connections
   */
  constructor({ items, step, answered, asked, last, theta }, digits) {
    const shown = items.slice(0, step + Number(answered));
    this.#known = new Map(shown.map(({ at, value }) => [keyOf(at.kind, at), value]));
    if (asked && !answered) this.#known.set(keyOf(asked.at.kind, asked.at), "?");
    this.#asked = asked && keyOf(asked.at.kind, asked.at);
    this.#theta = theta;
    this.#digits = digits;
    const changed = last.filter(({ at }) => at.index !== undefined);
    this.inUse = new Set([...changed, ...(asked ? [asked] : [])].flatMap(({ uses }) => uses));
  }

  /**
   * A number if it is known, "?" if it is asked for, otherwise undefined.
   * @param {string} kind
   * @param {Where} where
   */
  value(kind, where) {
    return this.#known.get(keyOf(kind, where));
  }

  /**
   * A quantity in the colour of a stage.
   * @param {string} kind
   * @param {Where} where
   * @param {string} stage
   * @param {{ before?: string, digits?: number, more?: string }} [how] a prefix, the number
   *   of digits, an extra class
   * @returns {Label}
   */
  quantity(kind, where, stage, { before = "", digits = this.#digits, more } = {}) {
    const value = this.value(kind, where);
    const classes = more ? [stage, more] : [stage];
    if (keyOf(kind, where) === this.#asked) classes.push("asked");
    if (value === undefined) return { classes, text: "" };
    return { classes, text: before + (value === "?" ? value : numberText(value, digits)) };
  }

  /**
   * A parameter: its new value if known, otherwise its slope if known, otherwise its old value.
   * @param {number} index
   * @param {string} [before] a prefix of the old value
   * @returns {Label}
   */
  parameter(index, before = "") {
    const updated = this.quantity("update", { index }, "update", { before: "→ " });
    if (updated.text) return updated;
    const slope = this.quantity("gradients", { index }, "gradients", { before: "∂ " });
    if (slope.text) return slope;
    const value = numberText(this.#theta[index], this.#digits);
    return { classes: ["parameter"], text: (before + value).replace("+ −", "− ") };
  }
}
