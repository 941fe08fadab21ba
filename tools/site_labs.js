// Brings the laboratories and steppers of an exported lesson to life: each gets a model, as a
// notebook would give it one, but with no kernel behind it.

/** @typedef {(model: Model, value?: unknown) => void} Listener */
/** @typedef {{ model: Model, el: HTMLElement }} Place */
/**
 * The two functions of a widget's module, as anywidget calls them.
 * @typedef {{ initialize?(widget: { model: Model }): unknown, render(place: Place): unknown }} Widget
 */
/** @typedef {Promise<{ default: Widget | (() => Widget | Promise<Widget>) }>} Loading */

/** What a notebook's model is to a widget. */
class Model {
  #values;
  /** @type {Map<string, Set<Listener>>} */
  #listeners = new Map();

  /** @param {Record<string, unknown>} values */
  constructor(values) {
    this.#values = values;
  }

  /** @param {string} name */
  get(name) {
    return this.#values[name];
  }

  /**
   * @param {string} name
   * @param {unknown} value
   */
  set(name, value) {
    if (this.#values[name] === value) return;
    this.#values[name] = value;
    for (const event of [`change:${name}`, "change"]) {
      for (const listener of this.#listeners.get(event) ?? []) listener(this, value);
    }
  }

  /**
   * @param {string} event
   * @param {Listener} listener
   */
  on(event, listener) {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners.add(listener));
  }

  /**
   * Without arguments, all listeners; without a listener, all of an event.
   * @param {string} [event]
   * @param {Listener} [listener]
   */
  off(event, listener) {
    if (event === undefined) this.#listeners.clear();
    else if (listener === undefined) this.#listeners.delete(event);
    else this.#listeners.get(event)?.delete(listener);
  }

  save_changes() {} // there is nobody to tell
  send() {}
}

/**
 * Turns numbers that Python has written as text into bytes again: a reviver for JSON.parse.
 * @param {string} _
 * @param {any} value
 */
function withBytes(_, value) {
  if (typeof value?.base64 !== "string") return value;
  return new DataView(Uint8Array.from(atob(value.base64), (letter) => letter.charCodeAt(0)).buffer);
}

/**
 * Puts a living widget in the place of its picture; if it cannot start, the picture stays.
 * @param {HTMLElement} place
 * @param {Loading} loading its module
 */
async function start(place, loading) {
  const live = document.createElement("div");
  place.append(live); // before it is drawn, so that it has a width
  try {
    const state = place.querySelector("script")?.textContent ?? "";
    const model = new Model(JSON.parse(state, withBytes));
    const { default: made } = await loading;
    const widget = typeof made === "function" ? await made() : made;
    await widget.initialize?.({ model });
    await widget.render({ model, el: live });
    place.querySelector(".still")?.remove();
  } catch (error) {
    live.textContent = `This laboratory could not be started. ${error}`;
    console.error(error);
  }
}

// A page opened from a disk may load no module from a file, but it may load one from its own text.
/** @type {Record<string, Loading>} */
const modules = {};
for (const script of document.querySelectorAll('script[type="text/plain"]')) {
  const text = script.textContent ?? "";
  const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  modules[script.id] = import(url);
}
for (const place of document.querySelectorAll(".annlab-place")) {
  if (place instanceof HTMLElement) await start(place, modules[`annlab-${place.dataset.widget}`]);
}

export {}; // a module, in which `await` may stand at the top
