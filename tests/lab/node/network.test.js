// Forward and backward passes are NumPy's, for every activation and error function.

/** @import { Data, Network } from "../../../annlab/lab/browser/numbers/network.js" */
/** @import { Case, Expected } from "./support.js" */

import assert from "node:assert/strict";
import { test } from "node:test";

import { planeOfErrors } from "../../../annlab/lab/browser/numbers/surfaces.js";
import { assertClose, fixture, networkOf, rebuild, typed } from "./support.js";

/**
 * @typedef {Case & { z: Expected[], a: Expected[], delta: Expected[], errors: Expected,
 *   gradient: Expected, outputs: Expected }} Passes
 */
/** @type {{ ordinary: Passes[], saturating: Passes[], overflowing: Passes[],
 *   overflowing_chains: Passes[] }} */
const { ordinary, saturating, overflowing, overflowing_chains: chains } = fixture("network");
const finite = [...ordinary, ...saturating];

/** @param {Expected} numbers */
const allFinite = (numbers) => numbers.every((number) => number !== null);

/** @param {(number | null)[]} numbers */
const total = (numbers) => numbers.reduce((/** @type {number} */ sum, one) => sum + (one ?? 0), 0);

test("cases have every activation function in hidden and output layers and both errors", () => {
  const outputs = new Set(ordinary.map(({ net }) => `${net.error} ${net.activations.at(-1)}`));
  const hidden = new Set(ordinary.flatMap(({ net }) => net.activations.slice(0, -1)));
  assert.equal(outputs.size, 8);
  assert.equal(hidden.size, 5);
});

test("every parameter is where the package has it", () => {
  for (const described of ordinary) {
    const { net } = rebuild(described);
    assert.equal(net.P, described.theta.length);
    net.names.forEach((name, index) => {
      const { layer, source, unit, bias } = net.where(index);
      assert.equal(net.place(layer, source, unit), index);
      assert.equal(bias, source === net.sizes[layer - 1]);
      assert.equal(name, bias ? `b${layer}[${unit + 1}]` : `W${layer}[${source + 1},${unit + 1}]`);
    });
    for (let layer = 1; layer <= net.layers; layer++) {
      assert.equal(net.offsets[layer], net.place(layer, 0, 0));
    }
    assert.equal(net.offsets[net.layers + 1], net.P);
  }
});

test("z, a and δ of an example are the package's", () => {
  for (const described of finite) {
    const { net, theta, data } = rebuild(described);
    const last = data.n - 1;
    const error = net.backward(theta, data.x, data.t, last * net.inputs, last * net.outputs);
    assertClose([error], described.errors.slice(-1), 1e-12, described);
    described.a.forEach((a, l) => assertClose(net.a[l], a, 1e-12, described));
    described.z.forEach((z, l) => assertClose(net.z[l + 1], z, 1e-12, described));
    described.delta.forEach((delta, l) => assertClose(net.delta[l + 1], delta, 1e-12, described));
  }
});

/**
 * The outputs for all examples, one after another.
 * @param {Network} net
 * @param {Float64Array} theta
 * @param {Data} data
 */
function outputsOf(net, theta, { x, n }) {
  const outputs = Array.from({ length: n }, (_, e) => [...net.forward(theta, x, e * net.inputs)]);
  return typed(outputs.flat());
}

test("errors, gradient and outputs are the package's", () => {
  for (const described of finite) {
    const { net, theta, data } = rebuild(described);
    assertClose([net.error(theta, data)], [total(described.errors)], 1e-12, described);
    assertClose(net.errors(theta, data), described.errors, 1e-12, described);
    assertClose(net.gradient(theta, data), described.gradient, 1e-12, described);
    assertClose(outputsOf(net, theta, data), described.outputs, 1e-12, described);
  }
});

test("some of these cases are saturated", () => {
  const largest = saturating.map(({ gradient }) =>
    Math.max(...gradient.map((slope) => Math.abs(slope ?? 0))),
  );
  assert.ok(largest.filter((slope) => slope > 0 && slope < 1e-6).length > 5);
});

test("errors, gradients and outputs of chains overflow where the package's do", () => {
  for (const described of chains) {
    const { net, theta, data } = rebuild(described);
    assertClose(net.errors(theta, data), described.errors, 1e-12, described);
    assertClose(net.gradient(theta, data), described.gradient, 1e-12, described);
    assertClose(outputsOf(net, theta, data), described.outputs, 1e-12, described);
  }
  const count = chains.filter(({ gradient }) => allFinite(gradient)).length;
  assert.ok(count > 10 && count < 54, `${count} are finite`);
});

test("errors and outputs overflow where sums in NumPy do, added in the same order", () => {
  for (const described of overflowing) {
    const { net, theta, data } = rebuild(described);
    assertClose(net.errors(theta, data), described.errors, 1e-12, described);
    assertClose(outputsOf(net, theta, data), described.outputs, 1e-12, described);
  }
  const count = overflowing.filter(({ errors }) => allFinite(errors)).length;
  assert.ok(count > 10 && count < 54, `${count} are finite`);
});

test("a class ruled out beyond all numbers costs nothing", () => {
  // Its target 0 times the logarithm of its probability, −∞, would not be a number.
  const net = networkOf([1, 2], ["softmax"], "cross-entropy");
  const data = { x: typed([1]), t: typed([1, 0]), n: 1, name: "" };
  assert.equal(net.error(typed([1e308, -1e308, 0, 0]), data), 0);
});

test("a step unit of an input that is not a number gives none either", () => {
  const net = networkOf([1, 1], ["step"]);
  assert.deepEqual([...net.forward(typed([1, 0]), [NaN])], [NaN]);
});

test("arrays given to write into are used and returned", () => {
  const { net, theta, data } = rebuild(ordinary[1]);
  const u = typed([0, 1, 2]);
  const v = typed([0, 1]);
  /** @type {[string, number, (into?: Float64Array) => Float64Array][]} */
  const computations = [
    ["errors", data.n, (into) => net.errors(theta, data, into)],
    ["gradient", net.P, (into) => net.gradient(theta, data, into)],
    ["plane", 6, (into) => planeOfErrors(net, theta, data, 0, 1, u, v, into)],
  ];
  for (const [name, count, compute] of computations) {
    const into = new Float64Array(count).fill(7);
    assert.equal(compute(into), into, name);
    assert.deepEqual([...into], [...compute()], name);
  }
});

test("an unknown activation function is refused", () => {
  assert.throws(() => networkOf([2, 1], ["sigmoid"]), /unknown activation function "sigmoid"/);
});
