// What a laboratory holds and what follows from it: θ, data and axes; errors, plane and slice.

import { format, nameOf } from "../numbers/format.js";
import { Network } from "../numbers/network.js";
import { heights, steps } from "../numbers/scales.js";
import { lineOfErrors, planeOfErrors } from "../numbers/surfaces.js";
import { boxOf } from "../numbers/targets.js";
import { Run } from "./run.js";
import { Wire } from "./wire.js";

const FULL = { plane: 41, slice: 81 }; // points along a line
const PATIENCE = 4; // milliseconds that the plane may take while something moves
const REST = 160; // milliseconds without a move, then everything is drawn in full
export const MOST_EXAMPLES = 2000;

// What is computed when it is asked for, and the fields on which it depends.
const NEEDS = {
  error: ["theta", "data"],
  errors: ["theta", "data"],
  gradient: ["theta", "data"],
  slice: ["theta", "data", "axes", "span", "line", "start", "fine"],
};

export class Shown {
  #cache = new Map();
  #changed = new Set();
  #frame = 0;
  #later = 0;
  #cost = 0; // milliseconds per point of the plane

  constructor(model) {
    this.wire = new Wire(model, this);
    this.views = new Set();
    const { net, fields } = this.wire.read();
    this.net = new Network(net);
    Object.assign(this, {
      fit: false,
      playing: false,
      busy: null,
      connected: true,
      faults: [],
      fine: true,
      within: 0,
      ...fields,
    });
    // Does a panel show the error along the axes?
    this.planar = this.panels.some((name) => ["surface", "map", "split"].includes(name));
    this.given = this.data; // what edits by hand can be taken back to
    this.box = boxOf(this.data, this.net.inputs);
    this.run = this.runOf(fields.run);
    this.reference = this.runOf(fields.reference);
    this.wire.listen();
  }

  runOf(run, data = this.data) {
    return run && new Run(this.net, data, this.heldOut, run, this.run);
  }

  close() {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#later);
    this.wire.close();
  }

  /** Computes what a view asks for first: there is time while Python still draws its picture. */
  prepare() {
    if (this.planar) this.plane; // is now kept
  }

  // -- changes ---------------------------------------------------------------------------------

  /** The one way to change fields; every panel is drawn in the next frame. */
  set(changes, { sync = true } = {}) {
    Object.assign(this, changes);
    for (const name of Object.keys(changes)) this.#changed.add(name);
    for (const [derived, needs] of Object.entries(NEEDS)) {
      if (needs.some((name) => name in changes)) this.#cache.delete(derived);
    }
    if (("theta" in changes || "data" in changes) && this.#points() < FULL.plane) {
      this.fine = false; // coarser while something moves, in full when it rests
      clearTimeout(this.#later);
      this.#later = setTimeout(() => this.set({ fine: true }, { sync: false }), REST);
    }
    if (sync) this.wire.send(changes);
    this.request();
  }

  /** What Python has changed, all that came together. */
  hear({ data, run, reference, ...changes }) {
    if (data) {
      this.setData(data, { sync: false });
      Object.assign(changes, { given: data, box: boxOf(data, this.net.inputs) });
    }
    if (run !== undefined) changes.run = this.runOf(run);
    if (reference !== undefined) changes.reference = this.runOf(reference);
    const moved = data || ["theta", "run", "moment"].some((name) => name in changes);
    this.set(
      { ...changes, ...(moved && { within: 0, busy: null, playing: false }) },
      { sync: false },
    );
  }

  request() {
    this.#frame ||= requestAnimationFrame(() => this.draw());
  }

  /** Draws every panel of every view once. */
  draw() {
    this.#frame = 0;
    const changed = this.#changed;
    this.#changed = new Set();
    for (const view of this.views) view.draw(changed);
    this.wire.flush();
  }

  fault(error) {
    console.error(error);
    const text = String(error);
    if (!this.faults.includes(text)) this.set({ faults: [...this.faults, text] }, { sync: false });
  }

  /** Chooses the first (0) or second (1) axis; the same parameter twice exchanges the two. */
  chooseAxis(which, index) {
    const axes = [...this.axes];
    if (axes[1 - which] === index) axes[1 - which] = axes[which];
    axes[which] = index;
    this.set({ axes });
  }

  // -- the data --------------------------------------------------------------------------------

  setData(data, options) {
    const example = Math.min(this.example, data.n - 1);
    const [run, reference] = [this.runOf(this.run, data), this.runOf(this.reference, data)];
    this.set({ data, example, run, reference }, options);
  }

  /** The examples as a list of [x, t], changed by a function and put back. */
  edit(change) {
    const {
      data: { x, t, n, name },
      net: { inputs, outputs },
    } = this;
    const row = (values, width, k) => values.slice(k * width, (k + 1) * width);
    const before = Array.from({ length: n }, (_, k) => [row(x, inputs, k), row(t, outputs, k)]);
    const rows = change(before);
    if (rows.length > MOST_EXAMPLES) throw new RangeError(`no more than ${MOST_EXAMPLES} examples`);
    if (!rows.length) return; // a data set holds at least one example
    this.setData({
      x: Float64Array.from(rows.flatMap(([input]) => [...input])),
      t: Float64Array.from(rows.flatMap(([, target]) => [...target])),
      n: rows.length,
      name: name.replace(/(, edited)?$/, ", edited"),
    });
  }

  // -- what is derived -------------------------------------------------------------------------

  #derive(name, compute) {
    if (!this.#cache.has(name)) this.#cache.set(name, compute());
    return this.#cache.get(name);
  }

  /** E at θ. */
  get error() {
    return this.#derive("error", () => this.errors.reduce((sum, one) => sum + one, 0));
  }

  /** The error of each example. */
  get errors() {
    return this.#derive("errors", () => this.net.errors(this.theta, this.data));
  }

  /** ∂E/∂θ. */
  get gradient() {
    return this.#derive("gradient", () => this.net.gradient(this.theta, this.data));
  }

  /** E over the two axes, the other parameters held. */
  get plane() {
    const { net, theta, data, axes, span, fine, fit } = this;
    const old = this.#cache.get("plane");
    const from = { data, axes, span, fit };
    // Moving along the axes themselves leaves the landscape as it is.
    if (
      old &&
      (old.fine || !fine) &&
      Object.keys(from).every((name) => from[name] === old[name]) &&
      theta.every((value, k) => value === old.theta[k] || axes.includes(k))
    )
      return old;
    const n = fine ? FULL.plane : this.#points();
    const [u, v] = span.map(([low, high]) => steps(low, high, n));
    const began = performance.now();
    const into = old?.error.length === n * n ? old.error : undefined;
    const error = planeOfErrors(net, theta, data, axes[0], axes[1], u, v, into);
    this.#cost = (performance.now() - began) / (n * n);
    let [low, high] = [Infinity, -Infinity];
    for (const e of error) {
      if (e < low) low = e;
      if (e > high && e < Infinity) high = e;
    }
    const bounds = { low, high, ...heights(low, high, fit) };
    this.#cache.set("plane", { u, v, error, rows: n, cols: n, ...bounds, theta, fine, ...from });
    return this.#cache.get("plane");
  }

  /** So many points per axis of the plane are computed in time. */
  #points() {
    const most = Math.floor(Math.sqrt(PATIENCE / Math.max(this.#cost, 1e-6)));
    return Math.max(13, Math.min(FULL.plane, most));
  }

  /** E, and each example's part of it, along a line through θ in parameter space. */
  get slice() {
    return this.#derive("slice", () => {
      const { net, theta, data } = this;
      const direction = new Float64Array(net.P);
      const { label, from, to, here = 0 } = this.#lineAlong(direction);
      const s = steps(from, to, this.fine ? FULL.slice : 33);
      const errors = lineOfErrors(
        net,
        theta,
        direction,
        s.map((value) => value - here),
        data,
      );
      return { label, direction, s, here, n: data.n, ...errors };
    });
  }

  /** Fills in the direction of the line; what it is called, from where to where, where θ is. */
  #lineAlong(direction) {
    const { theta, net, line, start, axes, span } = this;
    if (line === "first" || line === "second") {
      const which = line === "first" ? 0 : 1;
      const index = axes[which];
      direction[index] = 1;
      const label = `${nameOf(net.names[index])}, the other ${net.P - 1} held`;
      return { label, from: span[which][0], to: span[which][1], here: theta[index] };
    }
    if (line === "gradient") {
      const length = Math.hypot(...this.gradient);
      if (length > 0) this.gradient.forEach((g, k) => (direction[k] = -g / length));
      const label = length > 0 ? "θ = here − s ∇E / |∇E|" : "s (the gradient is 0 here)";
      return { label, from: -5, to: 10 };
    }
    if (line === "start") {
      start.forEach((value, k) => (direction[k] = theta[k] - value));
      return { label: "θ = start + s (here − start)", from: -0.25, to: 1.5, here: 1 };
    }
    const terms = Object.entries(line).map(([name, step]) => {
      const index = net.names.indexOf(name);
      direction[index] = step;
      const factor = Math.abs(step) === 1 ? "" : `${format(Math.abs(step))} `;
      return `${nameOf(name)} = ${format(theta[index])} ${step < 0 ? "−" : "+"} ${factor}s`;
    });
    return { label: terms.join(", "), from: -10, to: 10 };
  }
}
