// The numbers of one online update in the order in which they are found, each with its formula.

import { pullBack } from "./activations.js";
import { nameOf } from "./format.js";

export const STAGES = ["forward", "backward", "gradients", "update"];

const SIGN = "Right but for the sign.";
const SLOPE = "The slope g′(z) is missing.";
const Z_FOR_A = "That takes z in place of a.";
const ONLY_STEP = "That is only the step: take it from the old value.";

const sum = (terms) => terms.flatMap((term, k) => (k ? [" + ", ...term] : term));
const total = (values) => values.reduce((all, value) => all + value, 0);
const range = (length, make) => Array.from({ length }, (_, k) => make(k));

const ACTIVATED = {
  // g(z) as a formula, of z and of all z of the layer
  identity: (z) => [z],
  tanh: (z) => ["tanh(", z, ")"],
  relu: (z) => ["max(0, ", z, ")"],
  step: (z) => ["1 if ", z, " > 0, else 0"],
  logistic: (z) => ["1 / (1 + exp(−", z, "))"],
  softmax: (z, all) => ["exp(", z, ") / (", ...sum(all.map((each) => ["exp(", each, ")"])), ")"],
};

/** How quantities and units are called: a₃ and "unit 3", or else a²₁ and "output 1". */
export function namesOf(net) {
  const first = net.sizes.map((_, l) => 1 + total(net.sizes.slice(0, l)));
  const numbered = net.names.every((name, p) => {
    // w13 leads from unit 1 to unit 3
    const { layer, source, unit, bias } = net.where(p);
    return name === `${bias ? "b" : `w${first[layer - 1] + source}`}${first[layer] + unit}`;
  });
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

/**
 * All numbers of one update. Each has a stage, a group of numbers that are shown together, symbol
 * and value, its place { kind, layer, unit, index }, words and a rule in words, a formula of texts
 * and quantities { symbol, value, stage }, the parameters that it makes use of, the size of what
 * is added up, and the slips [[value, words], …].
 */
export function itemsOf(net, theta, data, example, rate) {
  const gradient = new Float64Array(net.P);
  const error = net.addGradient(theta, data, example, example + 1, gradient);
  const { symbol, words } = namesOf(net);
  const { activations, crossEntropy, layers: L, sizes } = net;
  const [z, a, delta] = [net.z, net.a, net.delta];
  const t = data.t.slice(example * net.outputs, (example + 1) * net.outputs);

  const quantity = (name, value, stage = "given") => ({ symbol: name, value, stage });
  const Z = (l, j) => quantity(symbol("z", l, j), z[l][j], "forward");
  const A = (l, j) => quantity(symbol("a", l, j), a[l][j], l ? "forward" : "given");
  const D = (l, j) => quantity(symbol("δ", l, j), delta[l][j], "backward");
  const T = (k) => quantity(symbol("t", L, k), t[k]);
  const P = (p) => quantity(nameOf(net.names[p]), theta[p]);
  const G = (p) => quantity(`∂E/∂${nameOf(net.names[p])}`, gradient[p], "gradients");

  const items = [];
  let group = 0;
  const add = (asked, at, what, rule, formula, slips, more = {}) =>
    items.push({
      ...asked,
      group,
      at,
      words: what,
      rule,
      formula,
      uses: [],
      size: Math.abs(asked.value),
      slips: [...slips, [-asked.value, SIGN]],
      ...more,
    });

  // 1. forward
  const addSum = (l, j) => {
    const uses = range(sizes[l - 1], (i) => net.place(l, i, j));
    const bias = P(net.place(l, sizes[l - 1], j));
    const products = sum(uses.map((p, i) => [A(l - 1, i), " · ", P(p)]));
    group++;
    add(
      Z(l, j),
      { kind: "z", layer: l, unit: j },
      `sum of ${words(l, j)}`,
      "Add up what comes in: the bias, and each activation times its weight.",
      [bias, " + ", ...products],
      [
        [a[l][j], "That is a already: here z is asked for, before g."],
        [z[l][j] - bias.value, "The bias is missing."],
        [z[l][j] - 2 * bias.value, "The bias is added."],
        [bias.value + total(a[l - 1]), "The weights are missing in the sum."],
      ],
      {
        uses,
        size: Math.max(
          Math.abs(bias.value),
          ...uses.map((p, i) => Math.abs(a[l - 1][i] * theta[p])),
        ),
      },
    );
  };
  const addActivation = (l, j) => {
    const g = activations[l - 1];
    const slips = [[z[l][j], "That is z: put it through g."]];
    if (g === "logistic") slips.push([1 - a[l][j], "That is g(−z)."]);
    if (g === "softmax") slips.push([Math.exp(z[l][j]), "Divide by the sum over all outputs."]);
    group++;
    add(
      A(l, j),
      { kind: "a", layer: l, unit: j },
      `output of ${words(l, j)}`,
      `Put z through the activation function, here ${g}.`,
      ACTIVATED[g](
        Z(l, j),
        range(sizes[l], (k) => Z(l, k)),
      ),
      slips,
    );
  };
  for (let l = 1; l <= L; l++) {
    const together = activations[l - 1] === "softmax"; // a needs every z of the layer
    for (let j = 0; j < sizes[l]; j++) {
      addSum(l, j);
      if (!together) addActivation(l, j);
    }
    for (let j = 0; together && j < sizes[l]; j++) addActivation(l, j);
  }

  // 2. backward: the error, δ of the outputs, δ of the hidden units from the last layer on
  const softmax = activations[L - 1] === "softmax";
  const each = (term) => range(net.outputs, (k) => term(A(L, k), T(k)));
  const off = range(net.outputs, (k) => a[L][k] - t[k]);
  const terms = !crossEntropy
    ? each((b, s) => ["½ · (", b, " − ", s, ")²"])
    : softmax
      ? each((b, s) => ["−", s, " · ln ", b])
      : each((b, s) => ["−", s, " · ln ", b, " − (1 − ", s, ") · ln(1 − ", b, ")"]);
  const errorSlips = crossEntropy
    ? []
    : [
        [2 * error, "The ½ is missing."],
        ...off.map((e) => [0.5 * e * e, "That is the part of one output only: add up all."]),
      ];
  group++;
  add(
    quantity("E", error, "backward"),
    { kind: "E" },
    "error",
    "The error of this example, before anything is changed.",
    sum(terms),
    errorSlips,
  );

  const slope = (l, j) => {
    const one = [1];
    if (activations[l - 1] === "softmax") return a[l][j] * (1 - a[l][j]);
    pullBack(net.codes[l], [a[l][j]], one);
    return one[0];
  };
  const slopeAsFormula = (l, j) => {
    if (activations[l - 1] === "logistic") return [A(l, j), " · (1 − ", A(l, j), ")"];
    if (activations[l - 1] === "tanh") return ["(1 − ", A(l, j), "²)"];
    return [quantity(`g′(${Z(l, j).symbol})`, slope(l, j), "forward")];
  };
  const whole = softmax && crossEntropy ? total(t) : 1; // the targets of softmax usually sum to 1
  for (let k = 0; k < net.outputs; k++) {
    const g = slope(L, k);
    let rule = "The difference from the target, times the slope of g. Above 0 means: too much.";
    let formula = ["(", A(L, k), " − ", T(k), ") · ", ...slopeAsFormula(L, k)];
    if (crossEntropy) {
      rule = "With cross-entropy the slope of g cancels: only the difference is left.";
      formula =
        whole === 1
          ? [A(L, k), " − ", T(k)]
          : [A(L, k), " · ", quantity("Σ t", whole), " − ", T(k)];
    } else if (softmax) {
      rule = "Each output of softmax depends on every z, so the other differences count too.";
      formula = [
        A(L, k),
        " · ((",
        A(L, k),
        " − ",
        T(k),
        ") − (",
        ...sum(each((b, s) => [b, " · (", b, " − ", s, ")"])),
        "))",
      ];
    }
    const slips = [[-delta[L][k], "Right but for the sign: δ begins with a − t, not t − a."]];
    if (crossEntropy) slips.push([off[k] * g, "With cross-entropy g′(z) cancels: leave it out."]);
    else slips.push([off[k], SLOPE], [-off[k], SLOPE]);
    slips.push([(z[L][k] - t[k]) * (crossEntropy ? 1 : g), Z_FOR_A]);
    group++;
    add(
      D(L, k),
      { kind: "δ", layer: L, unit: k },
      `error signal of ${words(L, k)}`,
      rule,
      formula,
      slips,
      { size: Math.abs(crossEntropy ? delta[L][k] : off[k] * g) },
    );
  }
  const addHiddenDelta = (l, j) => {
    const g = slope(l, j);
    const uses = range(sizes[l + 1], (k) => net.place(l + 1, j, k));
    const ways = uses.map((p, k) => delta[l + 1][k] * theta[p]);
    const heard = sum(uses.map((p, k) => [D(l + 1, k), " · ", P(p)]));
    const slips = [
      [total(ways), SLOPE],
      [g * total(delta[l + 1]), "The weights are missing in the sum."],
      [total(delta[l + 1]), "The weights and the slope g′(z) are missing."],
      ...ways.map((way, k) => [g * way, `That is only the way through ${words(l + 1, k)}.`]),
    ];
    if (activations[l - 1] === "logistic") {
      slips.push([z[l][j] * (1 - z[l][j]) * total(ways), Z_FOR_A]);
    }
    group++;
    add(
      D(l, j),
      { kind: "δ", layer: l, unit: j },
      `error signal of ${words(l, j)}`,
      "What the listeners say: each δ times the weight on the way. Then times the slope of g.",
      [...slopeAsFormula(l, j), " · ", ...(ways.length > 1 ? ["(", ...heard, ")"] : heard)],
      slips,
      { uses, size: g * Math.max(...ways.map(Math.abs)) },
    );
  };
  for (let l = L - 1; l > 0; l--) for (let j = 0; j < sizes[l]; j++) addHiddenDelta(l, j);

  // 3. gradients and 4. update: unit by unit, the weights into it and its bias
  const addGradient = (p, l, i, j, what) => {
    const d = delta[l][j];
    if (i === sizes[l - 1]) {
      what("slope", G(p), "A bias is the weight of an input that is always 1.", [D(l, j)], []);
      return;
    }
    what(
      "slope",
      G(p),
      "What comes in at one end of the connection, times the δ at the other.",
      [A(l - 1, i), " · ", D(l, j)],
      [
        [d, "What comes in is missing."],
        [a[l - 1][i], "The δ is missing."],
        [l > 1 ? z[l - 1][i] * d : d, Z_FOR_A],
        [theta[p] * d, "Not the weight: what comes in through it."],
      ],
    );
  };
  const addUpdate = (p, l, i, j, what) => {
    const [old, by] = [theta[p], gradient[p] * rate];
    what(
      "new value",
      quantity(`new ${P(p).symbol}`, old - by, "update"),
      "From the old value take η times the slope.",
      [P(p), " − ", quantity("η", rate), " · ", G(p)],
      [
        [old + by, "The step goes uphill: η times the slope is subtracted."],
        [old - gradient[p], "The rate η is missing."],
        [by, ONLY_STEP],
        [-by, ONLY_STEP],
      ],
      Math.max(Math.abs(old), Math.abs(by)),
    );
  };
  for (const [kind, one] of [
    ["gradients", addGradient],
    ["update", addUpdate],
  ]) {
    for (let l = 1; l <= L; l++) {
      for (let j = 0; j < sizes[l]; j++) {
        group++;
        for (let i = 0; i <= sizes[l - 1]; i++) {
          const p = net.place(l, i, j);
          one(p, l, i, j, (noun, asked, rule, formula, slips, size = Math.abs(asked.value)) =>
            add(
              asked,
              { kind, index: p },
              `${noun} of ${P(p).symbol}, into ${words(l, j)}`,
              rule,
              formula,
              slips,
              { uses: [p], size },
            ),
          );
        }
      }
    }
  }
  return items;
}
