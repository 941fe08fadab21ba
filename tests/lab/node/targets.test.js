// Targets are read as classes where they can be, otherwise as values.

import assert from "node:assert/strict";
import { test } from "node:test";

import { boxOf, readingOf } from "../../../annlab/lab/browser/numbers/targets.js";
import { networkOf, typed } from "./support.js";

/** @param {number[]} t @param {string} g @param {number[]} [sizes] */
const read = (t, g, sizes = [2, 1]) => readingOf(networkOf(sizes, [g]), { t: typed(t) });

test("targets 0 and 1 are two classes, with the border at a = ½", () => {
  const reading = read([0, 1, 1], "logistic");
  assert.equal(reading.kinds, 2);
  assert.equal(reading.level, 0);
  assert.deepEqual(
    [0.4, 0.5, 0.6].map((a) => reading.kindOf([a])),
    [0, 0, 1],
  );
  assert.equal(reading.kindOf([9, 9, 0.7], 2), 1);
  assert.deepEqual([reading.targets(0), reading.targets(1)], [[0], [1]]);
  assert.deepEqual(reading.range, [-0.2, 1.2]);
});

test("targets −1 and 1 are two classes, with the border at a = 0", () => {
  const reading = read([-1, 1], "tanh");
  assert.equal(reading.kinds, 2);
  assert.equal(reading.level, 0);
  assert.deepEqual(
    [-0.1, 0.1].map((a) => reading.kindOf([a])),
    [0, 1],
  );
  assert.deepEqual([reading.targets(0), reading.targets(1)], [[-1], [1]]);
});

test("with tanh and targets 0 and 1 the border is where tanh z = ½", () => {
  assert.equal(read([0, 1], "tanh").level, Math.atanh(0.5));
});

test("one of several targets is a class of its own", () => {
  const reading = read([1, 0, 0, 0, 0, 1], "softmax", [2, 3]);
  assert.equal(reading.kinds, 3);
  assert.equal(reading.kindOf([0.2, 0.5, 0.3]), 1);
  assert.equal(reading.kindOf([0, 0, 0, 1, 2, 3], 3), 2);
  assert.deepEqual(reading.targets(1), [0, 1, 0]);
});

test("other targets, and those of units without bounds, are values", () => {
  for (const reading of [
    read([0, 0.5, 1], "logistic"),
    read([0, 1], "identity"),
    read([0, 1], "relu"),
  ]) {
    assert.equal(reading.kinds, 0);
    assert.deepEqual([reading.from, reading.to], [0, 1]);
  }
  assert.deepEqual(read([-2, 3], "identity", [1, 1]).range, [-3, 4]);
});

test("equal targets still have a range", () => {
  assert.deepEqual(read([2, 2], "identity", [1, 1]).range, [1, 3]);
});

test("several outputs of two inputs are always classes", () => {
  assert.equal(read([0.2, 0.7], "identity", [2, 2]).kinds, 2);
  assert.equal(read([0.2, 0.7], "identity", [1, 2]).kinds, 0);
});

test("the box holds the data with a quarter to spare", () => {
  assert.deepEqual(boxOf({ x: typed([10, 1, 0, 5, 2, 3]) }, 2), [
    [-2.5, 12.5],
    [0, 6],
  ]);
  assert.deepEqual(boxOf({ x: typed([4]) }, 1), [[3, 5]]);
});
