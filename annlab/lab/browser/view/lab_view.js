// One view of a laboratory: its panels, what it says in words, and what it cleans up when closed.

import { clamp } from "../numbers/scales.js";
import { make, put } from "./dom.js";
import { Host } from "./panel_host.js";
import { inkOf } from "./colours.js";
import { ControlsPanel } from "./panels/controls.js";
import { ErrorPanel } from "./panels/error.js";
import { MapPanel } from "./panels/map.js";
import { NetworkPanel } from "./panels/network.js";
import { PredictionPanel } from "./panels/prediction.js";
import { SplitPanel } from "./panels/split.js";
import { SurfacePanel } from "./panels/surface.js";
import { statusLine } from "./words.js";
import { keepFromJupyterLab } from "./shortcuts.js";

/** @import { State } from "../state/state.js" */
/** @import { Handlers, Panel } from "./panel_host.js" */

/** @type {Record<string, [title: string, PanelOf: new (host: Host) => Panel]>} */
const PANELS = {
  surface: ["Error surface", SurfacePanel],
  map: ["From above", MapPanel],
  split: ["Error of each example", SplitPanel],
  network: ["Network", NetworkPanel],
  prediction: ["Prediction", PredictionPanel],
  error: ["Error per pass", ErrorPanel],
  controls: ["Controls", ControlsPanel],
};
const NARROWEST_PANEL = 290; // CSS px
const GAP = 12; // between panels, as in lab.css
const FRAME = 18; // border and padding of a panel, left and right together
const HIDDEN_BELOW = 160; // CSS px; a view narrower than that counts as hidden
const SPOKEN_AFTER = 500; // milliseconds without a change, then the status is read aloud
const LETTER = 7.2; // CSS px, the mean width of a letter of the status line

/**
 * A line of text of the view.
 * @param {string} name
 * @param {string | null} role how screen readers announce it
 */
const textLine = (name, role) => make("p", { className: `annlab-${name}`, role });

/** One view of a laboratory. */
export class View {
  number = Math.random().toString(36).slice(2, 10); // unique in the page

  #state;
  #status = textLine("now", null); // what is shown, in one line
  #spoken = textLine("spoken", "status"); // the same for screen readers
  #alone = textLine("alone", "status"); // tells that the kernel is gone
  #faults = textLine("faults", "alert");
  #grid = make("div", { className: "annlab-panels" });
  #root;
  #hosts;
  #width = 0; // CSS px of all panels; 0 while the view is hidden
  #closing = new AbortController();
  #resizing = new ResizeObserver(() => this.#attempt(() => this.#resize()));
  #theming = new MutationObserver(() => this.#retheme());
  #timer = 0; // until the status is read aloud
  #widthBefore = 0; // the width before the present one
  #ratio = 0; // pixels of the screen per CSS px at the last drawing
  #drawAll = true; // whether the next drawing is of everything
  /** @type {Map<Element, string> | null} texts to be put into the page after the drawing */
  #texts = null;

  /**
   * @param {State} state
   * @param {Element} parent where in the page it is shown
   */
  constructor(state, parent) {
    this.#state = state;
    this.#alone.append(
      "The kernel is gone. This page keeps working without it, but Python no longer follows. " +
        "Run the cell again to reconnect them.",
    );
    this.#alone.hidden = this.#faults.hidden = true;
    this.#root = make(
      "section",
      { className: "annlab-lab", ariaLabel: "Laboratory" },
      this.#status,
      this.#spoken,
      this.#alone,
      this.#faults,
      this.#grid,
    );
    parent.append(this.#root);
    this.ink = inkOf(this.#root);
    this.#hosts = state.panels.map((name) => new Host(state, this, name, PANELS[name][0]));
    this.#grid.append(...this.#hosts.map(({ section }) => section));
    for (const host of this.#hosts) {
      this.#attempt(() => (host.panel = new PANELS[host.name][1](host)));
    }
    this.#followPage();
    state.views.add(this);
  }

  /** Follows the page: its width, its theme, and where its keys go. */
  #followPage() {
    // A resize is observed before the frame of the new width is painted, so that pictures have it
    // at once. The status line is observed because its height does not follow from what is drawn.
    this.#resizing.observe(this.#status);
    // JupyterLab marks a change of theme on its body; other pages follow the system.
    this.#theming.observe(document.body, { attributeFilter: ["data-jp-theme-name", "class"] });
    this.listen(matchMedia("(prefers-color-scheme: dark)"), { change: () => this.#retheme() });
    this.listen(this.#root, keepFromJupyterLab);
  }

  // -- what panels use -------------------------------------------------------------------------

  /**
   * Listens to keys pressed without Ctrl, ⌘ or Alt.
   * @param {EventTarget} target
   * @param {(event: KeyboardEvent) => boolean | void} handler returns false for a key that it
   *   leaves to the page
   */
  keys(target, handler) {
    this.listen(target, {
      keydown: (event) => {
        const { ctrlKey, metaKey, altKey } = event;
        if (!(ctrlKey || metaKey || altKey) && handler(event) !== false) event.preventDefault();
      },
    });
  }

  /**
   * Listens until the view is closed; an error that a handler throws is shown.
   * @param {EventTarget} target
   * @param {Handlers} handlers
   */
  listen(target, handlers) {
    const { signal } = this.#closing;
    // A plain EventTarget does not promise which events belong to a type.
    const anyEvent = /** @type {Record<string, (event: Event) => void>} */ (handlers);
    for (const [type, handler] of Object.entries(anyEvent)) {
      target.addEventListener(type, (event) => this.#attempt(() => handler(event)), { signal });
    }
  }

  /**
   * Puts a text into the page; while panels are drawn, after the last of them. After a change of
   * the page, a canvas whose font is set has the page's styles computed again.
   * @param {Element} element
   * @param {string} text
   */
  write(element, text) {
    if (this.#texts) this.#texts.set(element, text);
    else put(element, text);
  }

  // -- size and theme --------------------------------------------------------------------------

  #resize() {
    const available = Math.floor(this.#grid.getBoundingClientRect().width);
    const width = available < HIDDEN_BELOW ? 0 : available;
    // Lower pictures may make a scroll bar disappear, which makes them wider and higher again: the
    // bar would come and go for ever.
    const flickers = width === this.#widthBefore && width > this.#width && width < this.#width + 20;
    if (width === this.#width || flickers) return;
    this.#widthBefore = this.#width;
    this.#width = width;
    if (!width) return;
    this.#arrange(width);
    this.#drawAll = true;
    this.draw(new Set());
  }

  /**
   * Puts the pictures, all of one size, into as many columns as fit; the controls take a whole row.
   * @param {number} width
   */
  #arrange(width) {
    const pictures = this.#hosts.filter(({ name }) => name !== "controls").length;
    const fitting = Math.floor((width + GAP) / (NARROWEST_PANEL + GAP));
    const most = pictures === 4 ? 2 : 3; // four stand two by two
    const columns = Math.max(1, Math.min(fitting, most, pictures));
    this.#grid.style.gridTemplateColumns = `repeat(${columns}, minmax(0, 1fr))`;
    const inner = Math.floor((width - (columns - 1) * GAP) / columns) - FRAME;
    const height = Math.round(clamp(0.78 * inner, 220, 380));
    for (const host of this.#hosts) {
      const isPicture = host.name !== "controls";
      host.width = isPicture ? inner : width - FRAME;
      host.height = height;
      if (isPicture) host.body.style.height = `${height}px`;
    }
  }

  #retheme() {
    this.ink = inkOf(this.#root);
    this.#state.redraw("theme");
  }

  // -- drawing ---------------------------------------------------------------------------------

  /**
   * Draws every panel once.
   * @param {Set<string>} changed the names of the fields that have changed
   */
  draw(changed) {
    if (!this.#width) return;
    this.#addOwnChanges(changed);
    this.#texts = new Map();
    for (const { panel } of this.#hosts) this.#attempt(() => panel?.draw(changed));
    for (const [element, text] of this.#texts) put(element, text);
    this.#texts = null;
    this.#attempt(() => this.#writeStatus());
    const { connected, faults } = this.#state;
    if (changed.has("connected")) this.#alone.hidden = connected;
    if (changed.has("faults")) {
      this.#faults.hidden = !faults.length;
      this.#faults.textContent = faults.join("\n");
    }
  }

  /**
   * Adds what has changed in this view: after a change of width everything, on another screen the
   * size.
   * @param {Set<string>} changed
   */
  #addOwnChanges(changed) {
    if (this.#drawAll) {
      this.ink = inkOf(this.#root); // the styles may have arrived after the first look
      for (const name of Object.keys(this.#state)) changed.add(name);
      changed.add("size").add("theme");
      this.#drawAll = false;
    }
    if (this.#ratio !== devicePixelRatio) changed.add("size");
    this.#ratio = devicePixelRatio;
  }

  /** What the panels show, in one line; read aloud once it has stopped changing. */
  #writeStatus() {
    const text = statusLine(this.#state);
    if (!put(this.#status, text)) return;
    this.#status.classList.toggle("annlab-long", LETTER * text.length > this.#width);
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => put(this.#spoken, text), SPOKEN_AFTER);
  }

  /**
   * Runs an action; an error that it throws is shown.
   * @param {() => void} action
   */
  #attempt(action) {
    try {
      action();
    } catch (error) {
      this.#state.fault(error);
    }
  }

  /** Removes the view from the page and from the state. */
  close() {
    this.#state.views.delete(this);
    clearTimeout(this.#timer);
    this.#closing.abort();
    this.#resizing.disconnect();
    this.#theming.disconnect();
    this.#root.remove();
  }
}
