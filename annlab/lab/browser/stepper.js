// The browser half of annlab.Stepper: one session per stepper, one view per place on the page.

import { Session } from "./state/stepper_session.js";
import { StepperView } from "./view/stepper_view.js";

import "./view/stepper.css";

/** @import { Model } from "./state/stepper_session.js" */

/** The widget, as anywidget runs it. */
export default function annlabStepper() {
  /** @type {Session | null} */
  let session = null;
  return {
    /** @param {{ model: Model }} widget */
    initialize({ model }) {
      const made = (session = new Session(model));
      return () => made.close();
    },
    /** @param {{ model: Model, el: HTMLElement }} widget */
    render({ model, el }) {
      session ??= new Session(model);
      const view = new StepperView(session, el);
      return () => view.close();
    },
  };
}
