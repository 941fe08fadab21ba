// The stepper's numbers are those of `backward` and `train`; its formulas and its slips are true.

/** @import { Item } from "../../../annlab/lab/browser/numbers/stepper/all_items.js" */
/** @import { Case } from "./support.js" */

import assert from "node:assert/strict";
import { test } from "node:test";

import { judge } from "../../../annlab/lab/browser/numbers/stepper/typed_answer.js";
import { STAGES, itemsOf, namesOf } from "../../../annlab/lab/browser/numbers/stepper/all_items.js";
import { numberText } from "../../../annlab/lab/browser/view/stepper_words.js";
import { assertAllClose, assertClose, fixture, networkOf, rebuild } from "./support.js";

/**
 * @typedef {{ E: number, z: number[][], a: number[][], delta: number[][], gradient: number[],
 *   theta: number[] }} Numbers
 */
/** @typedef {Case & { rate: number, steps: number, examples: Numbers[] }} StepperCase */
/** @type {{ cases: StepperCase[] }} */
const { cases } = fixture("update_steps");
const [halfAdder] = cases;

/**
 * @param {StepperCase} described
 * @param {number} example
 * @param {number} [rate]
 */
function itemsFor(described, example, rate = described.rate) {
  const { net, theta, data } = rebuild(described);
  return itemsOf(net, theta, data, example, rate);
}

/**
 * Takes the value of an item out of the numbers that the package computed.
 * @param {Numbers} numbers
 * @param {Item["at"]} at
 */
function valueAt(numbers, { kind, layer = NaN, unit = NaN, index = NaN }) {
  if (kind === "E") return numbers.E;
  if (kind === "gradients") return numbers.gradient[index];
  if (kind === "update") return numbers.theta[index];
  return { z: numbers.z, a: numbers.a, δ: numbers.delta }[kind][layer - 1][unit];
}

for (const described of cases) {
  const { net, steps, examples } = described;
  const name = `${net.sizes.join("-")}, ${net.activations.join(", ")}; ${described.data.name}`;

  test(`every number is that of backward and of one step of train: ${name}`, () => {
    examples.forEach((numbers, example) => {
      const items = itemsFor(described, example);
      const places = new Set(items.map(({ at }) => JSON.stringify(at)));
      assert.equal(items.length, steps);
      assert.equal(places.size, steps);
      for (const { at, symbol, value } of items) {
        assertClose([value], [valueAt(numbers, at)], 1e-12, `${symbol} of example ${example}`);
      }
    });
  });

  test(`the numbers come stage by stage, in groups: ${name}`, () => {
    const items = itemsFor(described, 1);
    const stages = items.map(({ stage }) => STAGES.indexOf(stage));
    const groups = items.map(({ group }) => group);
    assert.deepEqual(
      stages,
      stages.toSorted((a, b) => a - b),
    );
    assert.deepEqual(
      groups,
      groups.toSorted((a, b) => a - b),
    );
    for (const { stage, group } of items) {
      assert.ok(items.every((other) => other.group !== group || other.stage === stage));
    }
  });

  test(`every formula gives its number: ${name}`, () => {
    for (const { symbol, formula, value } of itemsFor(described, 1)) {
      const tolerances = { rtol: 1e-9, atol: 1e-12 };
      const what = `${symbol} = ${JSON.stringify(formula)}`;
      assertAllClose([evaluate(formula)], [value], tolerances, what);
    }
  });

  test(`a formula uses nothing that comes later: ${name}`, () => {
    const known = new Map();
    for (const { symbol, value, formula } of itemsFor(described, 1)) {
      for (const part of formula) {
        if (typeof part === "string" || part.stage === "given") continue;
        if (!part.symbol.startsWith("g′")) assert.equal(known.get(part.symbol), part.value, symbol);
      }
      assert.ok(!known.has(symbol), `${symbol} comes twice`);
      known.set(symbol, value);
    }
  });

  test(`what is shown is right and other numbers are not: ${name}`, () => {
    for (const item of itemsFor(described, 2)) {
      const text = numberText(item.value);
      for (const typed of [text, text.replace(".", ","), text.replace("−", "-"), ` ${text} `]) {
        assert.equal(judge(item, typed).verdict, "right", `${item.symbol} = ${typed}`);
      }
      assert.equal(judge(item, numberText(3 * item.value + 17)).verdict, "wrong", item.symbol);
      if (Math.abs(item.value) > 1e-3 * item.size) {
        assert.equal(judge(item, numberText(-item.value)).verdict, "wrong", item.symbol);
      }
    }
  });

  test(`an item names the parameters in its formula: ${name}`, () => {
    for (const { symbol, formula, uses, at } of itemsFor(described, 0)) {
      const given = formula.filter((part) => typeof part !== "string" && part.stage === "given");
      const rebuilt = rebuild(described).theta;
      for (const index of at.kind === "gradients" ? [] : uses) {
        assert.ok(
          given.some((part) => typeof part !== "string" && part.value === rebuilt[index]),
          `${symbol} uses θ[${index}]`,
        );
      }
    }
  });
}

/** @type {[RegExp, string][]} how a formula reads in JavaScript */
const MEANINGS = [
  [/^1 if (.*) > 0, else 0$/, "($1 > 0 ? 1 : 0)"],
  [/·/g, "*"],
  [/½/g, "0.5"],
  [/²/g, "**2"],
  [/−/g, "-"],
  [/\bln\b/g, "Math.log"],
  [/\b(exp|tanh|max)\b/g, "Math.$1"],
];

/**
 * The value of a formula, with its quantities put in.
 * @param {Item["formula"]} formula
 * @returns {number}
 */
function evaluate(formula) {
  const code = formula
    .map((part, k) => (typeof part === "string" ? part : `(values[${k}])`))
    .join("");
  const values = formula.map((part) => (typeof part === "string" ? NaN : part.value));
  const script = MEANINGS.reduce((text, [sign, word]) => text.replace(sign, word), code);
  return new Function("values", `return ${script};`)(values);
}

test("the usual slips are named", () => {
  const rate = 2;
  const items = new Map(itemsFor(halfAdder, 2, rate).map((item) => [item.symbol, item]));
  const { E, z, a, delta, gradient } = halfAdder.examples[2];
  const [t5, t6] = halfAdder.data.t.slice(4, 6);
  /** @param {string} name */
  const parameter = (name) => halfAdder.theta[halfAdder.net.names.indexOf(name)];
  /** @param {string} name */
  const slope = (name) => gradient[halfAdder.net.names.indexOf(name)];
  const back = delta[1][0] * parameter("w35") + delta[1][1] * parameter("w36");
  const slope4 = a[0][1] * (1 - a[0][1]);
  /** @type {[symbol: string, typed: number, words: string][]} */
  const slips = [
    ["z₃", -z[0][0], "Right except for the sign."],
    ["z₄", z[0][1] - parameter("b4"), "The bias is missing."],
    ["z₄", z[0][1] - 2 * parameter("b4"), "The bias is added, not subtracted."],
    ["z₅", parameter("b5") + a[0][0] + a[0][1], "The weights are missing from the sum."],
    ["a₃", z[0][0], "That is z: put it through g."],
    ["a₃", 1 - a[0][0], "That is g(−z)."],
    ["E", 2 * E, "The ½ is missing."],
    ["E", 0.5 * (a[1][0] - t5) ** 2, "That is one output's part only: add up all of them."],
    ["δ₅", a[1][0] - t5, "The slope g′(z) is missing."],
    ["δ₆", -delta[1][1], "Right except for the sign: δ starts from a − t, not t − a."],
    ["δ₆", (z[1][1] - t6) * a[1][1] * (1 - a[1][1]), "That uses z instead of a."],
    [
      "δ₃",
      a[0][0] * (1 - a[0][0]) * (delta[1][0] + delta[1][1]),
      "The weights are missing from the sum.",
    ],
    ["δ₃", back, "The slope g′(z) is missing."],
    ["δ₄", slope4 * delta[1][0] * parameter("w45"), "That is only the path through unit 5."],
    ["∂E/∂w₃₅", z[0][0] * delta[1][0], "That uses z instead of a."],
    ["∂E/∂w₄₆", delta[1][1], "Multiply by what comes in: a₄ is missing."],
    ["∂E/∂w₄₆", a[0][1], "The δ is missing."],
    ["∂E/∂w₄₆", parameter("w46") * delta[1][1], "Multiply by what comes in, not by the weight."],
    [
      "new w₄₆",
      parameter("w46") + rate * slope("w46"),
      "The step goes uphill: η times the slope is subtracted, not added.",
    ],
    ["new b₃", parameter("b3") - slope("b3"), "The rate η is missing."],
    ["new b₃", rate * slope("b3"), "That is only the step: subtract it from the old value."],
  ];
  for (const [symbol, typed, words] of slips) {
    const item = items.get(symbol);
    assert.ok(item, symbol);
    assert.equal(judge(item, numberText(typed)).words, words, symbol);
  }
});

test("the slips of cross-entropy and softmax are named", () => {
  const [, , softmax, logistic] = cases;
  const { z } = softmax.examples[1];
  const [, outputs] = logistic.examples[1].a;
  const t = logistic.data.t.slice(2, 4);
  /** @param {StepperCase} described @param {string} symbol @param {number} typed */
  const words = (described, symbol, typed) => {
    const item = itemsFor(described, 1).find((each) => each.symbol === symbol);
    assert.ok(item, symbol);
    return judge(item, numberText(typed)).words;
  };
  assert.equal(words(softmax, "a²₁", Math.exp(z[1][0])), "Divide by the sum over all outputs.");
  assert.equal(
    words(logistic, "δ²₁", (outputs[0] - t[0]) * outputs[0] * (1 - outputs[0])),
    "With cross-entropy g′(z) cancels: leave it out.",
  );
});

test("the tolerance of a number that is not 0 has a size", () => {
  for (const described of cases) {
    for (const { symbol, value, size } of itemsFor(described, 0)) {
      assert.ok(size > 0 || value === 0, symbol);
    }
  }
});

test("units are numbered through all layers where the parameters are named so", () => {
  const { net } = rebuild(halfAdder);
  const { symbol, words, short } = namesOf(net);
  assert.equal(symbol("a", 0, 1), "a₂");
  assert.equal(symbol("δ", 2, 0), "δ₅");
  assert.equal(words(1, 1), "unit 4");
  assert.equal(short(2, 1), 6);
});

test("otherwise units are numbered in each layer", () => {
  const one = namesOf(networkOf([2, 3, 1], ["tanh", "identity"]));
  assert.equal(one.symbol("a", 0, 1), "x₂");
  assert.equal(one.symbol("z", 1, 2), "z¹₃");
  assert.equal(one.symbol("t", 2, 0), "t₁");
  assert.equal(one.words(1, 2), "hidden unit 3");
  assert.equal(one.words(2, 0), "the output");
  const deep = namesOf(networkOf([2, 3, 2, 2], ["tanh", "tanh", "softmax"]));
  assert.equal(deep.words(2, 1), "hidden unit 2 of layer 2");
  assert.equal(deep.words(3, 1), "output 2");
  assert.equal(deep.short(2, 1), 2);
});
