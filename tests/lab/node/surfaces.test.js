// Planes and lines of errors are NumPy's.

/** @import { Case, Expected } from "./support.js" */

import assert from "node:assert/strict";
import { test } from "node:test";

import { lineOfErrors, planeOfErrors } from "../../../annlab/lab/browser/numbers/surfaces.js";
import { assertAllClose, fixture, rebuild, typed } from "./support.js";

/**
 * @typedef {Case & { name: string, u: number[], v: number[], s: number[], direction: number[],
 *   each: Expected, planes: { i: number, j: number, error: Expected }[] }} Landscape
 */
/** @type {{ landscapes: Landscape[], overflowing: (Case & { u: number[], finite: string[] })[] }} */
const { landscapes, overflowing } = fixture("landscapes");

/**
 * All pairs of different indices, the second one changing faster.
 * @param {number} count
 */
function* pairs(count) {
  for (let i = 0; i < count; i++) for (let j = 0; j < count; j++) if (i !== j) yield { i, j };
}

for (const described of landscapes) {
  const { name } = described;
  const u = typed(described.u);
  const v = typed(described.v);

  test(`planes are the package's: ${name}`, () => {
    const { net, theta, data } = rebuild(described);
    for (const { i, j, error } of described.planes) {
      const plane = planeOfErrors(net, theta, data, i, j, u, v);
      assertAllClose(plane, error, { rtol: 1e-12 }, `${net.names[i]}, ${net.names[j]}`);
    }
    assert.deepEqual([...theta], described.theta);
  });

  test(`the plane of every pair of parameters is the error at each point: ${name}`, () => {
    const { net, theta, data } = rebuild(described);
    for (const { i, j } of pairs(net.P)) {
      const expected = new Float64Array(u.length * v.length);
      const at = theta.slice();
      v.forEach((vr, r) =>
        u.forEach((uc, c) => {
          at[i] = uc;
          at[j] = vr;
          expected[r * u.length + c] = net.error(at, data);
        }),
      );
      const plane = planeOfErrors(net, theta, data, i, j, u, v);
      assertAllClose(plane, expected, { rtol: 1e-12 }, `${i}, ${j}`);
    }
  });

  test(`a line is the package's, split by example: ${name}`, () => {
    const { net, theta, data } = rebuild(described);
    const line = lineOfErrors(net, theta, typed(described.direction), typed(described.s), data);
    assertAllClose(line.each, described.each, { rtol: 1e-11, atol: 1e-14 });
    assertIsSum(line, data.n);
  });

  test(`a line along each axis is the error of each example at each point: ${name}`, () => {
    const { net, theta, data } = rebuild(described);
    const s = typed(described.s);
    for (let p = 0; p < net.P; p++) {
      const direction = new Float64Array(net.P);
      direction[p] = 1;
      const line = lineOfErrors(net, theta, direction, s, data);
      const expected = Array.from(s).flatMap((step) => {
        const at = theta.slice();
        at[p] += step;
        return [...net.errors(at, data)];
      });
      assertAllClose(line.each, expected, { rtol: 1e-11, atol: 1e-14 }, net.P);
      assertIsSum(line, data.n);
    }
  });
}

/**
 * @param {{ total: Float64Array, each: Float64Array }} line
 * @param {number} n
 */
function assertIsSum({ total, each }, n) {
  const sums = total.map((_, k) =>
    each.subarray(k * n, (k + 1) * n).reduce((sum, error) => sum + error, 0),
  );
  assertAllClose(total, sums, { rtol: 1e-14 });
}

test("planes overflow where the package's do", () => {
  let count = 0;
  for (const described of overflowing) {
    const { net, theta, data } = rebuild(described);
    const u = typed(described.u);
    const all = [...pairs(net.P)];
    assert.equal(described.finite.length, all.length);
    all.forEach(({ i, j }, k) => {
      const plane = planeOfErrors(net, theta, data, i, j, u, u);
      const finite = Array.from(plane, (error) => (Number.isFinite(error) ? "1" : "0")).join("");
      assert.equal(finite, described.finite[k], `${net.names[i]}, ${net.names[j]}`);
      count += finite.replaceAll("0", "").length / finite.length / all.length;
    });
  }
  assert.ok(count > 0.1 && count < 0.9, `${count} of the points are finite`);
});
