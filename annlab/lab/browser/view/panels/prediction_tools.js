// The tools above a prediction: what a click does, resets of the data, a switch for hidden units.

import { range, rowOf } from "../../numbers/arrays.js";
import { readingOf } from "../../numbers/targets.js";
import { make } from "../dom.js";

/** @import { Example, Numbers } from "../../state/state.js" */
/** @import { Host } from "../panel_host.js" */
/** @typedef {[x: number, y: number]} Pair the numbers at a place in the frame */

const MARKS = ["●", "■", "▲", "◆"]; // of the classes, as drawn in the picture

/**
 * A menu with a tool for each class of the data, two buttons that reset the data, and a switch that
 * draws hidden units.
 */
export class PredictionTools {
  /** How the targets of the data are read. */
  reading;

  #state;
  #given; // the data whose targets were read
  #menu = make("select", { ariaLabel: "What a click on the picture does" });
  #clear = make("button", { title: "keep only the chosen example" }, "clear");
  #restore = make("button", { title: "restore the original data" }, "restore");
  #hidden = make("input", { type: "checkbox" });
  #hiddenLabel = make("label", {}, this.#hidden, "hidden");

  /** @param {Host} host */
  constructor({ state, view, head }) {
    this.#state = state;
    this.#given = state.given;
    this.reading = readingOf(state.net, state.given);
    head.append(this.#menu, this.#clear, this.#restore);
    if (state.net.layers > 1) head.append(this.#hiddenLabel);
    view.listen(this.#menu, { change: () => this.#arrange() });
    view.listen(this.#clear, { click: () => state.edit((rows) => [rows[state.example]]) });
    view.listen(this.#restore, { click: () => state.setData(state.given) });
    view.listen(this.#hidden, {
      change: () => state.set({ showHidden: this.#hidden.checked }),
    });
    this.#offer();
  }

  /** Offers the tools for the targets of the data. */
  #offer() {
    const { kinds } = this.reading;
    const adding = range(kinds, (k) => {
      const value = `add class ${k}`;
      return new Option(`${value} ${MARKS[k] ?? ""}`, value);
    });
    if (!kinds) adding.push(new Option("add point"));
    this.#menu.replaceChildren(new Option("look"), ...adding, new Option("erase"));
    this.#arrange();
  }

  draw() {
    const { given, net, showHidden } = this.#state;
    this.#hidden.checked = showHidden;
    if (this.#given === given) return;
    this.#given = given; // the data were replaced
    this.reading = readingOf(net, given);
    this.#offer();
  }

  /** Shows the buttons with an editing tool, the switch without: there is no room for both. */
  #arrange() {
    const looking = this.#menu.value === "look";
    this.#clear.hidden = this.#restore.hidden = looking;
    this.#hiddenLabel.style.display = looking ? "" : "none";
  }

  /**
   * Uses the chosen tool.
   * @param {number} example the clicked example, or −1
   * @param {Pair} place
   * @returns {number} the example that can now be dragged, or −1
   */
  click(example, place) {
    if (this.#menu.value === "look") {
      if (example >= 0) this.#state.set({ example });
      return example;
    }
    if (this.#menu.value === "erase") {
      if (example >= 0) this.erase(example);
      return -1;
    }
    this.#add(place);
    return this.#state.example;
  }

  /** @param {Pair} place */
  #add(place) {
    const state = this.#state;
    const kind = this.#menu.selectedIndex - 1;
    const { outputs } = state.net;
    const t = this.reading.kinds
      ? this.reading.targets(kind)
      : rowOf(state.data.t, state.example, outputs);
    state.edit((rows) => [...rows, this.#row(place, t)]);
    state.set({ example: state.data.n - 1 });
  }

  /**
   * @param {number} example
   * @param {Pair} place
   */
  move(example, place) {
    this.#state.edit((rows) => rows.with(example, this.#row(place, rows[example][1])));
  }

  /** @param {number} example */
  erase(example) {
    this.#state.edit((rows) => rows.toSpliced(example, 1));
  }

  /**
   * An example at a place. With one input, its height may be its target.
   * @param {Pair} place
   * @param {Numbers} t its targets, unless the height is its target
   * @returns {Example}
   */
  #row([x, y], t) {
    const { inputs, outputs } = this.#state.net;
    if (inputs === 2) return [[x, y], t];
    return [[x], this.reading.kinds || outputs > 1 ? t : [y]];
  }
}
