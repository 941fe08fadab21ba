// One view of a laboratory: its panels, what it says in words, and what it cleans up when closed.

import { make, put } from "./dom.js";
import { inkOf } from "./ink.js";
import { controlsPanel } from "./panels/controls.js";
import { errorPanel } from "./panels/error.js";
import { mapPanel } from "./panels/map.js";
import { networkPanel } from "./panels/network.js";
import { predictionPanel } from "./panels/prediction.js";
import { splitPanel } from "./panels/split.js";
import { surfacePanel } from "./panels/surface.js";
import { inWords } from "./words.js";

const PANELS = {
  surface: { title: "Error surface", build: surfacePanel },
  map: { title: "From above", build: mapPanel },
  split: { title: "Error of each example", build: splitPanel },
  network: { title: "Network", build: networkPanel },
  prediction: { title: "Prediction", build: predictionPanel },
  error: { title: "Error per pass", build: errorPanel },
  controls: { title: "Controls", build: controlsPanel },
};
const NARROWEST = 290; // CSS px of a panel
const GAP = 12;
const LEAST = 160; // narrower than that it counts as hidden

export class View {
  #closing = new AbortController();
  #resizing;
  #said = 0;
  #words = null; // while panels are drawn: what they say
  #everything = true;
  width = 0; // CSS px of all panels; 0 while nobody sees them

  constructor(state, el) {
    this.state = state;
    this.number = Math.random().toString(36).slice(2, 10); // of which a page has no two alike
    const line = (name, role = null) => {
      const element = make("p", { className: `annlab-${name}` });
      if (role) element.setAttribute("role", role);
      return element;
    };
    this.now = line("now");
    this.spoken = line("spoken", "status");
    this.alone = line("alone", "status");
    this.faults = line("faults", "alert");
    this.alone.textContent =
      "The kernel is gone: this page goes on by itself, Python does not " +
      "follow. Run the cell again to join them.";
    this.alone.hidden = this.faults.hidden = true;
    this.grid = make("div", { className: "annlab-panels" });
    this.root = make(
      "section",
      { className: "annlab-lab", ariaLabel: "Laboratory" },
      this.now,
      this.spoken,
      this.alone,
      this.faults,
      this.grid,
    );
    el.append(this.root);
    this.ink = inkOf(this.root);

    this.hosts = state.panels.map((name) => this.#host(name));
    for (const host of this.hosts) this.#attempt(() => (host.panel = host.build(host)));

    // Before the first frame of a new width is painted: the pictures are of that width at once.
    // The line of words is looked at, whose height does not follow from what is done then.
    this.#resizing = new ResizeObserver(() => this.#attempt(() => this.#resize()));
    this.#resizing.observe(this.now);
    // JupyterLab marks a change of theme on its body; a page of its own follows the system.
    this.theming = new MutationObserver(() => this.#retheme());
    this.theming.observe(document.body, { attributeFilter: ["data-jp-theme-name", "class"] });
    this.listen(matchMedia("(prefers-color-scheme: dark)"), "change", () => this.#retheme());
    // Keys pressed in here are no commands for JupyterLab, but for those with Ctrl or ⌘. It looks
    // at the element that has the focus: an attribute on its parents would come too late.
    for (const type of ["focusin", "keydown", "keyup"]) {
      this.listen(this.root, type, ({ target, ctrlKey, metaKey }) =>
        target.toggleAttribute("data-lm-suppress-shortcuts", !ctrlKey && !metaKey),
      );
    }

    state.views.add(this);
  }

  /** Listens to keys pressed without Ctrl, ⌘ or Alt; what the handler does not return false for
   *  goes no further. */
  keys(target, handler) {
    this.listen(target, "keydown", (event) => {
      const { ctrlKey, metaKey, altKey } = event;
      if (!(ctrlKey || metaKey || altKey) && handler(event) !== false) event.preventDefault();
    });
  }

  /** Listens until the view is closed; what the handler throws is shown. */
  listen(target, type, handler, options = {}) {
    const guarded = (event) => this.#attempt(() => handler(event));
    target.addEventListener(type, guarded, { ...options, signal: this.#closing.signal });
  }

  #attempt(action) {
    try {
      action();
    } catch (error) {
      this.state.fault(error);
    }
  }

  #host(name) {
    const { title, build } = PANELS[name];
    const id = (part) => `annlab-${this.number}-${name}-${part}`;
    const heading = make("h3", { id: id("title"), textContent: title });
    const head = make("div", { className: "annlab-tools" });
    const body = make("div", { className: "annlab-body" });
    const readout = make("p", { className: "annlab-readout" });
    const section = make(
      "section",
      { className: "annlab-panel", dataset: { panel: name } },
      make("header", {}, heading, head),
      body,
      readout,
    );
    section.setAttribute("aria-labelledby", heading.id);
    this.grid.append(section);
    return {
      name,
      build,
      state: this.state,
      view: this,
      head,
      body,
      id,
      width: 300,
      height: 240,
      say: (text) => (this.#words ? this.#words.set(readout, text) : put(readout, text)),
    };
  }

  #resize() {
    const found = Math.floor(this.grid.getBoundingClientRect().width);
    const width = found < LEAST ? 0 : found;
    // Lower pictures may make a scroll bar go, and so be wider and higher: it would come and go.
    const back = width === this.before && width > this.width && width < this.width + 20;
    if (width === this.width || back) return;
    this.before = this.width;
    this.width = width; // 0 while it is hidden
    if (!width) return;
    this.#arrange(width);
    this.#everything = true;
    this.draw(new Set());
  }

  /** As many columns as there is room for; panels of one size, the controls as wide as all. */
  #arrange(width) {
    const pictures = this.hosts.filter(({ name }) => name !== "controls").length;
    const fit = Math.max(1, Math.floor((width + GAP) / (NARROWEST + GAP)));
    const most = pictures === 4 ? 2 : 3; // four stand two by two
    const columns = Math.max(1, Math.min(fit, most, pictures));
    this.grid.style.gridTemplateColumns = `repeat(${columns}, minmax(0, 1fr))`;
    const inner = Math.floor((width - (columns - 1) * GAP) / columns) - 18;
    for (const host of this.hosts) {
      host.width = host.name === "controls" ? width - 18 : inner;
      host.height = Math.round(Math.max(220, Math.min(0.78 * inner, 380)));
      if (host.name !== "controls") host.body.style.height = `${host.height}px`;
    }
  }

  #retheme() {
    this.ink = inkOf(this.root);
    this.state.set({ theme: this.ink.dark }, { sync: false });
  }

  draw(changed) {
    if (!this.width) return;
    if (this.#everything) {
      this.ink = inkOf(this.root); // the styles may have come after the first look
      for (const name of Object.keys(this.state)) changed.add(name);
      changed.add("size").add("theme");
      this.#everything = false;
    }
    if (this.ratio !== devicePixelRatio) changed.add("size"); // moved to another screen
    this.ratio = devicePixelRatio;
    // Words are put into the page last: after a change of it a canvas that is told its font has the
    // page's styles computed anew.
    this.#words = new Map();
    for (const { panel } of this.hosts) this.#attempt(() => panel?.draw(changed));
    for (const [element, text] of this.#words) put(element, text);
    this.#words = null;
    this.#attempt(() => this.#say());
    if (changed.has("connected")) this.alone.hidden = this.state.connected;
    if (changed.has("faults")) {
      this.faults.hidden = !this.state.faults.length;
      this.faults.textContent = this.state.faults.join("\n");
    }
  }

  /** What the panels show, in one line; read aloud once things have come to rest. */
  #say() {
    const text = inWords(this.state);
    if (!put(this.now, text)) return;
    this.now.classList.toggle("annlab-long", 7.2 * text.length > this.width);
    clearTimeout(this.#said);
    this.#said = setTimeout(() => put(this.spoken, text), 500);
  }

  close() {
    this.state.views.delete(this);
    clearTimeout(this.#said);
    this.#closing.abort();
    this.#resizing.disconnect();
    this.theming.disconnect();
    this.root.remove();
  }
}
