// The error panel: E after each pass, the moment on it, and the timeline under the pointer.

import { clamp, format, Frame, make, marker, Sheet } from "./drawing.js";
import { heights } from "./shown.js";

const SHORTEST = 10; // passes along the axis while a run is made step by step
const TIMELINE_KEYS = {
  ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10,
  Home: -Infinity, End: Infinity,
};

/** Bounds of the errors that one sees: of a run that explodes, the part before. */
function errorRange(curves, log) {
  const all = curves.flatMap(({ values }) => values).filter(Number.isFinite).sort((a, b) => a - b);
  const most = 8 * Math.max(curves.at(-1).values[0], all[all.length >> 2]);
  const high = all.filter((e) => e <= most).at(-1) || 1;
  const low = all.find((e) => e > 0) ?? high;
  if (!log) return [0, heights(0, high, false).to];
  return [10 ** Math.floor(Math.log10(low) - 1e-9), 10 ** Math.ceil(Math.log10(high))];
}

export function errorPanel(host) {
  const { state, view } = host;
  const sheet = new Sheet(host.body, { label: "Error of each pass" });
  const { canvas, ctx } = sheet;
  Object.assign(canvas, { tabIndex: 0, role: "slider", ariaValueMin: 0 });
  const logBox = make("input", { type: "checkbox", dataset: { action: "log" } });
  host.head.append(make("label", { title: "E on a logarithmic scale" }, logBox, "log"));
  let frame = null;
  let pointed = null; // the pass under the pointer

  function line(colour, dash, places) {
    ctx.strokeStyle = colour;
    ctx.setLineDash(dash);
    ctx.beginPath();
    for (const [x, y] of places) ctx.lineTo(x, y);
    ctx.stroke();
  }

  function draw() {
    const { run, reference, busy, settings, error, within, data } = state;
    const { ink } = view;
    const log = logBox.checked;
    const kept = reference === run ? null : reference?.error;
    const curves = [
      { name: "kept", values: kept, colour: ink.muted, dash: [2, 3] },
      { name: "held out", values: run?.heldOutError, colour: ink.heldOut, dash: [7, 4] },
      { name: "training", values: run?.error, colour: ink.training, dash: [] },
    ].filter(({ values }) => values);
    const [passes, stopped] = [run?.length ?? 0, run?.stopped ?? ""];
    const room = !run || busy || stopped === "diverged" ? settings.passes : SHORTEST;
    const last = Math.max(room, passes, reference?.length ?? 0);
    const range = errorRange(curves.length ? curves : [{ values: [error] }], log);
    const box = { left: 46, top: 22, width: sheet.width - 64, height: sheet.height - 64 };
    const { left, top, width, height } = box;
    frame = new Frame(box, [0, last], range, { log });
    sheet.clear(view.ink.paper);
    frame.axes(ctx, ink, { x: "pass", y: "E" });
    Object.assign(ctx, { font: ink.font(), textBaseline: "middle", lineWidth: 2 });
    let x = left + width; // of the legend
    for (const { name, values, colour, dash } of curves) {
      const placeOf = (e, k) => [frame.toX(k), clamp(frame.toY(e), -2, top + height)];
      line(colour, dash, values.map(placeOf)); // what explodes leaves the picture above
      x -= ctx.measureText(name).width;
      ctx.fillText(name, x, 10);
      line(colour, dash, [[x - 25, 10], [x - 4, 10]]);
      x -= 34;
    }
    if (!run) ctx.fillText("Train to see the error of each pass", left + 9, top + 9);
    ctx.fillStyle = ink.error;
    const inside = (e) => clamp(frame.toY(e), top, top + height);
    if (stopped === "diverged") {
      ctx.fillText("✕ diverged", frame.toX(passes) - 5, inside(run.error[passes]));
    }

    const moment = run ? state.moment : 0;
    const here = [moment === null ? left : frame.toX(moment + within / data.n), inside(error)];
    const upright = (at, colour) => line(colour, [], [[at, top], [at, top + height]]);
    ctx.lineWidth = 1;
    if (pointed !== null) upright(frame.toX(pointed), ink.rule);
    if (moment !== null) upright(here[0], ink.muted);
    else line(ink.error, [3, 3], [here, [left + width, here[1]]]); // off the run
    ctx.setLineDash([]);
    ctx.beginPath();
    marker(ctx, moment === null ? 3 : 0, ...here, 9);
    ctx.fill();

    const pass = pointed === null || !run ? moment : Math.min(pointed, passes);
    const others = curves.slice(0, -1).reverse().filter(({ values }) => pass in values)
      .map(({ name, values }) => ` (${name} ${format(values[pass])})`).join("");
    const eta = pass ? `, η = ${format(run.rates[pass - 1])}` : "";
    const now = `E = ${format(error, 6)}`;
    const text = !run ? "" : pass === null ? `set by hand: ${now}; drag to go to a pass`
      : pointed === null && within ? `in pass ${pass + 1}, after ${within} of ${data.n}: ${now}`
      : `pass ${pass}: E = ${format(run.error[pass], 6)}${others}${eta}`;
    host.say(text);
    canvas.ariaValueMax = passes;
    canvas.ariaValueNow = moment ?? "";
    canvas.ariaValueText = text || "not trained yet";
    const names = curves.map(({ name }) => name).join(", ");
    Object.assign(canvas.dataset, { curves: names, stopped });
  }

  for (const type of ["pointerdown", "pointermove", "pointerleave"]) {
    view.listen(canvas, type, ({ offsetX, pointerId }) => {
      const pass = clamp(Math.round(frame.fromX(offsetX)), 0, state.run?.length ?? 0);
      pointed = type === "pointerleave" || !state.run ? null : pass;
      if (type === "pointerdown") canvas.setPointerCapture(pointerId);
      if (canvas.hasPointerCapture(pointerId)) state.goTo(pass);
      draw();
    });
  }
  view.listen(logBox, "change", draw);
  view.listen(canvas, "keydown", (event) => {
    const step = TIMELINE_KEYS[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    state.goTo((state.moment ?? state.run?.length) + step);
  });

  const fields = ["run", "reference", "theta", "data", "settings", "busy", "theme"];
  return {
    draw(changed) {
      const sized = sheet.resize(host.width, host.height);
      if (sized || fields.some((field) => changed.has(field))) draw();
    },
  };
}
