// What the node tests share: fixtures that NumPy computed, and comparisons of numbers.

/** @import { Data, NetworkDescription } from "../../../annlab/lab/browser/numbers/network.js" */
/** @import { RandomState } from "../../../annlab/lab/browser/numbers/starts.js" */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { Network } from "../../../annlab/lab/browser/numbers/network.js";

/**
 * A network and some examples for it, as fixtures describe them.
 * @typedef {object} Case
 * @property {NetworkDescription} net
 * @property {number[]} theta
 * @property {{ x: number[], t: number[], n: number, name: string }} data
 */

/** @typedef {(number | null)[]} Expected numbers; null for one that is not finite */

/**
 * A fixture that tests/lab/fixture_writer has written.
 * @param {string} name
 * @returns {any} of a shape that the test which reads it declares
 */
export function fixture(name) {
  return JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), "utf-8"));
}

/** @param {ArrayLike<number>} numbers */
export const typed = (numbers) => Float64Array.from(numbers);

/**
 * @param {Case["data"]} data
 * @returns {Data}
 */
export const examples = (data) => ({ ...data, x: typed(data.x), t: typed(data.t) });

/** @param {Case} description */
export function rebuild({ net, theta, data }) {
  return { net: new Network(net), theta: typed(theta), data: examples(data) };
}

/**
 * A network of those sizes, with parameters named as Python names them.
 * @param {number[]} sizes
 * @param {string[]} activations
 * @param {string} [error]
 */
export function networkOf(sizes, activations, error = "squared") {
  /** @type {string[]} */
  const names = [];
  for (let l = 1; l < sizes.length; l++) {
    for (let i = 1; i <= sizes[l - 1] + 1; i++) {
      for (let j = 1; j <= sizes[l]; j++) {
        names.push(i > sizes[l - 1] ? `b${l}[${j}]` : `W${l}[${i},${j}]`);
      }
    }
  }
  return new Network({ sizes, activations, error, names });
}

/**
 * @param {number} count
 * @param {RandomState} rng
 * @param {number} [size] the largest
 */
export function randomNumbers(count, rng, size = 1) {
  return Float64Array.from({ length: count }, () => rng.uniform(-size, size));
}

/**
 * Examples with inputs between −1 and 1 and targets between 0 and 1.
 * @param {Network} net
 * @param {number} n
 * @param {RandomState} rng
 * @returns {Data}
 */
export function randomData(net, n, rng) {
  const x = randomNumbers(n * net.inputs, rng);
  const t = randomNumbers(n * net.outputs, rng, 0.5).map((value) => value + 0.5);
  return { x, t, n, name: "random" };
}

/**
 * Numbers agree within rtol times their size plus atol, and are finite in the same places.
 * @param {ArrayLike<number>} actual
 * @param {Expected | Float64Array} expected
 * @param {{ rtol: number, atol?: number }} tolerances
 * @param {unknown} [what]
 */
export function assertAllClose(actual, expected, { rtol, atol = 0 }, what = "") {
  const where = () => (typeof what === "string" ? what : JSON.stringify(what));
  assert.equal(actual.length, expected.length, where());
  expected.forEach((value, k) => {
    const isClose =
      value === null || !Number.isFinite(value)
        ? !Number.isFinite(actual[k])
        : Math.abs(actual[k] - value) <= rtol * Math.abs(value) + atol;
    if (!isClose) assert.fail(`${actual[k]} at ${k} is not ${value}: ${where()}`);
  });
}

/**
 * Numbers agree within `tolerance` times the largest of them, or times 1. A sum of many terms that
 * cancel is no more accurate than its largest term.
 * @param {ArrayLike<number>} actual
 * @param {Expected | Float64Array} expected
 * @param {number} tolerance
 * @param {unknown} [what]
 */
export function assertClose(actual, expected, tolerance, what) {
  let size = 1;
  for (const value of expected) {
    if (value !== null && Number.isFinite(value)) size = Math.max(size, Math.abs(value));
  }
  assertAllClose(actual, expected, { rtol: tolerance, atol: tolerance * size }, what);
}
