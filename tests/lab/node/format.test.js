// Numbers and names of parameters as learners read them.

import assert from "node:assert/strict";
import { test } from "node:test";

import { format, nameOf } from "../../../annlab/lab/browser/numbers/format.js";
import { formulaOf, symbolOf } from "../../../annlab/lab/browser/numbers/formula.js";
import { networkOf, typed } from "./support.js";

test("numbers have three digits and a true minus sign", () => {
  for (const [value, text] of /** @type {[number, string][]} */ ([
    [0, "0"],
    [-0, "0"],
    [0.25, "0.25"],
    [-0.25, "−0.25"],
    [1.23456, "1.23"],
    [1234.5, "1230"],
    [0.0001, "0.0001"],
    [0.00001234, "1.23e−5"],
    [0.00001, "1e−5"],
    [1.5e7, "1.5e7"],
    [-2e-9, "−2e−9"],
    [Infinity, "∞"],
    [-Infinity, "−∞"],
    [NaN, "not a number"],
  ])) {
    assert.equal(format(value), text);
  }
  assert.equal(format(1.23456, 5), "1.2346");
});

test("names of parameters get subscripts", () => {
  for (const [name, text] of [
    ["w5", "w₅"],
    ["b12", "b₁₂"],
    ["W1[2,3]", "w¹₂,₃"],
    ["W2[10,1]", "w²₁₀,₁"],
    ["b3[2]", "b³₂"],
    ["threshold", "threshold"],
    ["W10[1,1]", "W10[1,1]"],
  ]) {
    assert.equal(nameOf(name), text);
  }
});

test("units have short symbols, with the layer where they could be confused", () => {
  const one = networkOf([2, 1], ["logistic"]);
  assert.equal(symbolOf(one, 0, 1), "x₂");
  assert.equal(symbolOf(one, 1, 0), "a");
  const hidden = networkOf([1, 2, 1], ["tanh", "identity"]);
  assert.equal(symbolOf(hidden, 0, 0), "x");
  assert.equal(symbolOf(hidden, 1, 1), "a₂");
  assert.equal(symbolOf(hidden, 2, 0), "a");
  const outputs = networkOf([1, 2, 2], ["tanh", "identity"]);
  assert.equal(symbolOf(outputs, 1, 1), "a¹₂");
  assert.equal(symbolOf(outputs, 2, 1), "a²₂");
});

test("the formula of a unit has its sum in names, in numbers, and its output", () => {
  const net = networkOf([2, 1], ["logistic"]);
  const data = { x: typed([1, 2, -1, 0.5]), t: typed([0, 1]), n: 2, name: "" };
  const theta = typed([0.5, -2, 1]);
  assert.equal(
    formulaOf({ net, theta, data, example: 1 }, 1, 0),
    "z = w¹₁,₁ x₁ + w¹₂,₁ x₂ + b¹₁\n" +
      "= 0.5 · (−1) − 2 · 0.5 + 1\n" +
      "z = −0.5,  a = 0.378 = 1 / (1 + e⁻ᶻ)",
  );
});

test("the formula of a hidden unit names the layer before it", () => {
  const net = networkOf([1, 1, 1, 1], ["relu", "step", "tanh"]);
  const data = { x: typed([3]), t: typed([0]), n: 1, name: "" };
  const text = formulaOf({ net, theta: typed([1, -1, 0.5, 0, 1, 1]), data, example: 0 }, 2, 0);
  assert.equal(
    text,
    "z²₁ = w²₁,₁ a¹₁ + b²₁\n= 0.5 · 2 + 0\nz²₁ = 1,  a²₁ = 1 (1 if z > 0, else 0)",
  );
});
