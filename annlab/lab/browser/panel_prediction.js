// The prediction: what the network says wherever its one or two inputs may be, and own data.

import { clamp, format, Frame, make, marker, Sheet } from "./drawing.js";
import { readingOf } from "./prediction_data.js";
import { drawCurves, drawRegions } from "./prediction_picture.js";

const SHOWN = ["size", "theme", "box", "theta", "data", "example", "showHidden", "given"];
const NEAR = 10; // CSS px within which an example is meant
const KEYS = { // how far each moves the crosshair
  ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1],
  Enter: [0, 0], " ": [0, 0], Delete: [0, 0],
};

export function predictionPanel(host) {
  const { state, view, state: { net, net: { inputs, outputs } } } = host;
  const flat = inputs === 2;
  const sheet = new Sheet(host.body, {
    label: `Prediction over ${flat ? "x₁ and x₂" : "x"}: arrow keys move a crosshair, `
      + "Enter clicks there, Delete takes the nearest example away",
  });
  const { canvas, ctx } = sheet;
  Object.assign(canvas, { tabIndex: 0, role: "application" });
  const tool = make("select", { ariaLabel: "What a click on the picture does" });
  const clear = make("button", { textContent: "clear", title: "keep only the chosen example" });
  const given = make("button", { textContent: "given", title: "back to the data as given" });
  const hidden = make("input", { type: "checkbox" });
  const label = make("label", {}, hidden, "hidden");
  host.head.append(tool, clear, given, net.layers > 1 ? label : "");
  let at = null; // where the pointer or the crosshair is, in px
  let crosshair = false;
  let pointed = false; // since the last drawing
  let held = null; // the example that a pointer carries
  let right = null; // how many examples are classified rightly
  let reading, frame, places;

  function draw(changed) {
    if (!pointed && !SHOWN.some((name) => changed.has(name))) return;
    pointed = false;
    if (changed.has("given")) readTargets();
    hidden.checked = state.showHidden;
    const { width, height } = host;
    const { ink } = view;
    const [x, y = reading.range] = state.box;
    sheet.resize(width, height);
    sheet.clear(ink.paper);
    frame = new Frame({ left: 42, top: 20, width: width - 54, height: height - 60 }, x, y);
    frame.axes(ctx, ink, flat ? { x: "x₁", y: "x₂" } : { x: "x", y: "t" });
    ctx.save();
    frame.clip(ctx);
    if (flat) drawRegions(ctx, ink, frame, state, reading);
    drawData();
    if (!flat) drawCurves(ctx, ink, frame, state, reading);
    drawMarks();
    ctx.restore();
    Object.assign(canvas.dataset, {
      frame: JSON.stringify({ ...frame.box, x, y }), examples: state.data.n, right: right ?? "",
    });
    host.say(words());
  }

  /** A tool for each class of the data. */
  function readTargets() {
    reading = readingOf(net, state.given);
    const classes = Array.from({ length: reading.kinds }, (_, k) => `add class ${k}`);
    const names = ["look", ...(reading.kinds ? classes : ["add point"]), "erase"];
    tool.replaceChildren(...names.map((value) =>
      make("option", { value, textContent: `${value} ${"●■▲◆"[value.at(-1)] ?? ""}` })));
    use();
  }

  function use() {
    canvas.dataset.tool = tool.value;
    clear.hidden = given.hidden = tool.value === "look";
    label.style.display = clear.hidden ? "" : "none"; // there is not room for all
  }

  function drawData() {
    const { data: { n, x, t } } = state;
    const { kinds, kindOf } = reading;
    const { classes, muted, paper } = view.ink;
    Object.assign(ctx, { strokeStyle: paper, lineWidth: 0.8 });
    places = [];
    for (let from = 0; from < n * outputs; from += kinds ? outputs : 1) {
      const k = Math.floor(from / outputs);
      const shape = kinds ? kindOf(t, from) : from % outputs;
      const left = frame.toX(x[inputs * k]);
      const top = frame.toY(flat ? x[2 * k + 1] : kinds && outputs > 1 ? 1 : t[from]);
      places[k] ??= [left, top];
      ctx.fillStyle = kinds || outputs > 1 ? classes[shape] : muted;
      ctx.beginPath();
      marker(ctx, shape, left, top, size());
      ctx.fill();
      ctx.stroke();
    }
  }

  const size = () => (state.data.n <= 20 ? 11 : state.data.n <= 250 ? 8 : 6);

  /** Those that are classified wrongly, the chosen example, and the crosshair. */
  function drawMarks() {
    const { data, example, theta } = state;
    const { error, ink, paper } = view.ink;
    const { kinds, kindOf } = reading;
    const wrong = [...places.keys()].filter((k) => kinds
      && kindOf(net.forward(theta, data.x, k * inputs)) !== kindOf(data.t, k * outputs));
    right = kinds ? data.n - wrong.length : null;
    const rings = (examples, gap, strokeStyle, lineWidth) => {
      Object.assign(ctx, { strokeStyle, lineWidth });
      ctx.beginPath();
      for (const k of examples) marker(ctx, 0, ...places[k], size() + gap);
      ctx.stroke();
    };
    rings(wrong, 4, error, data.n > 250 ? 0.8 : 1.4);
    rings([example], 11, paper, 4.4);
    rings([example], 11, ink, 2.4);
    if (!crosshair) return;
    const { left, top, width, height } = frame.box;
    ctx.fillStyle = ink;
    ctx.fillRect(left, at[1], width, 1);
    ctx.fillRect(at[0], top, 1, height);
  }

  function words() {
    const { data, error, theta } = state;
    const { kinds, kindOf } = reading;
    if (!at && kinds) return `${right} of ${data.n} right`;
    if (!at) return `E = ${format(error, 4)} over ${data.n} examples`;
    const list = (values) => Array.from(values, (value) => format(value)).join(", ");
    const k = nearest();
    const x = k < 0 ? frame.at(...at) : data.x.slice(k * inputs);
    const a = net.forward(theta, x);
    const says = `x = ${flat ? `(${list(x.slice(0, 2))})` : format(x[0])}: output ${list(a)}`;
    if (k < 0) return kinds ? `${says}, class ${kindOf(a)}` : says;
    const t = targetsOf(k);
    const verdict = !kinds ? `a − t = ${list(a.map((value, j) => value - t[j]))}`
      : kindOf(a) === kindOf(t) ? "right" : "wrong";
    return `example ${k + 1}, ${says}, t = ${list(t)}, ${verdict}`;
  }

  const targetsOf = (k) => state.data.t.slice(k * outputs, (k + 1) * outputs);

  /** The example nearest to the pointer or the crosshair, if one is within reach; else −1. */
  function nearest(reach = NEAR) {
    const away = places.map(([x, y]) => Math.hypot(at[0] - x, at[1] - y));
    return away.indexOf(away.reduce((low, one) => Math.min(low, one), reach));
  }

  /** An example where the pointer is; over one input its height may be its target. */
  function here(t) {
    const [x, y] = frame.at(...at);
    return flat ? [[x, y], t] : [[x], reading.kinds || outputs > 1 ? t : [y]];
  }

  function point(place, byKeys = false) {
    [at, crosshair, pointed] = [place, byKeys, true];
    state.request();
  }

  /** What a click does there; the example that it leaves in hand, or −1. */
  function click() {
    const k = nearest();
    const kind = Number(tool.value.at(-1));
    if (tool.value.startsWith("add")) {
      state.addPoint(...here(kind >= 0 ? reading.targets(kind) : targetsOf(state.example)));
      state.set({ example: state.data.n - 1 });
      return state.example;
    }
    if (k >= 0 && tool.value === "look") state.set({ example: k });
    else if (k >= 0) state.removePoint(k);
    return tool.value === "look" ? k : -1;
  }

  view.listen(tool, "change", use);
  view.listen(clear, "click", () => state.keepPoint(state.example));
  view.listen(given, "click", () => state.setData(state.given));
  view.listen(hidden, "change", () => state.set({ showHidden: hidden.checked }));
  view.listen(canvas, "pointerdown", ({ button, offsetX: x, offsetY: y, pointerId }) => {
    if (button || !frame.holds(x, y)) return;
    point([x, y]);
    held = { k: click(), x, y };
    canvas.setPointerCapture(pointerId);
  });
  view.listen(canvas, "pointermove", ({ offsetX: x, offsetY: y }) => {
    point(held || frame.holds(x, y) ? [x, y] : null);
    if (!held || held.k < 0 || Math.hypot(x - held.x, y - held.y) < 3) return; // a trembling hand
    held.x = NaN;
    state.movePoint(held.k, ...here(targetsOf(held.k)));
  });
  for (const type of ["pointerup", "pointercancel"]) view.listen(canvas, type, () => (held = null));
  view.listen(canvas, "pointerleave", () => crosshair || point(null));
  view.listen(canvas, "blur", () => point(null));
  // A finger that holds an example carries it; elsewhere it scrolls the page.
  const carry = (event) => held?.k >= 0 && event.preventDefault();
  view.listen(canvas, "touchstart", carry, { passive: false });
  view.listen(canvas, "keydown", (event) => {
    if (!(event.key in KEYS)) return;
    event.preventDefault();
    const { left, top, width, height } = frame.box;
    const [x, y] = at ?? [left + width / 2, top + height / 2];
    const [dx, dy] = KEYS[event.key];
    point([clamp(x + (dx * width) / 50, left, left + width),
      clamp(y + (dy * height) / 50, top, top + height)], true);
    if (event.key === "Delete") state.removePoint(nearest(Infinity));
    else if (!dx && !dy) click();
  });
  return { draw };
}
