// The state of a laboratory, shared by all its views: what it holds and how that changes.

import { floats, range, rowOf } from "../numbers/arrays.js";
import { boxOf } from "../numbers/targets.js";
import { Derived } from "./derived.js";
import { Movement } from "./movement.js";
import { Wire } from "./wire.js";

/** @import { Data } from "../numbers/network.js" */
/** @import { By, Fields, Received, Settings } from "./fields.js" */
/** @import { RunRecord } from "./run.js" */
/** @import { Model } from "./wire.js" */

/** @typedef {{ draw(changed: Set<string>): void }} Drawable a view */
/** @typedef {number[] | Float64Array} Numbers */
/** @typedef {[inputs: Numbers, targets: Numbers]} Example */

const REST = 160; // milliseconds without a move, then everything is drawn in full
const MOST_EXAMPLES = 2000;

/**
 * One laboratory, whatever the number of its views.
 *
 * `set` is the only way to change a field. It marks what has changed and asks for one frame, in
 * which first training or playing goes on (`#advance`), and then every view is drawn (`#draw`).
 * Drawing changes nothing. What is derived is computed when a view asks for it.
 */
export class State extends Derived {
  /** @type {Set<Drawable>} */
  views = new Set();
  /** Training and time. */
  movement = new Movement(this);

  #wire;
  /** @type {Set<string>} fields that have changed since the last drawing */
  #changed = new Set();
  #frame = 0; // the animation frame that was asked for
  #resting = 0; // timer until things count as at rest

  /** @param {Model} model */
  constructor(model) {
    const wire = new Wire(model);
    super(wire.network, wire.received());
    this.#wire = wire;
    wire.connect(this);
  }

  /** Computes what a view asks for first: there is time while Python still draws its picture. */
  prepare() {
    if (this.planar) this.plane; // is kept from now on
  }

  close() {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#resting);
    this.#wire.close();
  }

  // -- how fields change -----------------------------------------------------------------------

  /**
   * Changes fields. Every change passes through here; one by hand is one with `by` "hand".
   * @param {Partial<Fields>} changes
   * @param {By} [by]
   */
  set(changes, by = "hand") {
    const names = Object.keys(changes);
    Object.assign(this, changes);
    this.forget(names);
    for (const name of names) this.#changed.add(name);
    if (by !== "python") this.#wire.send(names);
    if (("theta" in changes || "data" in changes) && this.slow) this.#coarsen();
    this.request();
  }

  /** Computes fewer points while something moves, and all of them when it rests. */
  #coarsen() {
    if (this.fine) this.set({ fine: false }, "page");
    clearTimeout(this.#resting);
    this.#resting = window.setTimeout(() => this.set({ fine: true }, "page"), REST);
  }

  /**
   * Changes the run, and other fields with it.
   * @param {RunRecord} record
   * @param {Partial<Fields>} [changes]
   * @param {By} [by]
   */
  setRun(record, changes, by) {
    this.set({ run: this.runFrom(record), ...changes }, by);
  }

  /**
   * The data and what changes with them: the errors of the runs, and an example that is gone.
   * @param {Data} data
   */
  #withData(data) {
    return {
      data,
      example: Math.min(this.example, data.n - 1),
      run: this.runFrom(this.run, data),
      reference: this.runFrom(this.reference, data),
    };
  }

  /**
   * Takes what Python has changed, all that came together.
   * @param {Partial<Received>} changes
   */
  hear({ data, run, reference, ...changes }) {
    const moves = data || run !== undefined || "theta" in changes || "moment" in changes;
    if (moves) this.movement.stop();
    this.set(
      {
        ...(data && { ...this.#withData(data), given: data, box: boxOf(data, this.net.inputs) }),
        ...changes,
        ...(run !== undefined && { run: this.runFrom(run, data) }),
        ...(reference !== undefined && { reference: this.runFrom(reference, data) }),
        ...(moves && { within: 0, busy: null, playing: false }),
      },
      "python",
    );
  }

  /**
   * Shows what went wrong.
   * @param {unknown} error
   */
  fault(error) {
    console.error(error);
    const text = String(error);
    if (!this.faults.includes(text)) this.set({ faults: [...this.faults, text] }, "page");
  }

  // -- frames ----------------------------------------------------------------------------------

  /** Asks for a frame, unless one is coming already. */
  request() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#advance();
      this.#frame = 0;
      this.#draw();
      this.#wire.flush();
      if (this.movement.active) this.request();
    });
  }

  /**
   * Draws again although no field has changed.
   * @param {string} reason as panels know it, such as "theme"
   */
  redraw(reason) {
    this.#changed.add(reason);
    this.request();
  }

  /** Trains or plays on. */
  #advance() {
    try {
      this.movement.advance();
    } catch (error) {
      this.movement.fail();
      this.fault(error);
    }
  }

  /** Draws every panel of every view once. */
  #draw() {
    const changed = this.#changed;
    this.#changed = new Set();
    for (const view of this.views) view.draw(changed);
  }

  // -- parameters and axes, by hand --------------------------------------------------------------

  /**
   * Sets parameters, a mapping of their places in θ to values; θ leaves the run.
   * @param {Record<number, number> | Float64Array} values
   */
  moveTo(values) {
    if (!Object.values(values).every(Number.isFinite)) return;
    const theta = Object.assign(this.theta.slice(), values);
    this.movement.stop();
    this.set({ theta, moment: null, within: 0, playing: false, busy: null });
  }

  /**
   * @param {number} index
   * @param {number} value
   */
  move(index, value) {
    this.moveTo({ [index]: value });
  }

  /**
   * Sets the two parameters of the axes.
   * @param {number} first
   * @param {number} second
   */
  place(first, second) {
    this.moveTo({ [this.axes[0]]: first, [this.axes[1]]: second });
  }

  /**
   * Chooses the first (0) or second (1) axis; choosing the other axis again exchanges the two.
   * @param {number} which
   * @param {number} index
   */
  chooseAxis(which, index) {
    const other = this.axes[1 - which] === index ? this.axes[which] : this.axes[1 - which];
    this.set({ axes: which === 0 ? [index, other] : [other, index] });
  }

  // -- data, by hand -----------------------------------------------------------------------------

  /** @param {Data} data */
  setData(data) {
    this.set(this.#withData(data));
    this.movement.followData();
  }

  /**
   * Changes the examples, given as a list.
   * @param {(examples: Example[]) => Example[]} change
   */
  edit(change) {
    const { inputs, outputs } = this.net;
    const { x, t, n, name } = this.data;
    /** @param {number} k @returns {Example} */
    const exampleAt = (k) => [rowOf(x, k, inputs), rowOf(t, k, outputs)];
    const examples = change(range(n, exampleAt));
    if (examples.length > MOST_EXAMPLES) {
      throw new RangeError(`no more than ${MOST_EXAMPLES} examples`);
    }
    if (!examples.length) return; // a data set holds at least one example
    this.setData({
      x: floats(examples.flatMap(([input]) => [...input])),
      t: floats(examples.flatMap(([, target]) => [...target])),
      n: examples.length,
      name: name.replace(/(, edited)?$/, ", edited"),
    });
  }

  // -- training, by hand -------------------------------------------------------------------------

  /**
   * Changes settings; the run is trained again if it follows them.
   * @param {Partial<Settings>} settings
   */
  change(settings) {
    this.set({ settings: { ...this.settings, ...settings } });
    this.movement.retrain();
  }
}
