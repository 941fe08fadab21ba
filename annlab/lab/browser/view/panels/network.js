// The network panel: units, connections that can be dragged, and the formula of a unit.

import { format } from "../../numbers/format.js";
import { formulaOf } from "../../numbers/formula.js";
import { make, put } from "../dom.js";
import { anyOf } from "../panel_host.js";
import { NetworkDiagram } from "../network_diagram.js";

/** @import { Host } from "../panel_host.js" */
/** @import { Connection, Part } from "../network_diagram.js" */

const FORMULA = 60; // CSS px below the diagram
const DRAWN = ["size", "theme", "theta", "data", "example", "axes", "span"];
const MOST_STILL = 4; // CSS px; a click may move by less than this
/** @type {Record<string, number>} by how much a key moves a parameter */
const STEPS = { ArrowUp: 0.1, ArrowDown: -0.1, PageUp: 1, PageDown: -1 };
/** @type {Record<string, number>} to which part a key goes */
const NEXT = { ArrowLeft: -1, ArrowRight: 1 };

export class NetworkPanel {
  #host;
  #state;
  #diagram;
  #formula;
  #chosen = make("span", { className: "annlab-example" });
  #width = 0;
  /** @type {Part | null} the part that the formula below describes */
  #current = null;
  /** @type {SVGElement | null} where the Tab key stops; arrow keys go on from there */
  #tabStop = null;
  /** @type {{ connection: Connection, clientY: number, value: number, moved: boolean } | null} */
  #drag = null;
  #nextAxis = 0;

  /** @param {Host} host */
  constructor(host) {
    this.#host = host;
    this.#state = host.state;
    this.#formula = make("div", { className: "annlab-formula", id: host.id("formula") });
    this.#diagram = new NetworkDiagram(host.body, host.state.net, this.#formula.id, (index) =>
      this.#spanOf(index),
    );
    host.body.append(this.#formula);
    const previous = make("button", { ariaLabel: "previous example" }, "‹");
    const next = make("button", { ariaLabel: "next example" }, "›");
    host.head.append(previous, next, this.#chosen);
    host.view.listen(previous, { click: () => this.#chooseExample(-1) });
    host.view.listen(next, { click: () => this.#chooseExample(1) });
    this.#listen();
  }

  // -- drawn -----------------------------------------------------------------------------------

  /** @param {Set<string>} changed */
  draw(changed) {
    if (!anyOf(changed, DRAWN)) return;
    const { ink } = this.#host;
    const { data, example } = this.#state;
    if (this.#width !== this.#host.width) this.#build();
    if (changed.has("theme")) this.#diagram.colour(ink);
    this.#diagram.draw(this.#state, ink);
    put(this.#chosen, `example ${example + 1} of ${data.n}`);
    this.#describe();
  }

  #build() {
    const { width, height } = this.#host;
    this.#width = width;
    this.#diagram.build(width, height - FORMULA);
    this.#drag = null;
    const parts = [...this.#diagram.parts.values()];
    this.#current = parts[parts.length - 1];
    this.#stopAt(parts.find((part) => "line" in part)?.element ?? null);
  }

  /** Shows the formula of the current part's unit, and the values of the part. */
  #describe() {
    const part = this.#current;
    if (!part) return;
    const { layer, unit, element } = part;
    put(this.#formula, layer ? formulaOf(this.#state, layer, unit) : "");
    if (!("line" in part)) {
      this.#host.say(element.ariaLabel ?? "");
      return;
    }
    const { index, name, value } = part;
    element.ariaValueNow = value.toPrecision(4);
    const slope = format(this.#state.gradient[index]);
    this.#host.say(`${name} = ${format(value)}, ∂E/∂${name} = ${slope}`);
  }

  // -- worked by hand --------------------------------------------------------------------------

  /** @param {number} by */
  #chooseExample(by) {
    const { example, data } = this.#state;
    this.#state.set({ example: (example + by + data.n) % data.n });
  }

  /** @param {number} index */
  #spanOf(index) {
    const { span, axes } = this.#state;
    return span[axes[1] === index ? 1 : 0];
  }

  /**
   * @param {Connection} connection
   * @param {number} value
   */
  #move({ index }, value) {
    this.#state.move(index, Number(value.toPrecision(12)));
  }

  /**
   * Makes a parameter an axis of the error surface: the first, then the second, in turn.
   * @param {Connection} connection
   */
  #chooseAxis({ index }) {
    this.#state.chooseAxis(this.#nextAxis, index);
    this.#nextAxis = 1 - this.#nextAxis;
  }

  /** @param {EventTarget | null} target */
  #look(target) {
    const part = this.#diagram.parts.get(target);
    if (!part || part === this.#current || this.#drag?.moved) return;
    this.#current = part;
    this.#describe();
  }

  /** @param {SVGElement | null} element */
  #stopAt(element) {
    if (this.#tabStop) this.#tabStop.tabIndex = -1;
    this.#tabStop = element;
    if (element) element.tabIndex = 0;
  }

  #listen() {
    const { view, body } = this.#host;
    // Not on the svg element: with a focus listener it would be a tab stop of its own.
    view.listen(body, {
      pointerover: ({ target }) => this.#look(target),
      pointerdown: (event) => this.#take(event),
      pointermove: ({ clientY }) => this.#carry(clientY),
      lostpointercapture: () => {
        if (this.#drag?.moved === false) this.#chooseAxis(this.#drag.connection);
        this.#drag = null;
      },
      focusin: ({ target }) => {
        this.#stopAt(/** @type {SVGElement} */ (target));
        this.#look(target);
      },
    });
    view.keys(body, (event) => this.#key(event));
  }

  /** @param {PointerEvent} event */
  #take({ target, button, clientY, pointerId }) {
    const part = this.#diagram.parts.get(target);
    if (!part || !("line" in part) || button) return;
    this.#drag = { connection: part, clientY, value: part.value, moved: false };
    part.element.setPointerCapture(pointerId);
  }

  /**
   * Moves the dragged parameter; 200 px are its whole span.
   * @param {number} clientY
   */
  #carry(clientY) {
    const drag = this.#drag;
    if (!drag || (!drag.moved && Math.abs(clientY - drag.clientY) < MOST_STILL)) return;
    drag.moved = true;
    const [low, high] = this.#spanOf(drag.connection.index);
    this.#move(drag.connection, drag.value + ((drag.clientY - clientY) * (high - low)) / 200);
  }

  /**
   * @param {KeyboardEvent} event
   * @returns {boolean} whether the panel uses this key
   */
  #key({ key, target, shiftKey }) {
    const part = this.#diagram.parts.get(target);
    if (NEXT[key]) this.#focusNext(target, NEXT[key]);
    else if (!part || !("line" in part)) return false;
    else if (STEPS[key]) this.#move(part, part.value + STEPS[key] * (shiftKey ? 0.1 : 1));
    else if (key === "Enter" || key === " ") this.#chooseAxis(part);
    else return false;
    return true;
  }

  /**
   * @param {EventTarget | null} target
   * @param {number} by
   */
  #focusNext(target, by) {
    const elements = [...this.#diagram.parts.values()].map(({ element }) => element);
    elements[elements.findIndex((element) => element === target) + by]?.focus();
  }
}
