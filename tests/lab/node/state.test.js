// The state of a laboratory: one way to change it, one frame, and what Python is told of it.

/** @import { Model } from "../../../annlab/lab/browser/state/wire.js" */

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { Fields } from "../../../annlab/lab/browser/state/fields.js";
import { State } from "../../../annlab/lab/browser/state/state.js";

/** @type {(() => void)[]} what was asked of the next frame */
let frames = [];

beforeEach(() => {
  frames = [];
  mock.reset();
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  mock.method(console, "error", () => {});
  Object.assign(globalThis, {
    window: globalThis,
    requestAnimationFrame: (/** @type {() => void} */ frame) => frames.push(frame),
    cancelAnimationFrame: () => (frames = []),
  });
});

/** A frame of the browser; what is asked for meanwhile comes in the next one. */
function frame() {
  const due = frames;
  frames = [];
  assert.ok(due.length <= 1, "more than one frame was asked for");
  for (const draw of due) draw();
}

/** @param {number[]} numbers */
const bytes = (...numbers) => new DataView(Float64Array.from(numbers).buffer);

/** @param {DataView} sent */
const numbers = (sent) => [...new Float64Array(sent.buffer)];

/** A laboratory of a 1-1 network with the identity: E = ½ Σ (w x + b − t)². */
function laboratory() {
  /** @type {Record<string, unknown>} */
  const values = {
    _net: { sizes: [1, 1], activations: ["identity"], error: "squared", names: ["w", "b"] },
    panels: ["map", "error", "controls"],
    theta: bytes(1, 0),
    start: bytes(1, 0),
    axes: ["w", "b"],
    span: [[-10, 10], [-10, 10]], // prettier-ignore
    data: { x: bytes(0, 1, 2), t: bytes(1, 3, 5), n: 3, name: "line" },
    held_out: null,
    history: null,
    reference: null,
    moment: null,
    settings: {
      rate: 0.1,
      anneal: 1,
      epochs: 8,
      batch: null,
      kind: "uniform",
      seed: 1,
      live: true,
    },
    line: "first",
    example: 0,
    log_height: false,
    show_hidden: false,
    view: { elevation: 32, azimuth: -58, zoom: 1 },
    _fault: "",
  };
  /** @type {Map<string, () => void>} */
  const listeners = new Map();
  /** @type {Record<string, any>[]} */
  const messages = [];
  /** @type {Record<string, unknown>} */
  let unsent = {};
  /** @type {Model} */
  const model = {
    get: (name) => values[name],
    set: (name, value) => {
      values[name] = unsent[name] = value;
      listeners.get(`change:${name}`)?.(); // as Jupyter does for what the page sets itself
    },
    save_changes() {
      messages.push(unsent);
      unsent = {};
    },
    on: (event, listener) => listeners.set(event, listener),
    off: (event) => listeners.delete(event),
  };
  const state = new State(model);
  /** @type {Set<string>[]} */
  const drawn = [];
  state.views.add({ draw: (changed) => drawn.push(changed) });
  return {
    state,
    drawn,
    messages,
    listeners,
    /** @param {Record<string, unknown>} changes what Python says in one message */
    async say(changes) {
      Object.assign(values, changes);
      for (const name of Object.keys(changes)) listeners.get(`change:${name}`)?.();
      await Promise.resolve();
    },
  };
}

/** Frames until nothing moves any more. @param {State} state */
function run(state) {
  frame();
  for (let count = 0; state.busy || state.playing; count++) {
    assert.ok(count < 1000, "it never ends");
    frame();
  }
}

// -- one state, one frame --------------------------------------------------------------------------

test("changes between two frames are drawn once, with the names of all", () => {
  const { state, drawn } = laboratory();
  state.move(0, 2);
  state.move(1, 3);
  state.set({ logHeight: true });
  assert.equal(drawn.length, 0);
  frame();
  assert.equal(drawn.length, 1);
  for (const name of ["theta", "moment", "logHeight"]) assert.ok(drawn[0].has(name), name);
  assert.ok(!drawn[0].has("data"));
  assert.equal(frames.length, 0);
});

test("training and playing come before the drawing, which changes no field", () => {
  const { state } = laboratory();
  const held = () => Object.fromEntries(Object.entries(state).filter(([name]) => name !== "views"));
  /** @type {Record<string, unknown> | null} */
  let shown = null;
  state.views.clear();
  state.views.add({ draw: () => (shown = held()) });
  state.movement.train();
  for (let count = 0; count < 20; count++) {
    frame();
    assert.deepEqual(held(), shown);
    if (count === 5) state.movement.play();
  }
  assert.equal(state.run?.length, 8);
});

test("every field is held from the beginning, and set keeps the object it is given", () => {
  const { state } = laboratory();
  assert.ok(state instanceof Fields);
  const theta = Float64Array.of(4, 5);
  state.set({ theta });
  assert.equal(state.theta, theta);
  state.move(0, 6);
  assert.deepEqual([...theta], [4, 5], "arrays in fields are replaced, never changed");
});

test("an error while training is shown and ends the training", () => {
  const { state } = laboratory();
  state.set({ settings: { ...state.settings, rate: NaN } });
  mock.method(state.net, "addGradient", () => {
    throw new Error("planted");
  });
  state.movement.train();
  frame();
  assert.deepEqual(state.faults, ["Error: planted"]);
  frame();
  assert.equal(frames.length, 0);
});

// -- what is derived -------------------------------------------------------------------------------

test("moving along the axes keeps the plane; another axis or other data need a new one", () => {
  const { state } = laboratory();
  const { plane } = state;
  state.place(3, 4);
  assert.equal(state.plane, plane);
  state.chooseAxis(0, 1);
  assert.deepEqual(state.axes, [1, 0]);
  assert.notEqual(state.plane, plane);
  const { error, errors } = state;
  state.edit((examples) => examples.slice(1));
  assert.notEqual(state.error, error);
  assert.notEqual(state.errors, errors);
});

test("error, gradient and slice follow θ", () => {
  const { state } = laboratory();
  // a − t is −1, −2, −3.
  assert.equal(state.error, 7);
  assert.deepEqual([...state.gradient], [-8, -6]);
  assert.equal(state.slice.here, 1);
  state.place(2, 1);
  assert.equal(state.error, 0);
  assert.deepEqual([...state.gradient], [0, 0]);
  assert.equal(state.slice.here, 2);
});

// -- training and time -----------------------------------------------------------------------------

test("training shows the run at its end, and a new setting trains from the same start", () => {
  const { state } = laboratory();
  state.place(0.5, 0.5);
  state.movement.train();
  run(state);
  assert.equal(state.run?.length, 8);
  assert.equal(state.moment, 8);
  assert.deepEqual([...state.start], [0.5, 0.5]);
  assert.deepEqual([...state.theta], [...(state.run?.thetas[8] ?? [])]);
  state.change({ passes: 5 });
  run(state);
  assert.equal(state.run?.length, 5);
  assert.deepEqual([...(state.run?.thetas[0] ?? [])], [0.5, 0.5]);
});

test("a run that a hand has left is trained again in the background", () => {
  const { state } = laboratory();
  state.movement.train();
  run(state);
  state.place(7, 7);
  state.change({ rate: 0.05 });
  run(state);
  assert.deepEqual([...state.theta], [7, 7]);
  assert.equal(state.moment, null);
  assert.equal(state.run?.rates[0], 0.05);
});

test("steps make the run that training makes", () => {
  const { state } = laboratory();
  state.change({ batch: 1 });
  state.movement.train();
  run(state);
  const trained = state.run;
  state.movement.goTo(0);
  for (let k = 0; k < 3; k++) state.movement.stepExample();
  assert.equal(state.moment, 1);
  state.movement.stepExample();
  assert.equal(state.within, 1);
  assert.equal(state.example, 0);
  state.movement.stepPass();
  assert.equal(state.moment, 2);
  assert.equal(state.within, 0);
  assert.deepEqual(state.run?.thetas.map(String), trained?.thetas.slice(0, 3).map(String));
});

test("steps go on from where Python has put θ", async () => {
  const { state, say } = laboratory();
  state.movement.stepExample();
  await say({ theta: bytes(9, 9), moment: null });
  state.movement.stepExample();
  assert.deepEqual([...state.start], [9, 9]);
  assert.equal(state.run?.length, 1); // a batch is all examples here
});

test("a run is played from its start to its end, and Python sets θ in the middle of it", async () => {
  const { state, say } = laboratory();
  state.movement.train();
  run(state);
  state.movement.play();
  frame();
  assert.equal(state.moment, 0);
  run(state);
  assert.equal(state.moment, 8);
  state.movement.play();
  frame();
  await say({ theta: bytes(9, 9), moment: null });
  assert.equal(state.playing, false);
  frame();
  assert.deepEqual([...state.theta], [9, 9]);
});

test("a new start without a run moves θ there; with one it is trained again", () => {
  const { state } = laboratory();
  state.movement.newStart({ seed: 5 });
  assert.deepEqual([...state.theta], [...state.start]);
  assert.equal(state.run, null);
  state.movement.train();
  run(state);
  const before = state.start;
  state.place(1, 1);
  state.movement.newStart({ seed: 6 });
  run(state);
  assert.notDeepEqual(state.start, before);
  assert.equal(state.moment, 8);
  state.movement.goTo(3);
  state.movement.backToStart();
  assert.deepEqual([...state.theta], [...state.start]);
});

// -- Python ----------------------------------------------------------------------------------------

test("θ is sent after the frame, the last value only, and is not taken for Python's", async () => {
  const { state, messages } = laboratory();
  state.move(0, 2);
  state.move(0, 3);
  frame();
  assert.equal(messages.length, 0);
  mock.timers.tick(1);
  assert.equal(messages.length, 1);
  assert.deepEqual(numbers(messages[0].theta), [3, 0]);
  assert.equal(messages[0].moment, null);
  state.move(0, 4);
  await Promise.resolve();
  assert.deepEqual([...state.theta], [4, 0]);
});

test("large fields are sent after 150 ms of rest, and no field that only the page has", () => {
  const { state, messages } = laboratory();
  state.movement.train();
  run(state);
  mock.timers.tick(1);
  mock.timers.tick(100);
  assert.ok(messages.length > 0);
  assert.ok(messages.every((message) => !("history" in message)));
  mock.timers.tick(50);
  const sent = messages.at(-1)?.history;
  assert.equal(numbers(sent.thetas).length, 18);
  assert.equal(numbers(sent.rates).length, 8);
  assert.equal(sent.stopped, "finished");
  const names = new Set(messages.flatMap((message) => Object.keys(message)));
  assert.deepEqual([...names].sort(), ["history", "moment", "start", "theta"]);
});

test("settings cross the wire as Python knows them", () => {
  const { state, messages } = laboratory();
  assert.equal(state.settings.passes, 8);
  assert.equal(state.settings.batch, 0);
  state.change({ rate: 0.2 });
  frame();
  mock.timers.tick(1);
  const { settings } = messages[0];
  assert.deepEqual(settings, { ...settings, rate: 0.2, epochs: 8, batch: null });
  assert.ok(!("passes" in settings));
});

test("what Python says in one message is taken together, and not sent back", async () => {
  const { state, messages, drawn, say } = laboratory();
  await say({
    data: { x: bytes(4), t: bytes(5), n: 1, name: "one" },
    history: {
      thetas: bytes(1, 1, 2, 2),
      running: bytes(3),
      rates: bytes(0.1),
      stopped: "finished",
    },
    theta: bytes(2, 2),
    moment: 1,
  });
  frame();
  assert.equal(drawn.length, 1);
  assert.equal(state.data.n, 1);
  assert.equal(state.given.name, "one");
  assert.equal(state.run?.data, state.data);
  assert.equal(state.run?.error[1], 12.5);
  mock.timers.tick(500);
  assert.equal(messages.length, 0);
});

test("a fault that Python reports is shown, and the values it sends back are taken", async () => {
  const { state, say } = laboratory();
  state.move(0, 2);
  await say({ _fault: "Python has refused a change: theta …", theta: bytes(1, 0) });
  assert.deepEqual(state.faults, ["Python has refused a change: theta …"]);
  assert.deepEqual([...state.theta], [1, 0]);
});

test("without a kernel nothing is sent and everything goes on", () => {
  const { state, messages, listeners } = laboratory();
  listeners.get("comm_live_update")?.();
  assert.equal(state.connected, false);
  state.movement.train();
  run(state);
  mock.timers.tick(500);
  assert.equal(state.moment, 8);
  assert.equal(messages.length, 0);
});

test("a moment of a run that Python has not got, and an example beyond the data, are passed over", () => {
  const { state } = laboratory();
  const received = { ...state, run: null, reference: null, moment: 40, example: 7 };
  const { sizes, activations, names } = state.net;
  const fields = new Fields({ sizes, activations, names, error: "squared" }, received);
  assert.equal(fields.moment, null);
  assert.equal(fields.example, 2);
});

test("a closed state sends what waits and listens no more", () => {
  const { state, messages, listeners } = laboratory();
  state.move(0, 2);
  state.close();
  assert.deepEqual(numbers(messages[0].theta), [2, 0]);
  assert.equal(listeners.size, 0);
  assert.equal(frames.length, 0);
});
