// Contour lines lie where the level is crossed, and are closed or end at the border.

import assert from "node:assert/strict";
import { test } from "node:test";

import { contours } from "../../../annlab/lab/browser/numbers/contours.js";
import { RandomState } from "../../../annlab/lab/browser/numbers/starts.js";

/**
 * @param {ArrayLike<number>} values
 * @param {number} rows
 * @param {number} columns
 * @param {number} level
 */
function segmentsOf(values, rows, columns, level) {
  /** @type {[number, number, number, number][]} */
  const segments = [];
  contours(values, rows, columns, level, (...segment) => segments.push(segment));
  return segments;
}

test("the contour of a slope is a straight line from border to border", () => {
  const values = Array.from({ length: 12 }, (_, k) => (k % 4) + 0.5 * Math.floor(k / 4));
  const segments = segmentsOf(values, 3, 4, 1.75);
  let height = 0;
  for (const [x0, y0, x1, y1] of segments) {
    assert.equal(x0 + 0.5 * y0, 1.75);
    assert.equal(x1 + 0.5 * y1, 1.75);
    height += Math.abs(y1 - y0);
  }
  assert.equal(height, 2);
});

test("a peak has a closed contour", () => {
  const values = [0, 0, 0, 0, 1, 0, 0, 0, 0];
  const segments = segmentsOf(values, 3, 3, 0.5);
  assert.equal(segments.length, 4);
  for (const [x0, y0, x1, y1] of segments) {
    assert.equal(Math.abs(x0 - 1) + Math.abs(y0 - 1), 0.5);
    assert.equal(Math.abs(x1 - 1) + Math.abs(y1 - 1), 0.5);
  }
});

test("there is no contour where everything lies on one side", () => {
  assert.deepEqual(segmentsOf([0, 0, 0, 0], 2, 2, 1), []);
  assert.deepEqual(segmentsOf([2, 2, 2, 2], 2, 2, 1), []);
});

test("in a saddle the mean says which corners are connected", () => {
  /** @param {number[]} values @param {number} level */
  const corners = (values, level) =>
    segmentsOf(values, 2, 2, level).map(([x0, y0, x1, y1]) => [x0 + x1, y0 + y1]);
  // Above left and below right are high. The lines cut off the low corners, or else the high ones.
  assert.deepEqual(corners([1, 0, 0, 1], 0.4), [
    [0.4, 1.6],
    [1.6, 0.4],
  ]);
  assert.deepEqual(corners([1, 0, 0, 1], 0.6), [
    [0.4, 0.4],
    [1.6, 1.6],
  ]);
  assert.deepEqual(corners([0, 1, 1, 0], 0.4), [
    [0.4, 0.4],
    [1.6, 1.6],
  ]);
});

test("ends lie on the level, and each inner end belongs to two pieces", () => {
  const [rows, columns] = [9, 7];
  const rng = new RandomState(3);
  const values = Array.from({ length: rows * columns }, () => rng.random());
  /** @param {number} x @param {number} y */
  const valueAt = (x, y) => {
    const [c, r] = [Math.floor(x), Math.floor(y)];
    const next = values[Math.ceil(y) * columns + Math.ceil(x)];
    const here = values[r * columns + c];
    return here + (x - c + (y - r)) * (next - here);
  };
  for (const level of [0.2, 0.5, 0.7]) {
    const ends = new Map();
    for (const [x0, y0, x1, y1] of segmentsOf(values, rows, columns, level)) {
      for (const [x, y] of [
        [x0, y0],
        [x1, y1],
      ]) {
        assert.ok(Number.isInteger(x) || Number.isInteger(y));
        assert.ok(Math.abs(valueAt(x, y) - level) < 1e-12);
        const key = `${x.toFixed(9)} ${y.toFixed(9)}`;
        ends.set(key, [...(ends.get(key) ?? []), x, y]);
      }
    }
    assert.ok(ends.size > 20);
    for (const [x, y, ...others] of ends.values()) {
      const onBorder = x === 0 || y === 0 || x === columns - 1 || y === rows - 1;
      assert.equal(others.length, onBorder ? 0 : 2, `${x}, ${y}`);
    }
  }
});
