// What a unit computes, part by part, and as three lines of text with its numbers.

import { format, nameOf } from "./drawing.js";

const OF_Z = {
  identity: "z", step: "1 if z > 0, else 0", logistic: "1 / (1 + e⁻ᶻ)", tanh: "tanh z",
  relu: "max(0, z)", softmax: "eᶻ / Σ eᶻ",
};

/** "x₁", "a₂" or, where layers could be confused, "a²₁". */
export function symbolOf({ layers, inputs, outputs }, layer, unit) {
  if (layer === 0) return inputs > 1 ? nameOf(`x${unit + 1}`) : "x";
  if (layers > 2 || (layers === 2 && outputs > 1)) return nameOf(`a${layer}[${unit + 1}]`);
  return layer === layers && outputs === 1 ? "a" : nameOf(`a${unit + 1}`);
}

/** The parts of the sum of a unit of layer 1, 2, … for the chosen example, its bias, z and a. */
export function formulaOf({ net, theta, data, example }, layer, unit) {
  net.forward(theta, data.x, example * net.inputs);
  const parts = Array.from({ length: net.sizes[layer - 1] + 1 }, (_, source) => {
    const index = net.place(layer, source, unit);
    return {
      index, name: nameOf(net.names[index]), weight: theta[index],
      symbol: symbolOf(net, layer - 1, source), input: net.a[layer - 1][source],
    };
  });
  const { index, name, weight } = parts.pop();
  return {
    symbol: symbolOf(net, layer, unit), parts, bias: { index, name, weight },
    z: net.z[layer][unit], a: net.a[layer][unit], g: net.activations[layer - 1],
  };
}

/** The sum in names, the same in numbers, and what g makes of it. */
export function formulaLines({ symbol, parts, bias, z, a, g }) {
  const inner = symbol.replace("a", "z");
  const sum = (write, last) => // of a long one more than a line holds
    [...parts.slice(0, 12).map(write), last].join(" + ").replaceAll("+ −", "− ");
  const factor = (value) => format(value).replace(/^−.*/, "($&)");
  const names = sum((part) => `${part.name} ${part.symbol}`, bias.name);
  const numbers = sum(({ weight, input }) => `${format(weight)} · ${factor(input)}`,
    format(bias.weight));
  return `${inner} = ${names}\n= ${numbers}\n`
    + `${inner} = ${format(z)},  ${symbol} = g(${inner}) = ${format(a)},  g(z) = ${OF_Z[g]}`;
}
