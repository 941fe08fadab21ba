// What a panel is given, and what it gives back.

import { make } from "./dom.js";

/** @import { State } from "../state/state.js" */
/** @import { Ink } from "./colours.js" */

/**
 * What a panel gives back.
 * @typedef {object} Panel
 * @property {(changed: Set<string>) => void} draw draws the panel once in a frame; `changed` holds
 *   the names of the state's fields that changed since the last frame, "size" if the panel's size
 *   or the screen's sharpness did, "theme" if the colours did, and all of them at first
 */

/**
 * What panels use of the view that shows them.
 * @typedef {object} PanelView
 * @property {Ink} ink the colours at present
 * @property {string} number unique in the page
 * @property {(target: EventTarget, handlers: Handlers) => void} listen listens until the view is
 *   closed; an error that a handler throws is shown
 * @property {(target: EventTarget, handler: (event: KeyboardEvent) => boolean | void) => void} keys
 *   listens to keys pressed without Ctrl, ⌘ or Alt; keys that the handler returns false for are
 *   left to the page
 * @property {(element: Element, text: string) => void} write puts a text into the page, while
 *   panels are drawn after the last of them
 */

/**
 * What is done at each type of event.
 * @typedef {{
 *   [Type in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[Type]) => void
 * }} Handlers
 */

/**
 * Whether any of these has changed.
 * @param {Set<string>} changed
 * @param {string[]} names
 */
export const anyOf = (changed, names) => names.some((name) => changed.has(name));

/** The place of one panel in a view: its elements and its size. */
export class Host {
  /** @type {Panel | null} null if it could not be built */
  panel = null;
  width = 300; // of the picture, in CSS px
  height = 240;

  /**
   * @param {State} state
   * @param {PanelView} view
   * @param {string} name which panel, such as "map"
   * @param {string} title
   */
  constructor(state, view, name, title) {
    this.state = state;
    this.view = view;
    this.name = name;
    const heading = make("h3", { id: this.id("title") }, title);
    /** Beside the title, where a panel puts its own controls. */
    this.head = make("div", { className: "annlab-tools" });
    /** Where a panel puts its picture. */
    this.body = make("div", { className: "annlab-body" });
    this.readout = make("p", { className: "annlab-readout" });
    this.section = make(
      "section",
      { className: "annlab-panel", dataset: { panel: name } },
      make("header", {}, heading, this.head),
      this.body,
      this.readout,
    );
    this.section.setAttribute("aria-labelledby", heading.id);
  }

  /** The colours at present. */
  get ink() {
    return this.view.ink;
  }

  /**
   * An id for a part of this panel, unique in the page.
   * @param {string} part
   */
  id(part) {
    return `annlab-${this.view.number}-${this.name}-${part}`;
  }

  /**
   * Puts a text under the picture.
   * @param {string} text
   */
  say(text) {
    this.view.write(this.readout, text);
  }
}
