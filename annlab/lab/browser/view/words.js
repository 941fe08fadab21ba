// What a laboratory shows, in one line.

import { format, nameOf } from "../numbers/format.js";

/** "E = 0.74 at w₅ = 1.2, w₆ = −0.3; steepest descent towards smaller w₅"; without a picture of
 *  the error along the axes only E. */
export function inWords(state) {
  const { net, axes, theta, gradient, run, moment, within, busy, error, planar } = state;
  const [u, v] = axes;
  const name = (k) => nameOf(net.names[k]);
  const most = Math.abs(gradient[u]) >= Math.abs(gradient[v]) ? u : v;
  const slope = gradient[most];
  const parts = [];
  if (busy) parts.push(`training, pass ${busy.done} of ${busy.of}`);
  if (run && moment === null) parts.push("set by hand");
  else if (run) {
    const more = within ? ` and ${within} example${within > 1 ? "s" : ""}` : "";
    const lost = run.stopped === "diverged" ? " (diverged)" : "";
    parts.push(`after pass ${moment} of ${run.length}${more}${lost}`);
  }
  const places = axes.map((k) => `${name(k)} = ${format(theta[k])}`);
  parts.push(`E = ${format(error, 4)}${planar ? ` at ${places.join(", ")}` : ""}`);
  if (planar)
    parts.push(
      Math.abs(slope) < 1e-12
        ? "level along both"
        : `steepest descent towards ${slope > 0 ? "smaller" : "larger"} ${name(most)}`,
    );
  return parts.join("; ");
}
