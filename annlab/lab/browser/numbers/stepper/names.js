// What quantities and units are called.

/** @import { Network } from "../network.js" */

import { nameOf } from "../format.js";

/**
 * @typedef {object} Names
 * @property {(layer: number, unit: number) => number} short the number written at a unit
 * @property {(letter: string, layer: number, unit: number) => string} symbol "a₃" or "a²₁"
 * @property {(layer: number, unit: number) => string} words "unit 3", "output 1" or "hidden unit 2"
 */

/**
 * Names of quantities and units: a₃ and "unit 3" where the names of the parameters number the
 * units through all layers, otherwise a²₁ and "output 1".
 * @param {Network} net
 * @returns {Names}
 */
export function namesOf(net) {
  const first = net.sizes.map((_, l) =>
    net.sizes.slice(0, l).reduce((number, size) => number + size, 1),
  );
  const numbered = net.names.every((name, p) => {
    // w13 leads from unit 1 to unit 3
    const { layer, source, unit, bias } = net.where(p);
    return name === `${bias ? "b" : `w${first[layer - 1] + source}`}${first[layer] + unit}`;
  });
  /** @type {Names["short"]} */
  const short = (layer, unit) => (numbered ? first[layer] : 1) + unit;
  return {
    short,
    symbol(letter, layer, unit) {
      const plain = numbered || layer === 0 || letter === "t";
      const name = nameOf(plain ? `a${short(layer, unit)}` : `a${layer}[${unit + 1}]`);
      return (numbered || layer ? letter : "x") + name.slice(1);
    },
    words(layer, unit) {
      if (numbered) return `unit ${short(layer, unit)}`;
      if (layer === net.layers) return net.outputs > 1 ? `output ${unit + 1}` : "the output";
      return `hidden unit ${unit + 1}${net.layers > 2 ? ` of layer ${layer}` : ""}`;
    },
  };
}
