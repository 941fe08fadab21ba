// Training in the browser is the package's: batches, weight decay, momentum, divergence, pauses.

/** @import { DescentOptions } from "../../../annlab/lab/browser/numbers/descent.js" */
/** @import { Case, Expected } from "./support.js" */

import assert from "node:assert/strict";
import { test } from "node:test";

import { RandomState } from "../../../annlab/lab/browser/numbers/starts.js";
import { Descent } from "../../../annlab/lab/browser/numbers/descent.js";
import {
  assertAllClose,
  assertClose,
  fixture,
  networkOf,
  randomData,
  randomNumbers,
  rebuild,
  typed,
} from "./support.js";

/** @typedef {{ problem: string, batch: number, thetas: Expected[], running: Expected }} Run */
/**
 * @type {{ problems: (Case & { name: string })[],
 *   batches: (Run & { rates: number[] })[],
 *   decay_and_momentum: (Run & { decay: number, momentum: number })[],
 *   divergence: (Case & { rate: number, batch: number, thetas: Expected[], running: Expected })[] }}
 */
const { problems, batches, decay_and_momentum: regularised, divergence } = fixture("descent");

/** @param {string} name */
function problem(name) {
  const described = problems.find((each) => each.name === name);
  assert.ok(described, name);
  return rebuild(described);
}

/**
 * @param {ReturnType<typeof problem>} problem
 * @param {Omit<DescentOptions, "theta">} options
 */
function descentOf({ net, theta, data }, options) {
  return new Descent(net, data, { ...options, theta });
}

/** @param {Descent} descent */
function resultOf({ theta, thetas, running, rates, stopped, done, next }) {
  return { theta, thetas, running, rates, stopped, done, next };
}

/**
 * @param {Descent} descent
 * @param {{ thetas: Expected[], running: Expected }} expected
 * @param {number} tolerance
 * @param {unknown} what
 */
function assertRun({ thetas, running }, expected, tolerance, what) {
  assertClose(running, expected.running, tolerance, what);
  assert.equal(thetas.length, expected.thetas.length);
  assertClose(
    thetas.flatMap((theta) => [...theta]),
    expected.thetas.flat(),
    tolerance,
    what,
  );
}

/** A problem with more examples than the clock lets through at a time. */
function longProblem() {
  const rng = new RandomState(4);
  const net = networkOf([2, 3, 2, 1], ["tanh", "relu", "logistic"], "cross-entropy");
  return { net, theta: randomNumbers(net.P, rng, 2), data: randomData(net, 100, rng) };
}

test("a run in batches of any size is the package's", () => {
  for (const { problem: name, batch, rates, ...expected } of batches) {
    const descent = descentOf(problem(name), { rate: 0.1, anneal: 0.9, passes: 4, batch });
    assert.equal(descent.run(), true);
    assertRun(descent, expected, 1e-12, `${name}, batches of ${batch}`);
    assert.deepEqual(descent.rates, rates);
    assert.equal(descent.stopped, "finished");
  }
});

test("the default is one example at a time, at a constant rate", () => {
  const explicit = descentOf(problem("deep"), { rate: 0.3, anneal: 1, passes: 3, batch: 1 });
  const implicit = descentOf(problem("deep"), { rate: 0.3, passes: 3 });
  explicit.run();
  implicit.run();
  assert.deepEqual(resultOf(implicit), resultOf(explicit));
});

// -- weight decay and momentum -------------------------------------------------------------------

test("runs with weight decay and momentum are those of a plain loop in NumPy", () => {
  for (const { problem: name, batch, decay, momentum, ...expected } of regularised) {
    const options = { rate: 0.1, anneal: 0.9, passes: 3, batch, decay, momentum };
    const descent = descentOf(problem(name), options);
    descent.run();
    assertRun(descent, expected, 1e-12, { name, batch, decay, momentum });
  }
});

test("without decay and momentum a step is −η ∂E/∂θ, bit for bit", () => {
  for (const batch of [1, 4, 11]) {
    const { net, theta, data } = problem("softmax");
    const descent = descentOf({ net, theta, data }, { rate: 0.3, passes: 1, batch });
    descent.run();
    for (let from = 0; from < data.n; from += batch) {
      const gradient = new Float64Array(net.P);
      net.addGradient(theta, data, from, Math.min(from + batch, data.n), gradient);
      gradient.forEach((slope, p) => (theta[p] -= slope * 0.3));
    }
    assert.deepEqual(descent.thetas[1], theta);
  }
});

test("a step on m of n examples shrinks weights by η λ m/n, and biases not at all", () => {
  // With step units ∂E/∂θ is 0: only the decay is left.
  const net = networkOf([2, 3, 1], ["step", "step"]);
  const rng = new RandomState(1);
  const theta = randomNumbers(net.P, rng);
  const data = randomData(net, 10, rng);
  for (const [batch, parts] of /** @type {[number, number[]][]} */ ([
    [1, Array(10).fill(1 / 10)],
    [4, [4 / 10, 4 / 10, 2 / 10]],
    [0, [1]],
  ])) {
    const descent = new Descent(net, data, { theta, rate: 0.5, passes: 1, batch, decay: 0.2 });
    descent.run();
    const factor = parts.reduce((product, part) => product * (1 - 0.5 * 0.2 * part), 1);
    const expected = theta.map((value, p) => (net.where(p).bias ? value : factor * value));
    assertAllClose(descent.theta, expected, { rtol: 1e-14 }, batch);
  }
});

test("a step with decay follows the slope of E + λ/2 Σ w²", () => {
  const { net, theta, data } = problem("softmax");
  const decay = 0.7;
  const descent = descentOf({ net, theta, data }, { rate: 1, passes: 1, batch: 0, decay });
  descent.run();
  /** @param {Float64Array} at */
  const penalised = (at) =>
    net.error(at, data) +
    (decay / 2) * at.reduce((sum, w, p) => sum + (net.where(p).bias ? 0 : w * w), 0);
  const h = 1e-5;
  const slopes = theta.map((_, p) => {
    const value = [h, -h].map((step) => penalised(theta.map((w, q) => (p === q ? w + step : w))));
    return (value[0] - value[1]) / (2 * h);
  });
  const step = theta.map((value, p) => value - descent.theta[p]);
  assertClose(step, slopes, 1e-8);
});

test("the running error is the data's error, without the penalty", () => {
  const { net, theta, data } = problem("deep");
  const descent = descentOf({ net, theta, data }, { rate: 0.1, passes: 1, batch: 0, decay: 5 });
  descent.run();
  assertAllClose(descent.running, typed([net.error(theta, data)]), { rtol: 1e-14 });
});

test("momentum lasts from pass to pass", () => {
  const { net, theta, data } = problem("one layer");
  const descent = descentOf(
    { net, theta, data },
    { rate: 0.1, passes: 2, batch: 0, momentum: 0.9 },
  );
  descent.run();
  const [start, first, second] = descent.thetas;
  const gradient = net.gradient(first, data);
  const expected = first.map((value, p) => value + 0.9 * (value - start[p]) - 0.1 * gradient[p]);
  assertAllClose(second, expected, { rtol: 1e-12, atol: 1e-14 });
});

test("decay and momentum out of range are refused by name", () => {
  for (const decay of [-1, NaN, Infinity]) {
    assert.throws(() => descentOf(problem("deep"), { rate: 1, passes: 1, decay }), {
      name: "RangeError",
      message: `decay must be ≥ 0, not ${decay}`,
    });
  }
  for (const momentum of [-0.1, 1, NaN]) {
    assert.throws(() => descentOf(problem("deep"), { rate: 1, passes: 1, momentum }), {
      name: "RangeError",
      message: `momentum must be at least 0 and below 1, not ${momentum}`,
    });
  }
});

// -- divergence ----------------------------------------------------------------------------------

test("divergence ends a run where it ends the package's", () => {
  const lengths = divergence.map(({ rate, batch, running, thetas, ...described }) => {
    const descent = descentOf(rebuild(described), { rate, passes: 100, batch });
    descent.run();
    assert.equal(descent.stopped, "diverged");
    assert.equal(descent.done, running.length);
    assert.equal(descent.rates.length, running.length);
    assert.deepEqual(descent.theta, descent.thetas.at(-1));
    assertRun(descent, { thetas, running }, 1e-9, rate);
    return running.length;
  });
  assert.ok(new Set(lengths).size > 2, "some runs last longer than others");
});

test("a pass that ends where the error overflows is not kept", () => {
  // θ is finite there, and so was the error that the pass met.
  const net = networkOf([1, 1], ["identity"]);
  const data = { x: typed([1]), t: typed([1]), n: 1, name: "" };
  const descent = new Descent(net, data, { theta: [0, 0], rate: 1e200, passes: 2 });
  descent.step();
  assert.equal(descent.stopped, "diverged");
  assert.equal(descent.done, 0);
  assert.deepEqual([...descent.theta], [0, 0]);
});

test("a start without a finite error goes nowhere", () => {
  const net = networkOf([1, 1, 1], ["identity", "identity"]);
  const data = { x: typed([1]), t: typed([1]), n: 1, name: "" };
  const descent = new Descent(net, data, { theta: Array(4).fill(1e200), rate: 1, passes: 3 });
  assert.equal(descent.run(), true);
  assert.equal(descent.stopped, "diverged");
  assert.equal(descent.done, 0);
});

// -- pauses --------------------------------------------------------------------------------------

/** @type {Record<string, (descent: Descent) => void>} */
const PAUSES = {
  "by the clock"(descent) {
    const places = new Set();
    while (!descent.run(2)) places.add(descent.next);
    assert.ok(places.size >= 3, `it paused only at ${[...places]}`);
    assert.equal(descent.run(0), true, "finished, but does not say so");
  },
  "after each step"(descent) {
    while (!descent.stopped) descent.step();
    descent.step(); // does nothing
  },
  "once, within a pass"(descent) {
    for (let k = 0; k < 777; k++) descent.step();
    descent.run();
  },
};

for (const [how, pause] of Object.entries(PAUSES)) {
  test(`pauses change nothing: ${how}`, (context) => {
    // A clock that moves on by 1 ms whenever it is read: 2 ms are enough for two looks.
    let now = 0;
    context.mock.method(performance, "now", () => now++);
    for (const batch of [1, 3]) {
      for (const extras of [{}, { decay: 0.01, momentum: 0.5 }]) {
        const options = { rate: 0.2, anneal: 0.95, passes: 30, batch, ...extras };
        const atOnce = descentOf(longProblem(), options);
        atOnce.run();
        assert.equal(atOnce.done, 30);
        const paused = descentOf(longProblem(), options);
        pause(paused);
        assert.deepEqual(resultOf(paused), resultOf(atOnce));
      }
    }
  });
}

test("a step takes one batch and moves on to the next", () => {
  const { net, theta, data } = problem("softmax");
  const descent = descentOf({ net, theta, data }, { rate: 0.5, passes: 9, batch: 4 });
  const progress = Array.from({ length: 4 }, () => {
    descent.step();
    return [descent.next, descent.done];
  });
  assert.deepEqual(progress, [
    [4, 0],
    [8, 0],
    [0, 1],
    [4, 1],
  ]);
  assert.deepEqual(descent.thetas[0], theta);
  const [, after] = descent.thetas;
  const gradient = new Float64Array(net.P);
  net.addGradient(after, data, 0, 4, gradient);
  const expected = after.map((value, p) => value - 0.5 * gradient[p]);
  assertClose(descent.theta, expected, 1e-12);
  assert.notDeepEqual(descent.theta, after);
});
