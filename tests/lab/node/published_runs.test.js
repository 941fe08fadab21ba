// The published runs of the course, pass by pass.

/** @import { NetworkDescription } from "../../../annlab/lab/browser/numbers/network.js" */
/** @import { Case } from "./support.js" */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Descent } from "../../../annlab/lab/browser/numbers/descent.js";
import { assertAllClose, fixture, rebuild } from "./support.js";

/**
 * `theta_sums`: Σ θ at the start and after each pass; `thetas`: θ after as many passes as `at` says.
 * @typedef {{ data: string, net: NetworkDescription, theta: number[], rate: number,
 *   anneal: number, passes: number, rates: number[], running: number[],
 *   theta_sums: number[], at: number[], thetas: number[][] }} Run
 */
/** @type {{ data: (Case["data"] & { kind: string })[], runs: Run[] }} */
const { data: dataSets, runs } = fixture("published_runs");

for (const { data: kind, net: shape, rate, anneal, passes, ...expected } of runs) {
  const name = `${kind}, ${shape.sizes.join("-")}, anneal ${anneal}: ${passes} passes`;

  test(`a published run comes out: ${name}`, () => {
    const data = dataSets.find((each) => each.kind === kind);
    assert.ok(data);
    const { net, theta, data: examples } = rebuild({ net: shape, theta: expected.theta, data });
    const descent = new Descent(net, examples, { theta, rate, anneal, passes });
    descent.run();
    assert.equal(descent.stopped, "finished");
    assert.equal(descent.done, passes);
    assert.equal(descent.next, 0);
    assertAllClose(descent.running, expected.running, { rtol: 1e-9 });
    assert.deepEqual(descent.rates, expected.rates);
    const tolerances = { rtol: 1e-8, atol: 1e-10 };
    const sums = descent.thetas.map((at) => at.reduce((sum, value) => sum + value, 0));
    assertAllClose(sums, expected.theta_sums, tolerances);
    expected.at.forEach((number, k) => {
      assertAllClose(descent.thetas[number], expected.thetas[k], tolerances, `pass ${number}`);
    });
  });
}
