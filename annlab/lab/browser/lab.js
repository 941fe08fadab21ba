// The browser half of annlab.Lab: one state for each lab, and a view for each place it is shown.

import { State } from "./state/state.js";
import { View } from "./view/lab_view.js";

import "./view/lab.css";
import "./view/panels/controls.css";
import "./view/panels/error.css";
import "./view/panels/map.css";
import "./view/panels/network.css";
import "./view/panels/split.css";

export default function annlabLab() {
  let state = null;
  return {
    initialize({ model }) {
      state = new State(model);
      state.prepare();
      return () => state.close();
    },
    render({ model, el }) {
      state ??= new State(model);
      const view = new View(state, el);
      return () => view.close();
    },
  };
}
