// The error panel: E after each pass, the moment on it, and the timeline under the pointer.

import { format } from "../../numbers/format.js";
import { clamp, heights } from "../../numbers/scales.js";
import { Frame } from "../frame.js";
import { marker } from "../marks.js";
import { Sheet } from "../sheet.js";

const SHORTEST = 10; // passes along the axis while a run is made step by step
const TIMELINE_KEYS = {
  ArrowLeft: -1,
  ArrowRight: 1,
  PageDown: -10,
  PageUp: 10,
  Home: -Infinity,
  End: Infinity,
};

/** Bounds of the errors that one sees: of a run that explodes, the part before. */
function errorRange(curves, log) {
  const most = 8 * Math.max(...curves.map(({ values }) => values[0]));
  const seen = curves.flatMap(({ values }) =>
    values.filter((e) => e > 0 && e <= most && e < Infinity),
  );
  const [low, high] = seen.reduce(
    ([least, most], e) => [Math.min(least, e), Math.max(most, e)],
    [Infinity, -Infinity],
  );
  if (!log) return [0, heights(0, high, false).to];
  return [10 ** Math.floor(Math.log10(low) - 1e-9), 10 ** Math.ceil(Math.log10(high))];
}

export function errorPanel(host) {
  const { state, view } = host;
  const sheet = new Sheet(host.body, { label: "Error of each pass" });
  const { canvas, ctx } = sheet;
  Object.assign(canvas, { role: "slider", ariaValueMin: 0 });
  let frame = null;
  let pointer = null; // its place across the panel
  const passAt = (x) => clamp(Math.round(frame.fromX(x)), 0, state.run?.length ?? 0);

  function draw() {
    const { run, reference, busy, settings, within, data, heldOut, logHeight: log } = state;
    const { ink } = view;
    // Sets of unequal size are compared by the error per example.
    const symbol = heldOut ? "E / n" : "E";
    const fair = (errors, { n }) => (heldOut ? errors.map((e) => e / n) : errors);
    const curves = [];
    const add = (name, values, colour, dash) => curves.push({ name, values, colour, dash });
    if (reference && reference !== run) add("kept", fair(reference.error, data), ink.muted, [2, 3]);
    if (run && heldOut) add("held out", fair(run.heldOutError, heldOut), ink.heldOut, [7, 4]);
    if (run) add("training", fair(run.error, data), ink.training, []);
    const [error] = fair([state.error], data);

    const box = { left: 46, top: 22, width: sheet.width - 64, height: sheet.height - 64 };
    const { left, top, width, height } = box;
    const room = run?.stopped === null && !busy ? SHORTEST : settings.passes;
    const last = Math.max(room, run?.length ?? 0, reference?.length ?? 0);
    const range = errorRange(run ? curves : [...curves, { values: [error] }], log);
    frame = new Frame(box, [0, last], range, { log });
    sheet.clear(ink.paper);
    frame.axes(ctx, ink, { x: "pass", y: symbol });
    Object.assign(ctx, { font: ink.font(), textBaseline: "middle", lineWidth: 2 });
    // The legend grows from the right.
    let x = left + width;
    for (const { name, values, colour, dash } of curves) {
      ctx.strokeStyle = colour;
      ctx.setLineDash(dash);
      ctx.beginPath();
      // What explodes leaves the picture above.
      values.forEach((e, k) => ctx.lineTo(frame.toX(k), clamp(frame.toY(e), -2, top + height)));
      x -= ctx.measureText(name).width;
      ctx.fillText(name, x, 10);
      ctx.moveTo(x - 22, 10);
      ctx.lineTo(x - 4, 10);
      ctx.stroke();
      x -= 29;
    }
    ctx.setLineDash([]);
    canvas.dataset.curves = curves.map(({ name }) => name).join(", ");
    canvas.dataset.stopped = run?.stopped ?? "";

    const moment = run ? state.moment : 0;
    const pass = pointer === null ? moment : passAt(pointer);
    // Off the run, where a hand has put θ, a line across shows its E beside that of the passes.
    const off = moment === null;
    const here = off ? left : frame.toX(moment + within / data.n);
    const level = clamp(frame.toY(error), top, top + height);
    ctx.fillStyle = ink.rule;
    ctx.fillRect(frame.toX(pass), top, 1, height);
    ctx.fillStyle = off ? ink.error : ink.muted;
    ctx.fillRect(here, off ? level : top, off ? width : 1, off ? 1 : height);
    ctx.fillStyle = ink.error;
    ctx.beginPath();
    marker(ctx, off ? 3 : 0, here, level, 9);
    ctx.fill();

    let text = "";
    if (run && (pointer !== null || !(off || within))) {
      const [{ values: own }, ...others] = curves.reverse();
      text = `pass ${pass}: ${symbol} = ${format(own[pass], 6)}`;
      for (const { name, values } of others) {
        if (pass in values) text += ` (${name} ${format(values[pass])})`;
      }
      if (pass) text += `, η = ${format(run.rates[pass - 1])}`;
    } else if (run) {
      const where = off ? "set by hand" : `in pass ${moment + 1}, after ${within} of ${data.n}`;
      text = `${where}: ${symbol} = ${format(error, 6)}`;
    }
    host.say(text);
    canvas.ariaValueMax = run?.length ?? 0;
    canvas.ariaValueNow = moment ?? "";
    canvas.ariaValueText = text || "not trained yet";
  }

  for (const type of ["pointerdown", "pointermove", "pointerleave"]) {
    view.listen(canvas, type, ({ button, offsetX, pointerId }) => {
      pointer = type === "pointerleave" ? null : offsetX;
      if (type === "pointerdown" && !button) canvas.setPointerCapture(pointerId);
      if (canvas.hasPointerCapture(pointerId)) state.goTo(passAt(offsetX));
      draw();
    });
  }
  view.keys(canvas, ({ key }) => {
    if (!(key in TIMELINE_KEYS)) return false;
    state.goTo((state.moment ?? state.run?.length) + TIMELINE_KEYS[key]);
  });

  const fields = ["run", "reference", "theta", "data", "settings", "theme", "logHeight"];
  return {
    draw(changed) {
      const sized = sheet.resize(host.width, host.height);
      if (sized || fields.some((field) => changed.has(field))) draw();
    },
  };
}
