// What a unit computes: its sum in names, the same in numbers, and what g makes of it.

/** @import { Data, Network } from "./network.js" */

import { format, nameOf } from "./format.js";

/** @type {Record<string, string>} a = g(z), written after the value of a */
const OF_Z = {
  identity: "= z",
  step: "(1 if z > 0, else 0)",
  logistic: "= 1 / (1 + e⁻ᶻ)",
  tanh: "= tanh z",
  relu: "= max(0, z)",
  softmax: "= eᶻ / Σ eᶻ",
};

/**
 * The symbol of a unit's output: "x₁", "a₂" or, where layers could be confused, "a²₁".
 * @param {Pick<Network, "layers" | "inputs" | "outputs">} net
 * @param {number} layer 0 is the input
 * @param {number} unit
 * @returns {string}
 */
export function symbolOf({ layers, inputs, outputs }, layer, unit) {
  if (layer === 0) return inputs > 1 ? nameOf(`x${unit + 1}`) : "x";
  if (layers > 2 || (layers === 2 && outputs > 1)) return nameOf(`a${layer}[${unit + 1}]`);
  return layer === layers && outputs === 1 ? "a" : nameOf(`a${unit + 1}`);
}

/**
 * Three lines of text about a unit of layer 1, 2, … for the chosen example.
 * @param {{ net: Network, theta: Float64Array, data: Data, example: number }} shown
 * @param {number} layer
 * @param {number} unit
 * @returns {string}
 */
export function formulaOf({ net, theta, data, example }, layer, unit) {
  net.forward(theta, data.x, example * net.inputs);
  /** @type {string[]} */
  const names = [];
  /** @type {string[]} */
  const numbers = [];
  net.sources[layer - 1].forEach((input, source, { length }) => {
    const index = net.place(layer, source, unit);
    const bias = source === length - 1;
    const factor = format(input).replace(/^−.*/, "($&)");
    names.push(nameOf(net.names[index]) + (bias ? "" : ` ${symbolOf(net, layer - 1, source)}`));
    numbers.push(format(theta[index]) + (bias ? "" : ` · ${factor}`));
  });
  /** @param {string[]} terms */
  const sum = (terms) => terms.join(" + ").replaceAll("+ −", "− ");
  const z = format(net.z[layer][unit]);
  const a = format(net.a[layer][unit]);
  const symbol = symbolOf(net, layer, unit);
  const sumSymbol = symbol.replace("a", "z");
  return (
    `${sumSymbol} = ${sum(names)}\n= ${sum(numbers)}\n` +
    `${sumSymbol} = ${z},  ${symbol} = ${a} ${OF_Z[net.activations[layer - 1]]}`
  );
}
