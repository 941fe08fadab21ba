// Starts are drawn from NumPy's random numbers, bit for bit.

/** @import { NetworkDescription } from "../../../annlab/lab/browser/numbers/network.js" */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";

import { Network } from "../../../annlab/lab/browser/numbers/network.js";
import { RandomState, initialise } from "../../../annlab/lab/browser/numbers/starts.js";
import { assertAllClose, fixture } from "./support.js";

/**
 * @type {{ net: [NetworkDescription],
 *   generators: { seed: number, random: string, uniform: string, normal: number[],
 *     normal_sum: number, last: string }[],
 *   starts: { kind: string, scale: number | null, seed: number, theta: number[] }[] }}
 */
const { net: shapes, generators, starts } = fixture("starts");
const COUNT = 1500;

/**
 * The SHA-256 of numbers as little-endian doubles.
 * @param {number[]} numbers
 */
function digest(numbers) {
  return createHash("sha256").update(Float64Array.from(numbers)).digest("hex");
}

/** @param {() => number} one */
const draw = (one) => Array.from({ length: COUNT }, one);

for (const { seed, ...expected } of generators) {
  test(`random numbers are those of NumPy: seed ${seed}`, () => {
    const rng = new RandomState(seed);
    assert.equal(digest(draw(() => rng.random())), expected.random);
    assert.equal(digest(draw(() => rng.uniform(-0.5, 0.5))), expected.uniform);
    // A logarithm may have another last bit than that of the C library.
    const normal = draw(() => rng.normal(2, 0.25));
    assertAllClose(normal.slice(0, 100), expected.normal, { rtol: 0, atol: 1e-15 });
    const sum = normal.reduce((all, one) => all + one, 0);
    assertAllClose([sum], [expected.normal_sum], { rtol: 1e-12 });
    assert.equal(digest([rng.random()]), expected.last);
  });
}

test("starts are those of the package, uniform ones bit for bit", () => {
  const net = new Network(shapes[0]);
  for (const { kind, scale, seed, theta } of starts) {
    const start = initialise(net, kind, seed, scale ?? undefined);
    assertAllClose(start, theta, { rtol: 1e-14 }, `${kind}, ${scale}, ${seed}`);
    if (kind === "uniform" && scale === null) assert.deepEqual([...start], theta);
  }
  assert.deepEqual(
    [...new Set(starts.map(({ kind }) => kind))],
    ["uniform", "gaussian", "glorot", "zeros"],
  );
});

test("an unknown kind of start is refused", () => {
  const net = new Network(shapes[0]);
  assert.throws(() => initialise(net, "normal", 1), /unknown kind of start "normal"/);
});
