// Native controls that show values of the state and change them.

import { format } from "../numbers/format.js";
import { clamp } from "../numbers/scales.js";
import { make } from "./dom.js";

/** @import { Properties } from "./dom.js" */
/** @import { Range } from "./frame.js" */
/** @import { PanelView } from "./panel_host.js" */

/**
 * A number that can be typed; with a range also a slider.
 * @typedef {object} Quantity
 * @property {string} label
 * @property {string} [action]
 * @property {Record<string, string>} [dataset] of its elements, by default the action
 * @property {() => number} read
 * @property {(value: number) => void} write
 * @property {number | "any"} [step] of the arrow keys and the slider; 1 allows whole numbers only
 * @property {Range} [limits] of what can be typed
 * @property {() => Range} [range] of the slider
 * @property {boolean} [log] whether the slider moves in powers of ten
 */

/**
 * A menu; each option is a value and, where it reads otherwise, its text.
 * @template {string | number} Value
 * @typedef {object} Choice
 * @property {string} label
 * @property {string} action
 * @property {[value: Value, text?: string][]} options
 * @property {() => Value} read
 * @property {(value: Value) => void} write
 */

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLButtonElement} Native */

/** Native controls: what each does, and how they follow the state. */
export class NativeControls {
  /** @type {Map<EventTarget, { type: string, act: () => void }>} the event that makes one act */
  #actions = new Map();
  /** @type {((rangesChanged: boolean) => void)[]} each puts a value of the state into an element */
  #updates = [];
  /** @type {EventTarget | null} the element in which something is being typed */
  #typing = null;

  /**
   * Shows the values of the state; not in the field in which something is being typed.
   * @param {boolean} rangesChanged whether the ranges of sliders may have changed
   */
  update(rangesChanged) {
    for (const update of this.#updates) update(rangesChanged);
  }

  /**
   * Listens to all controls inside an element.
   * @param {PanelView} view
   * @param {HTMLElement} root
   * @param {() => void} used called after any control has been used
   */
  listen(view, root, used) {
    /** @param {Event} event */
    const use = ({ type, target }) => {
      const action = target && this.#actions.get(target);
      if (!action) return;
      if (type === action.type) action.act();
      if (type !== "click") this.#typing = type === "input" ? target : null;
      used();
    };
    view.listen(root, {
      click: use,
      input: use,
      change: use,
      keydown({ key, target }) {
        // JupyterLab swallows the line break by which Enter would end the typing in a field.
        if (key !== "Enter" || !(target instanceof HTMLInputElement)) return;
        if (target.type !== "number") return;
        target.blur();
        target.focus();
      },
    });
  }

  /**
   * Makes an element act on a type of event.
   * @template {Native} E
   * @param {E} element
   * @param {"click" | "input" | "change"} type
   * @param {() => void} act
   */
  #on(element, type, act) {
    this.#actions.set(element, { type, act });
    return element;
  }

  /**
   * @param {string} action
   * @param {string} label
   * @param {() => void} act
   */
  button(action, label, act) {
    const button = make("button", { dataset: { action }, type: "button" }, label);
    return this.#on(button, "click", act);
  }

  /**
   * @param {string} action
   * @param {(checked: boolean) => void} write
   */
  checkBox(action, write) {
    const box = make("input", { dataset: { action }, type: "checkbox" });
    return this.#on(box, "change", () => write(box.checked));
  }

  /**
   * A slider without a number.
   * @param {Properties<HTMLInputElement>} properties
   * @param {(value: number) => void} write
   */
  slider(properties, write) {
    const slider = make("input", { type: "range", ...properties });
    return this.#on(slider, "input", () => write(slider.valueAsNumber));
  }

  /**
   * @template {string | number} Value
   * @param {Choice<Value>} choice
   */
  choice({ label, action, options, read, write }) {
    const items = options.map(([value, text]) => new Option(text ?? `${value}`, `${value}`));
    const select = make("select", { dataset: { action } }, ...items);
    this.#updates.push(() => (select.value = `${read()}`));
    this.#on(select, "change", () => write(options[select.selectedIndex][0]));
    return make("label", {}, label, select);
  }

  /**
   * A number field, after a slider if there is a range.
   * @param {Quantity} quantity
   */
  quantity(quantity) {
    const { label, range, action = "", dataset = { action } } = quantity;
    const number = this.#numberField(quantity, dataset);
    if (!range) return make("label", {}, label, number);
    return make(
      "div",
      { className: "annlab-dial" },
      label,
      make("div", {}, this.#sliderOf(quantity, dataset, range)),
      make("div", {}, number),
    );
  }

  /**
   * @param {Quantity} quantity
   * @param {Record<string, string>} dataset
   */
  #numberField({ label, read, write, step = 0.1, limits = [-Infinity, Infinity] }, dataset) {
    const [min, max] = limits;
    const whole = step === 1;
    const number = make("input", {
      dataset,
      type: "number",
      ariaLabel: `${label}, value`,
      step: `${step}`,
      min: `${min}`,
      max: `${max}`,
    });
    const update = () => {
      const value = read();
      const text = String(whole ? value : Number(value.toPrecision(3)));
      if (number !== this.#typing && number.value !== text) number.value = text;
    };
    update();
    this.#updates.push(update);
    return this.#on(number, "change", () => {
      const typed = clamp(number.valueAsNumber, min, max);
      if (number.value) write(whole ? Math.round(typed) : typed);
    });
  }

  /**
   * @param {Quantity} quantity
   * @param {Record<string, string>} dataset
   * @param {() => Range} range
   */
  #sliderOf({ label, read, write, step = 0.1, log = false }, dataset, range) {
    const scale = log ? Math.log10 : Number;
    /** @param {number} at */
    const valueAt = (at) => (log ? Number((10 ** at).toPrecision(3)) : at);
    const slider = this.slider({ dataset, ariaLabel: label, step: `${step}` }, (at) =>
      write(valueAt(at)),
    );
    /** @param {boolean} rangeChanged */
    const update = (rangeChanged) => {
      if (rangeChanged) [slider.min, slider.max] = range().map((end) => `${scale(end)}`);
      const value = read();
      slider.value = `${scale(value)}`;
      if (log) slider.ariaValueText = format(value);
    };
    update(true);
    this.#updates.push(update);
    return slider;
  }
}
