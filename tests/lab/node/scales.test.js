// Axes have round ticks, even steps and steady bounds.

import assert from "node:assert/strict";
import { test } from "node:test";

import { HeightScale } from "../../../annlab/lab/browser/numbers/height_scale.js";
import {
  clamp,
  heights,
  rounded,
  steps,
  ticks,
} from "../../../annlab/lab/browser/numbers/scales.js";
import { RandomState } from "../../../annlab/lab/browser/numbers/starts.js";
import { assertAllClose } from "./support.js";

test("a value is clamped to its bounds", () => {
  assert.deepEqual(
    [-2, 0.5, 3].map((value) => clamp(value, -1, 1)),
    [-1, 0.5, 1],
  );
});

test("a value is rounded to few decimals, by at most a quarter of a step", () => {
  assert.equal(rounded(0.123456, 0.01), 0.123);
  assert.equal(rounded(0.123456, 0.02), 0.12);
  assert.equal(rounded(123.456, 10), 123);
  assert.equal(rounded(1 / 3, 1e-30), 1 / 3);
  const rng = new RandomState(2);
  for (let k = 0; k < 300; k++) {
    const value = rng.uniform(-10, 10);
    const step = 10 ** rng.uniform(-9, 1);
    assert.ok(Math.abs(rounded(value, step) - value) <= 0.25 * step + 1e-15, `${value}, ${step}`);
  }
});

test("ticks are round numbers within the bounds", () => {
  assert.deepEqual(ticks(0, 10), [0, 2, 4, 6, 8, 10]);
  assert.deepEqual(ticks(-0.3, 0.3, 3), [-0.2, 0, 0.2]);
  assert.deepEqual(ticks(0, 0.7, 7), [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]);
  assert.deepEqual(ticks(0, 0.1 + 0.2, 3), [0, 0.1, 0.2, 0.3]); // the sum is a little above 0.3
  const rng = new RandomState(8);
  for (let k = 0; k < 300; k++) {
    const low = rng.uniform(-1, 1) * 10 ** rng.uniform(-6, 6);
    const width = 10 ** rng.uniform(-6, 6);
    const places = ticks(low, low + width, 5);
    const slack = 1e-6 * width;
    assert.ok(places.length >= 2 && places.length <= 7, `${low}, ${width}: ${places}`);
    assert.ok(places.every((tick) => tick >= low - slack && tick <= low + width + slack));
  }
});

test("bounds that make no sense have no ticks", () => {
  for (const [low, high] of [
    [1, 1],
    [2, 1],
    [NaN, 1],
    [0, Infinity],
    [0, 5e-324],
    [-1.5e-323, 1e-323],
  ]) {
    assert.deepEqual(ticks(low, high), [], `${low} to ${high}`);
  }
});

test("steps are even and include both ends", () => {
  assert.deepEqual([...steps(-1, 1, 5)], [-1, -0.5, 0, 0.5, 1]);
  assert.equal(steps(0.1, 0.7, 41)[40], 0.7);
});

test("heights go from 0 to the next round number", () => {
  for (const [high, to] of [
    [0.9, 1],
    [1.2, 1.5],
    [1.6, 2],
    [26, 30],
    [4.4, 5],
    [5.1, 7.5],
    [800, 1000],
    [2, 2],
  ]) {
    assert.deepEqual(heights(0.5, high), { from: 0, to, floor: 0.5 }, `${high}`);
  }
});

test("heights fit the errors if asked to and possible", () => {
  assert.deepEqual(heights(3, 7, true), { from: 3, to: 7, floor: 3 });
  assert.deepEqual(heights(3, 3, true), { from: 0, to: 3, floor: 3 });
});

test("heights have steady bounds where there is no finite error above 0", () => {
  for (const high of [0, -Infinity, Infinity, NaN]) {
    assert.deepEqual(heights(0, high), { from: 0, to: 1, floor: 1e-6 }, `${high}`);
  }
});

test("the logarithmic floor is no lower than a millionth of the top", () => {
  assert.equal(heights(0, 50).floor, 50 * 1e-6);
});

test("heights on a linear scale go from 0 to 1, and are NaN for errors that are not finite", () => {
  const scale = new HeightScale();
  scale.follow({ from: 0, to: 4, floor: 0.1 }, false);
  assert.deepEqual(
    [-1, 0, 1, 4, 9].map((error) => scale.at(error)),
    [0, 0, 0.25, 1, 1],
  );
  assert.deepEqual(
    [Infinity, NaN].map((error) => scale.at(error)),
    [NaN, NaN],
  );
  assert.deepEqual(scale.ticks(4), [0, 1, 2, 3, 4]);
});

test("heights on a logarithmic scale", () => {
  const scale = new HeightScale();
  scale.follow({ from: 0, to: 100, floor: 0.01 }, true);
  const at = [0, 0.01, 0.1, 1, 100].map((error) => scale.at(error));
  assertAllClose(at, [0, 0, 0.25, 0.5, 1], { rtol: 1e-15 });
  assertAllClose(scale.ticks(4), [0.01, 0.1, 1, 10, 100], { rtol: 1e-15 });
});

test("a scale without an extent goes from 0 to 1", () => {
  const scale = new HeightScale();
  scale.follow({ from: 2, to: 2, floor: 2 }, false);
  assert.deepEqual(
    [0, 0.5, 1].map((error) => scale.at(error)),
    [0, 0.5, 1],
  );
});
