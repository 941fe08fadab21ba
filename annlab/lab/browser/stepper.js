// The browser half of annlab.Stepper: one session for each, and a view for each place it is shown.

import { Session } from "./state/stepper_session.js";
import { StepperView } from "./view/stepper_view.js";

import "./view/stepper.css";

export default function annlabStepper() {
  let session = null;
  return {
    initialize({ model }) {
      session = new Session(model);
      return () => session.close();
    },
    render({ model, el }) {
      session ??= new Session(model);
      const view = new StepperView(session, el);
      return () => view.close();
    },
  };
}
