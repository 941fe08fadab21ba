// The error of each example along a line through θ, and their sum; θ can be moved along the line.

import { clamp, format, Frame, make, nameOf, Sheet } from "./drawing.js";
import { ball, strokeAs, workable } from "./panel_map.js";
import { readingOf } from "./prediction_data.js";
import { heights } from "./shown.js";

const NAMED_EXAMPLES = 6; // of up to so many each has its name, colour and dash
const THIN_LINES = 60; // of more, up to so many have a thin line
const DASHED = [[7, 3], [1.5, 2.5], [8, 3, 1.5, 3], [], [12, 3], [3, 3]];

/** What is drawn: the errors of each curve's members are added up and multiplied by its share. */
function splitCurves({ data, example, net }, ink) {
  const { n, t, x } = data;
  const members = Array.from({ length: n }, (_, k) => k);
  const sum = { members, share: 1, colour: ink.ink, width: 3 };
  if (n <= NAMED_EXAMPLES) {
    const colours = [...ink.classes, ...ink.hidden.slice(-2)];
    const inputs = (k) => Array.from(x.slice(k * net.inputs, (k + 1) * net.inputs));
    return [...members.map((k) => ({
      name: net.inputs > 2 ? `example ${k + 1}`
        : `(${inputs(k).map((value) => format(value, 2)).join(", ")})`,
      members: [k], share: 1, colour: colours[k], dash: DASHED[k],
      width: k === example ? 3.4 : 2,
    })), { ...sum, name: "sum E" }];
  }
  const { kinds, kindOf } = readingOf(net, data);
  const classes = Array.from({ length: kinds || 1 }, (_, c) => {
    const own = members.filter((k) => !kinds || kindOf(t, k * net.outputs) === c);
    return {
      name: kinds ? `class ${c}` : "", members: own, share: 1 / own.length, width: 2,
      thin: own.filter((_, k) => k % Math.ceil(n / THIN_LINES) === 0),
      colour: kinds ? ink.classes[c % 4] : ink.muted, dash: DASHED[(c + 3) % 4],
    };
  });
  const chosen = { name: `example ${example + 1}`, members: [example], share: 1, width: 2 };
  return [...classes, { ...sum, name: `E / ${n}`, share: 1 / n },
    { ...chosen, colour: ink.hidden[4], dash: [4, 2] }];
}

/** The height of a curve where the errors of all examples begin at errors[at]. */
function splitHeight({ members, share }, errors, at = 0) {
  let sum = 0;
  for (const member of members) sum += errors[at + member];
  return share * sum;
}

export function splitPanel(host) {
  const { state, view } = host;
  const ground = new Sheet(null);
  const sheet = new Sheet(host.body, { label: "Errors" });
  const { canvas, ctx } = sheet;
  const ariaLabel = "Line along which the error is split";
  const chooser = host.head.appendChild(make("select", { ariaLabel, dataset: { action: "line" } }));
  let given = null; // the line that Python has given, if it is a mapping
  let curves = [];
  let shown = null; // the slice that is drawn
  let frame = null;
  let held = null; // while a hand moves θ: the slice and θ where it was taken up, s and θ now

  const here = () => held?.s ?? shown.here;

  function offerLines({ axes, line, net }) {
    if (typeof line === "object") given = line;
    const [first, second] = axes.map((axis) => `along ${nameOf(net.names[axis])}`);
    const lines = { first, second, gradient: "down −∇E", start: "start → here" };
    if (given) lines.given = `along ${Object.keys(given).map(nameOf).slice(0, 3).join(", ")}`;
    chooser.replaceChildren(...Object.entries(lines).map(([value, textContent]) =>
      make("option", { value, textContent })));
    chooser.value = line === given ? "given" : line;
  }

  function drawGround({ ctx }, ink, { s, n, each, total, label }, log) {
    let [low, high] = [Infinity, 0];
    for (const errors of n > NAMED_EXAMPLES ? [each] : [each, total]) {
      for (const error of errors) {
        if (error > high && error < Infinity) high = error;
        if (error > 0 && error < low) low = error;
      }
    }
    const { to, floor } = heights(Math.min(low, high), high, false);
    const range = [10 ** Math.floor(Math.log10(floor / 2)), 10 ** Math.ceil(Math.log10(to))];
    ctx.font = ink.font(12, 700);
    const room = Math.max(...curves.map(({ name }) => ctx.measureText(name).width)) + 14;
    const box = { left: 54, top: 22, width: host.width - 54 - room, height: host.height - 81 };
    frame = new Frame(box, [s[0], s.at(-1)], log ? range : [0, to], { log });
    Object.assign(canvas.dataset, { box: Object.values(box), s: frame.x, errors: frame.y });
    ground.clear();
    frame.axes(ctx, ink, { y: n > NAMED_EXAMPLES ? "error of one example" : "error" });
    ctx.textAlign = "center";
    ctx.fillText(label, host.width / 2, box.top + box.height + 36, host.width);
    const trace = (valueAt) => {
      let open = false; // gaps where the error is not finite
      for (let k = 0; k < s.length; k++) {
        const error = valueAt(k);
        if (error < Infinity) ctx[open ? "lineTo" : "moveTo"](frame.toX(s[k]), frame.toY(error));
        open = error < Infinity;
      }
    };
    ctx.save();
    frame.clip(ctx);
    for (const curve of curves) {
      ctx.beginPath();
      for (const member of curve.thin ?? []) trace((k) => each[k * n + member]);
      strokeAs(ctx, curve.colour, 1, [], 0.4);
      ctx.beginPath();
      trace((k) => splitHeight(curve, each, k * n));
      strokeAs(ctx, curve.colour, curve.width, curve.dash);
    }
    ctx.restore();
    // Names at the right ends, from the lowest upwards, moved up where they would touch.
    Object.assign(ctx, { textAlign: "left", textBaseline: "middle" });
    const right = box.left + box.width;
    const endOf = (curve) => frame.toY(splitHeight(curve, each, each.length - n));
    let at = Infinity;
    for (const curve of curves.filter(({ name }) => name).sort((a, b) => endOf(b) - endOf(a))) {
      const y = clamp(endOf(curve), box.top, box.top + box.height);
      if (Number.isNaN(y)) continue;
      at = Math.min(y, at - 15);
      ctx.fillStyle = curve.colour;
      ctx.font = ink.font(12, curve.width > 2 ? 700 : 400);
      ctx.fillText(curve.name, right + 10, at);
      ctx.beginPath();
      ctx.moveTo(right, y);
      ctx.lineTo(right + 7, at);
      strokeAs(ctx, curve.colour, 1);
    }
    canvas.ariaLabel = `The error of each example along ${label}. Drag sideways, or left and right `
      + "arrow keys, move the network along the line.";
  }

  /** The current place: a line, and dots where it meets the curves. */
  function drawPlace(ink, { error, errors }) {
    const { top, height } = frame.box;
    const x = frame.toX(here());
    const dot = (value, ...look) =>
      ball(ctx, ink, frame, x, clamp(frame.toY(value), top, top + height), ...look);
    sheet.clear(ink.paper, ground);
    canvas.dataset.here = here();
    if (frame.holds(x, top)) {
      ctx.fillStyle = ink.error;
      ctx.fillRect(x - 0.75, top, 1.5, height);
      for (const curve of curves) dot(splitHeight(curve, errors), 4.5, curve.colour);
    }
    dot(errors.length > NAMED_EXAMPLES ? error / errors.length : error);
  }

  function tell({ axes, error, errors, example, line, net }) {
    const n = errors.length;
    const parts = n > NAMED_EXAMPLES
      ? ` = ${n} × ${format(error / n)}; example ${example + 1}: ${format(errors[example])}`
      : n > 1 ? ` = ${Array.from(errors, (one) => format(one)).join(" + ")}` : "";
    const name = nameOf(net.names[axes[{ first: 0, second: 1 }[line]]] ?? "s");
    host.say(`at ${name} = ${format(here())}: E = ${format(error)}${parts}`);
  }

  view.listen(chooser, "change", () =>
    state.set({ line: chooser.value === "given" ? given : chooser.value }));
  workable(view, canvas, {
    frame: () => frame,
    place: () => [here(), 0],
    drag(s) {
      if (s === here()) return;
      held ??= { slice: state.slice, taken: state.theta };
      const { slice: { direction, here: origin }, taken } = held;
      const moved = [...direction.entries()].filter(([, step]) => step !== 0)
        .map(([k, step]) => [k, s * step + (taken[k] - origin * step)]);
      state.moveTo(Object.fromEntries(moved));
      Object.assign(held, { s, theta: state.theta });
    },
    look() {
      held = null;
      state.request();
    },
  });

  function draw(changed) {
    const { ink } = view;
    const any = (...names) => names.some((name) => changed.has(name));
    const fresh = any("size", "theme", "data", "example");
    if (held?.theta !== state.theta || any("data", "axes", "line")) held = null; // moved by others
    if (any("axes", "line")) offerLines(state);
    for (const each of [ground, sheet]) each.resize(host.width, host.height);
    if (fresh) curves = splitCurves(state, ink);
    const slice = held?.slice ?? state.slice;
    if (fresh || shown !== slice || any("logHeight")) {
      shown = slice;
      drawGround(ground, ink, slice, state.logHeight);
    }
    drawPlace(ink, state);
    tell(state);
  }

  return { draw };
}
