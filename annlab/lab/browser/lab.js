// The browser half of annlab.Lab: one state for each laboratory, a view for each place it is shown.

import { State } from "./state/state.js";
import { View } from "./view/lab_view.js";

import "./view/lab.css";
import "./view/panels/controls.css";
import "./view/panels/error.css";
import "./view/panels/map.css";
import "./view/panels/network.css";
import "./view/panels/split.css";

/** @import { Model } from "./state/wire.js" */

/** What anywidget asks for: each function returns the one that cleans up after it. */
export default function annlabLab() {
  /** @type {State | null} */
  let state = null;
  return {
    /** @param {{ model: Model }} widget */
    initialize({ model }) {
      const made = new State(model);
      state = made;
      made.prepare();
      return () => made.close();
    },
    /** @param {{ model: Model, el: HTMLElement }} place */
    render({ model, el }) {
      state ??= new State(model);
      const view = new View(state, el);
      return () => view.close();
    },
  };
}
