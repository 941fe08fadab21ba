// The error of each example along a line through θ, and their sum; θ can be moved along the line.

import { format, nameOf } from "../../numbers/format.js";
import { clamp, heights } from "../../numbers/scales.js";
import { readingOf } from "../../numbers/targets.js";
import { make } from "../dom.js";
import { Frame } from "../frame.js";
import { workable } from "../handle.js";
import { ball, strokeAs } from "../marks.js";
import { Sheet } from "../sheet.js";

// Of up to so many each has its name, colour and dash.
const NAMED_EXAMPLES = 6;
// Of more, up to so many have a thin line.
const THIN_LINES = 60;
const DASHED = [[7, 3], [1.5, 2.5], [8, 3, 1.5, 3], [], [12, 3], [3, 3]];

/** What is drawn: the errors of each curve's members are added up and multiplied by its share. */
function splitCurves({ data, example, net }, ink) {
  const { n, t, x } = data;
  const few = n <= NAMED_EXAMPLES;
  const { kinds, kindOf } = readingOf(net, data);
  const groupOf = (k) => (few ? k : kindOf(t, k * net.outputs));
  const inputs = (k) => x.slice(k * net.inputs, (k + 1) * net.inputs);
  const titleOf = (k) =>
    !few
      ? `class ${k}`
      : net.inputs > 2
        ? `example ${k + 1}`
        : `(${Array.from(inputs(k), (value) => format(value, 2)).join(", ")})`;
  const all = [...Array(n).keys()];
  const colours = [...ink.classes, ...ink.hidden.slice(-2)];
  const curve = (name, members, colour, dash, width = 2, share = 1 / (members.length || 1)) => ({
    name,
    members,
    colour,
    dash,
    width,
    share,
  });
  const groups = Array.from({ length: few ? n : kinds }, (_, c) =>
    curve(
      titleOf(c),
      all.filter((k) => groupOf(k) === c),
      colours[c % 6],
      DASHED[c % 6],
      few && c === example ? 3.4 : 2,
    ),
  );
  if (few) return [...groups, curve("sum E", all, ink.ink, [], 3, 1)];
  // Odd, for classes often take turns.
  const every = Math.ceil(n / THIN_LINES) | 1;
  const thin = all
    .filter((k) => k % every === 0)
    .map((k) => curve("", [k], `${kinds ? colours[groupOf(k) % 6] : ink.muted}66`, [], 1));
  const chosen = curve(`example ${example + 1}`, [example], ink.hidden[4], [4, 2]);
  return [...thin, ...groups, chosen, curve(`E / ${n}`, all, ink.ink, [], 3)];
}

/** The height of a curve where the errors of all examples begin at errors[at]. */
function splitHeight({ members, share }, errors, at = 0) {
  let sum = 0;
  for (const member of members) sum += errors[at + member];
  return share * sum;
}

export function splitPanel(host) {
  const { state, view } = host;
  const sheet = new Sheet(host.body, {
    label:
      "Error of each example along a line. Drag sideways, or left and right arrow keys, move " +
      "the network along it.",
  });
  const { canvas, ctx } = sheet;
  const chooser = host.head.appendChild(
    make("select", {
      ariaLabel: "Line along which the error is split",
      dataset: { action: "line" },
    }),
  );
  // The line that Python has given, if it is a mapping.
  let given = null;
  let named = [];
  // What is drawn; it stays while a hand moves θ along it.
  let slice = null;
  // The place of θ on it, a value of s.
  let here = 0;
  let frame = null;
  // θ as a hand moves it along what is drawn; null if none does.
  let held = null;

  function offerLines({ axes, line, net }) {
    if (typeof line === "object") given = line;
    const along = (...names) => `along ${names.map(nameOf).join(", ")}`;
    const [first, second] = axes.map((axis) => along(net.names[axis]));
    const lines = { first, second, gradient: "down −∇E", start: "start → here" };
    if (given) lines.given = along(...Object.keys(given).slice(0, 3));
    const options = Object.entries(lines).map(([value, text]) => new Option(text, value));
    chooser.replaceChildren(...options);
    chooser.value = line === given ? "given" : line;
  }

  function drawGround(ctx, ink, { s, n, each, label }, log) {
    const curves = splitCurves(state, ink);
    for (const curve of curves) curve.values = s.map((_, k) => splitHeight(curve, each, k * n));
    const seen = curves.flatMap(({ values }) => [...values]).filter((e) => e > 0 && e < Infinity);
    const { to, floor } = heights(Math.min(...seen), Math.max(...seen));
    const range = [log ? 10 ** Math.floor(Math.log10(floor)) : 0, to];
    named = curves.filter(({ name }) => name);
    ctx.font = ink.font(12, 700);
    const room = Math.max(...named.map(({ name }) => ctx.measureText(name).width)) + 14;
    const box = { left: 54, top: 22, width: host.width - 54 - room, height: host.height - 81 };
    const [right, bottom] = [box.left + box.width, box.top + box.height];
    frame = new Frame(box, [s[0], s.at(-1)], range, { log });
    Object.assign(canvas.dataset, { box: Object.values(box), s: frame.x, errors: frame.y });
    frame.axes(ctx, ink, { y: n > NAMED_EXAMPLES ? "error of one example" : "error" });
    ctx.save();
    ctx.textAlign = "center";
    ctx.fillText(label, host.width / 2, bottom + 36, host.width);
    frame.clip(ctx);
    for (const { values, colour, width, dash } of curves) {
      ctx.beginPath();
      values.forEach((value, k) => ctx.lineTo(frame.toX(s[k]), clamp(frame.toY(value), -1e4, 1e4)));
      strokeAs(ctx, colour, width, dash);
    }
    ctx.restore();
    // Names at the right ends, from the lowest upwards, moved up where they would touch.
    ctx.textBaseline = "middle";
    const endOf = ({ values }) => clamp(frame.toY(values.at(-1)), box.top, bottom);
    let at = Infinity;
    for (const curve of [...named].sort((a, b) => endOf(b) - endOf(a))) {
      at = Math.min(endOf(curve), at - 15);
      ctx.fillStyle = curve.colour;
      ctx.font = ink.font(12, curve.width > 2 ? 700 : 400);
      ctx.fillText(curve.name, right + 10, at);
      ctx.beginPath();
      ctx.moveTo(right, endOf(curve));
      ctx.lineTo(right + 7, at);
      strokeAs(ctx, curve.colour, 1);
    }
  }

  /** The current place: a line, and dots where it meets the curves. */
  function drawPlace(ink, { errors }) {
    const { top, height } = frame.box;
    const x = frame.toX(here);
    canvas.dataset.here = here;
    ctx.fillStyle = ink.error;
    if (frame.holds(x, top)) ctx.fillRect(x - 0.75, top, 1.5, height);
    for (const curve of named) {
      const look = curve === named.at(-1) ? [6.5, ink.error] : [4.5, curve.colour];
      ball(ctx, frame, x, frame.toY(splitHeight(curve, errors)), ...look, ink.paper);
    }
  }

  function tell({ axes, error, errors, example, line, net }) {
    const n = errors.length;
    const parts =
      n > NAMED_EXAMPLES
        ? ` = ${n} × ${format(error / n)}; example ${example + 1}: ${format(errors[example])}`
        : n > 1
          ? ` = ${Array.from(errors, (one) => format(one)).join(" + ")}`
          : "";
    const name = nameOf(net.names[axes[{ first: 0, second: 1 }[line]]] ?? "s");
    host.say(`at ${name} = ${format(here)}: E = ${format(error)}${parts}`);
  }

  view.listen(chooser, "change", () =>
    state.set({ line: chooser.value === "given" ? given : chooser.value }),
  );
  workable(view, canvas, {
    frame: () => frame,
    place: () => [here, 0],
    drag(s) {
      if (s === here) return;
      const { direction } = slice;
      state.moveTo(state.theta.map((value, k) => s * direction[k] + (value - here * direction[k])));
      [here, held] = [s, state.theta];
    },
    release() {
      held = null;
      state.request();
    },
  });

  function draw(changed) {
    const { ink } = view;
    const any = (...names) => names.some((name) => changed.has(name));
    // Others may have moved it.
    if (held !== state.theta || any("data", "axes", "line")) held = null;
    if (any("axes", "line")) offerLines(state);
    sheet.resize(host.width, host.height);
    const shown = slice;
    if (!held)
      ({
        slice,
        slice: { here },
      } = state);
    const anew = shown !== slice || any("size", "theme", "data", "example", "logHeight");
    sheet.ground(ink.paper, anew, (on) => drawGround(on, ink, slice, state.logHeight));
    drawPlace(ink, state);
    tell(state);
  }

  return { draw };
}
