// What a learner types is read and judged kindly, and no wrong number passes.

/** @import { Slip } from "../../../annlab/lab/browser/numbers/stepper/typed_answer.js" */

import assert from "node:assert/strict";
import { test } from "node:test";

import { judge, numberIn } from "../../../annlab/lab/browser/numbers/stepper/typed_answer.js";

test("a number is read with any minus, a comma or a point, and spaces", () => {
  for (const [text, value] of /** @type {[string, number][]} */ ([
    ["1.5", 1.5],
    ["1,5", 1.5],
    [" −0.25 ", -0.25],
    ["–3", -3],
    ["+.5", 0.5],
    ["2.", 2],
    ["1 000", 1000],
    ["1e-3", 0.001],
    ["−2,5E2", -250],
  ])) {
    assert.equal(numberIn(text), value, text);
  }
});

test("what is not one finite number is none", () => {
  for (const text of ["", " ", "-", ".", "a", "1.2.3", "1,2,3", "1/2", "--1", "1e999", "NaN"]) {
    assert.equal(numberIn(text), null, text);
  }
});

/** @param {number} value @param {string} text @param {number} [size] @param {Slip[]} [slips] */
const verdict = (value, text, size = Math.abs(value), slips = []) =>
  judge({ value, size, slips }, text).verdict;

test("three digits are enough", () => {
  assert.equal(verdict(0.123456, "0.123"), "right");
  assert.equal(verdict(0.123456, "0.124"), "right");
  assert.equal(verdict(0.123456, "0.125"), "close");
  assert.equal(verdict(0.123456, "0.13"), "wrong");
  assert.equal(verdict(-1234.5, "-1235"), "right");
});

test("a sum needs to be no more accurate than its largest part", () => {
  assert.equal(verdict(0.00012, "0.0003", 1), "right");
  assert.equal(verdict(0.00012, "0.0003", 0.00012), "wrong");
});

test("zero is right where the value is 0", () => {
  assert.equal(verdict(0, "0"), "right");
  assert.equal(verdict(0, "0.001"), "wrong");
});

test("no number is right where the value is not finite", () => {
  assert.equal(verdict(NaN, "1"), "wrong");
  assert.equal(verdict(Infinity, "1"), "wrong");
});

test("a slip is named, unless its value is 0 or right", () => {
  /** @type {Slip[]} */
  const slips = [
    [0, "zero"],
    [2, "twice"],
    [1, "the same"],
  ];
  const question = { value: 1, size: 1, slips };
  assert.deepEqual(judge(question, "2.001"), { verdict: "wrong", words: "twice" });
  assert.equal(judge(question, "1").words, "Right.");
  assert.equal(judge(question, "0").words, "Not yet. Try again, or let Next show it.");
});

test("text without a number is asked for one", () => {
  assert.deepEqual(judge({ value: 1, size: 1, slips: [] }, "one"), {
    verdict: "none",
    words: "Type one number, such as −0.25.",
  });
});
