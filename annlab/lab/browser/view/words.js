// What a laboratory shows, in one line.

import { format, nameOf } from "../numbers/format.js";

/** @import { State } from "../state/state.js" */

/**
 * What a laboratory shows, in one line: "E = 0.74 at w₅ = 1.2, w₆ = −0.3; steepest descent towards
 * smaller w₅". Where no panel shows the error along the axes they are left out.
 * @param {State} state
 * @returns {string}
 */
export function statusLine(state) {
  const { busy, error, planar } = state;
  const parts = [];
  if (busy) parts.push(`training, pass ${busy.done} of ${busy.of}`);
  const moment = momentOf(state);
  if (moment) parts.push(moment);
  parts.push(`E = ${format(error, 4)}${planar ? ` at ${placeInWords(state)}` : ""}`);
  if (planar) parts.push(descentOf(state));
  return parts.join("; ");
}

/**
 * Which moment of the run is shown; nothing without a run.
 * @param {State} state
 */
function momentOf({ run, moment, within }) {
  if (!run) return "";
  if (moment === null) return "set by hand";
  const more = within ? ` and ${within} example${within > 1 ? "s" : ""}` : "";
  const diverged = run.stopped === "diverged" ? " (diverged)" : "";
  return `after pass ${moment} of ${run.length}${more}${diverged}`;
}

/**
 * The values of the parameters on the two axes.
 * @param {State} state
 */
export function placeInWords({ axes, net, theta }) {
  return axes.map((k) => `${nameOf(net.names[k])} = ${format(theta[k])}`).join(", ");
}

/**
 * Along which axis, and in which direction, the error falls fastest.
 * @param {State} state
 */
function descentOf({ axes, gradient, net }) {
  const [u, v] = axes;
  const steeper = Math.abs(gradient[u]) >= Math.abs(gradient[v]) ? u : v;
  const slope = gradient[steeper];
  if (Math.abs(slope) < 1e-12) return "flat along both";
  return `steepest descent towards ${slope > 0 ? "smaller" : "larger"} ${nameOf(net.names[steeper])}`;
}
