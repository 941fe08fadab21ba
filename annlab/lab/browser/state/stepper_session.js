// What a stepper holds: the network, where in the update it is, and what was typed.

import { Network } from "../numbers/network.js";
import { STAGES, itemsOf, namesOf } from "../numbers/update_steps.js";
import { judge } from "../numbers/typed_answer.js";

const numbersOf = (view) =>
  new Float64Array(view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength));
const TRAITS = ["_theta", "_example", "_step"];

export class Session {
  #model;
  #putting = false;
  #listening = [];
  #seen = null; // the θ that the items are of
  #attempts = new Map(); // of each number tried: was it found?
  views = new Set();
  trail = []; // the updates done: θ and example before each
  connected = true;

  constructor(model) {
    this.#model = model;
    this.net = new Network(model.get("_net"));
    const data = model.get("_data");
    this.data = { ...data, x: numbersOf(data.x), t: numbersOf(data.t) };
    this.rate = model.get("_rate");
    this.names = namesOf(this.net);
    this.#read();
    const on = (event, handler) => {
      model.on(event, handler);
      this.#listening.push([event, handler]);
    };
    for (const name of TRAITS) {
      on(`change:${name}`, () => {
        if (!this.#putting) this.#changed();
      });
    }
    on("comm_live_update", () => {
      this.connected = false;
      this.#changed();
    });
  }

  #read() {
    const sent = this.#model.get("_theta");
    this.example = this.#model.get("_example");
    if (sent !== this.#seen?.sent || this.example !== this.#seen.example) {
      this.#seen = { sent, example: this.example };
      this.theta = numbersOf(sent);
      this.items = itemsOf(this.net, this.theta, this.data, this.example, this.rate);
    }
    this.step = Math.min(this.#model.get("_step"), this.items.length);
    this.found = false; // was the number asked for typed in?
    this.judged = null;
  }

  #changed() {
    this.#read();
    for (const view of this.views) view.draw();
  }

  #put(values) {
    this.#putting = true;
    for (const [name, value] of Object.entries(values)) this.#model.set(name, value);
    this.#putting = false;
    if (this.connected) this.#model.save_changes();
    this.#changed();
  }

  /** The number asked for; undefined when all are known. */
  get asked() {
    return this.items[this.step];
  }

  get atStart() {
    return this.step === 0 && !this.trail.length;
  }

  get stage() {
    return STAGES.indexOf((this.asked ?? this.items.at(-1)).stage);
  }

  /** The numbers that were found last. */
  get last() {
    const before = this.items[this.step - 1];
    return before
      ? this.items.slice(0, this.step).filter(({ group }) => group === before.group)
      : [];
  }

  /** On by one number if it was typed in, else by its group; after the last to the next example. */
  next() {
    const { asked } = this;
    if (!asked) {
      this.trail.push({ theta: this.#model.get("_theta"), example: this.example });
      const theta = Float64Array.from(
        this.items
          .filter(({ stage }) => stage === "update")
          .sort((a, b) => a.at.index - b.at.index),
        ({ value }) => value,
      );
      this.#put({
        _theta: new DataView(theta.buffer),
        _example: (this.example + 1) % this.data.n,
        _step: 0,
      });
    } else if (this.found) this.#put({ _step: this.step + 1 });
    else this.#put({ _step: this.items.findLastIndex(({ group }) => group === asked.group) + 1 });
  }

  /** To the beginning of the group before; from the start of an update to the end of the last. */
  back() {
    if (this.step) {
      const { group } = this.items[this.step - 1];
      this.#put({ _step: this.items.findIndex((item) => item.group === group) });
    } else if (this.trail.length) {
      const { theta, example } = this.trail.pop();
      this.#put({ _theta: theta, _example: example, _step: this.items.length });
    }
  }

  /** To the beginning of a stage. */
  jump(stage) {
    this.#put({ _step: this.items.findIndex((item) => item.stage === stage) });
  }

  /** To the network and the example that it began with. */
  restart() {
    const { theta, example } = this.#model.get("_start");
    this.trail = [];
    this.#attempts.clear();
    this.#put({ _theta: theta, _example: example, _step: 0 });
  }

  check(text) {
    if (!this.asked || this.found) return;
    this.judged = judge(this.asked, text);
    const { verdict } = this.judged;
    const key = `${this.trail.length} ${this.step}`;
    if (verdict === "right") this.found = true;
    if (verdict === "right" || verdict === "wrong") this.#attempts.set(key, this.found);
    for (const view of this.views) view.draw();
  }

  get score() {
    const all = [...this.#attempts.values()];
    return { tried: all.length, right: all.filter(Boolean).length };
  }

  /** E of the example with the new parameters, to be told at the end. */
  errorAfter() {
    const theta = new Float64Array(this.net.P);
    for (const { stage, at, value } of this.items) if (stage === "update") theta[at.index] = value;
    this.net.forward(theta, this.data.x, this.example * this.net.inputs);
    return this.net.errorHere(this.data.t, this.example * this.net.outputs);
  }

  close() {
    for (const [event, handler] of this.#listening) this.#model.off(event, handler);
  }
}
