// The numbers of one online update in the order in which they are computed, each with its formula.

/** @import { Data, Network } from "../network.js" */

import { addBackward } from "./backward.js";
import { addForward } from "./forward.js";
import { addGradients } from "./gradients.js";
import { Update } from "./items.js";
import { addNewValues } from "./new_values.js";

export { namesOf } from "./names.js";

/** @typedef {import("./items.js").Item} Item */
/** @typedef {import("./items.js").Stage} Stage */
/** @typedef {import("./items.js").Quantity} Quantity */

/** @type {Stage[]} */
export const STAGES = ["forward", "backward", "gradients", "update"];

/**
 * All numbers of one update: z and a of each unit, E, δ of each unit, each slope ∂E/∂w and each
 * new value.
 * @param {Network} net
 * @param {Float64Array} theta
 * @param {Data} data
 * @param {number} example
 * @param {number} rate
 * @returns {Item[]}
 */
export function itemsOf(net, theta, data, example, rate) {
  const update = new Update(net, theta, data, example, rate);
  addForward(update);
  addBackward(update);
  addGradients(update);
  addNewValues(update);
  return update.items;
}
