// What a unit computes: the sum in names, the same in numbers, and what g makes of it.

import { format, nameOf } from "./format.js";

const OF_Z = {
  identity: "= z",
  step: "(1 if z > 0, else 0)",
  logistic: "= 1 / (1 + e⁻ᶻ)",
  tanh: "= tanh z",
  relu: "= max(0, z)",
  softmax: "= eᶻ / Σ eᶻ",
};

/** "x₁", "a₂" or, where layers could be confused, "a²₁". */
export function symbolOf({ layers, inputs, outputs }, layer, unit) {
  if (layer === 0) return inputs > 1 ? nameOf(`x${unit + 1}`) : "x";
  if (layers > 2 || (layers === 2 && outputs > 1)) return nameOf(`a${layer}[${unit + 1}]`);
  return layer === layers && outputs === 1 ? "a" : nameOf(`a${unit + 1}`);
}

/** Three lines of text about a unit of layer 1, 2, … for the chosen example. */
export function formulaOf({ net, theta, data, example }, layer, unit) {
  net.forward(theta, data.x, example * net.inputs);
  const names = [];
  const numbers = [];
  net.sources[layer - 1].forEach((input, source, { length }) => {
    const index = net.place(layer, source, unit);
    const bias = source === length - 1;
    const factor = format(input).replace(/^−.*/, "($&)");
    names.push(nameOf(net.names[index]) + (bias ? "" : ` ${symbolOf(net, layer - 1, source)}`));
    numbers.push(format(theta[index]) + (bias ? "" : ` · ${factor}`));
  });
  const sum = (terms) => terms.join(" + ").replaceAll("+ −", "− ");
  const [z, a] = [net.z[layer][unit], net.a[layer][unit]].map((value) => format(value));
  const symbol = symbolOf(net, layer, unit);
  const inner = symbol.replace("a", "z");
  return (
    `${inner} = ${sum(names)}\n= ${sum(numbers)}\n` +
    `${inner} = ${z},  ${symbol} = ${a} ${OF_Z[net.activations[layer - 1]]}`
  );
}
