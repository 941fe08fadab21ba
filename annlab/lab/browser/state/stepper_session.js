// What a stepper holds: the network, how far its update has come, and what was typed.

import { zeros } from "../numbers/arrays.js";
import { Network } from "../numbers/network.js";
import { judge } from "../numbers/stepper/typed_answer.js";
import { STAGES, itemsOf, namesOf } from "../numbers/stepper/all_items.js";

/** @import { NetworkDescription } from "../numbers/network.js" */
/** @import { Judgement } from "../numbers/stepper/typed_answer.js" */
/** @import { Item, Stage } from "../numbers/stepper/all_items.js" */
/** @typedef {{ draw(): void }} Drawable a view */
/** @typedef {{ theta: DataView, example: number }} Beginning the start of an update */
/**
 * @typedef {object} Traits what Python and the browser share
 * @property {NetworkDescription} _net
 * @property {{ x: DataView, t: DataView, n: number, name: string }} data
 * @property {number} rate
 * @property {DataView} theta
 * @property {number} example
 * @property {number} step
 * @property {Beginning} start
 */
/**
 * @typedef {object} Model the widget's model, in Jupyter or on a page without a kernel
 * @property {<Name extends keyof Traits>(name: Name) => Traits[Name]} get
 * @property {(name: string, value: unknown) => void} set
 * @property {() => void} save_changes
 * @property {(event: string, handler: () => void) => void} on
 * @property {(event: string, handler: () => void) => void} off
 */

const CHANGING = ["theta", "example", "step"];

/** @param {DataView} view */
function numbersOf({ buffer, byteOffset, byteLength }) {
  return new Float64Array(buffer.slice(byteOffset, byteOffset + byteLength));
}

/** One stepper, however many views show it. */
export class Session {
  #model;
  #sending = false;
  /** @type {[event: string, handler: () => void][]} */
  #listeners = [];
  /** @type {Beginning | null} what the items were computed from */
  #computed = null;
  /** @type {Map<string, boolean>} for each number tried, whether it was right in the end */
  #attempts = new Map();

  /** @type {Set<Drawable>} */
  views = new Set();
  /** @type {Beginning[]} of each finished update */
  trail = [];
  connected = true;

  /** @type {Item[]} all numbers of this update */
  items = [];
  /** @type {Float64Array} */
  theta = zeros(0);
  example = 0;
  /** How many of the items are shown. */
  step = 0;
  /** Whether the number asked for has been typed in. */
  answered = false;
  /** @type {Judgement | null} of what was typed last */
  judgement = null;

  /** @param {Model} model */
  constructor(model) {
    this.#model = model;
    this.net = new Network(model.get("_net"));
    const data = model.get("data");
    this.data = { ...data, x: numbersOf(data.x), t: numbersOf(data.t) };
    this.rate = model.get("rate");
    this.names = namesOf(this.net);
    this.#read();
    for (const trait of CHANGING) {
      this.#listen(`change:${trait}`, () => {
        if (!this.#sending) this.#changed();
      });
    }
    this.#listen("comm_live_update", () => {
      this.connected = false;
      this.#changed();
    });
  }

  /**
   * @param {string} event
   * @param {() => void} handler
   */
  #listen(event, handler) {
    this.#model.on(event, handler);
    this.#listeners.push([event, handler]);
  }

  /** Reads the model. The items are computed again only if θ or the example changed. */
  #read() {
    const theta = this.#model.get("theta");
    const example = this.#model.get("example");
    if (theta !== this.#computed?.theta || example !== this.#computed.example) {
      this.#computed = { theta, example };
      this.example = example;
      this.theta = numbersOf(theta);
      this.items = itemsOf(this.net, this.theta, this.data, example, this.rate);
    }
    this.step = Math.min(this.#model.get("step"), this.items.length);
    this.answered = false;
    this.judgement = null;
  }

  #changed() {
    this.#read();
    this.#draw();
  }

  #draw() {
    for (const view of this.views) view.draw();
  }

  /** @param {Partial<Traits>} values */
  #send(values) {
    this.#sending = true;
    for (const [name, value] of Object.entries(values)) this.#model.set(name, value);
    this.#sending = false;
    if (this.connected) this.#model.save_changes();
    this.#changed();
  }

  /**
   * The number asked for; undefined when all are known.
   * @returns {Item | undefined}
   */
  get asked() {
    return this.items[this.step];
  }

  get atStart() {
    return this.step === 0 && !this.trail.length;
  }

  /** The number of the stage, from 0 to 3. */
  get stage() {
    return STAGES.indexOf((this.asked ?? this.items[this.items.length - 1]).stage);
  }

  /** The numbers shown last: one, or a group. */
  get last() {
    const before = this.items[this.step - 1];
    return before
      ? this.items.slice(0, this.step).filter(({ group }) => group === before.group)
      : [];
  }

  /** Shows the number if it was typed in, else its whole group; at the end, the next example. */
  next() {
    const { asked } = this;
    if (!asked) this.#nextExample();
    else if (this.answered) this.#send({ step: this.step + 1 });
    else this.#send({ step: this.items.findLastIndex(({ group }) => group === asked.group) + 1 });
  }

  #nextExample() {
    this.trail.push({ theta: this.#model.get("theta"), example: this.example });
    this.#send({
      theta: new DataView(this.#updatedTheta().buffer),
      example: (this.example + 1) % this.data.n,
      step: 0,
    });
  }

  /** Back to the start of the previous group, or from the start of an update to the last one. */
  back() {
    if (this.step) {
      const { group } = this.items[this.step - 1];
      this.#send({ step: this.items.findIndex((item) => item.group === group) });
      return;
    }
    const before = this.trail.pop();
    if (!before) return;
    this.#send({ theta: before.theta, example: before.example, step: this.items.length });
  }

  /**
   * Goes to the start of a stage.
   * @param {Stage} stage
   */
  jump(stage) {
    this.#send({ step: this.items.findIndex((item) => item.stage === stage) });
  }

  /** Back to the first network and example. */
  restart() {
    const { theta, example } = this.#model.get("start");
    this.trail = [];
    this.#attempts.clear();
    this.#send({ theta, example, step: 0 });
  }

  /**
   * Judges a typed answer.
   * @param {string} text
   */
  check(text) {
    if (!this.asked || this.answered) return;
    this.judgement = judge(this.asked, text);
    const { verdict } = this.judgement;
    const key = `${this.trail.length} ${this.step}`;
    if (verdict === "right") this.answered = true;
    if (verdict === "right" || verdict === "wrong") this.#attempts.set(key, this.answered);
    this.#draw();
  }

  /** How many numbers were tried, and how many of these were right in the end. */
  get score() {
    const attempts = [...this.#attempts.values()];
    return { tried: attempts.length, right: attempts.filter(Boolean).length };
  }

  /** θ after this update. */
  #updatedTheta() {
    const theta = zeros(this.net.P);
    for (const { stage, at, value } of this.items) {
      if (stage === "update" && at.index !== undefined) theta[at.index] = value;
    }
    return theta;
  }

  /** E of the example before this update. */
  get errorBefore() {
    return this.items.find(({ at }) => at.kind === "E")?.value ?? NaN;
  }

  /** E of the example with the new parameters. */
  get errorAfter() {
    this.net.forward(this.#updatedTheta(), this.data.x, this.example * this.net.inputs);
    return this.net.errorHere(this.data.t, this.example * this.net.outputs);
  }

  close() {
    for (const [event, handler] of this.#listeners) this.#model.off(event, handler);
  }
}
