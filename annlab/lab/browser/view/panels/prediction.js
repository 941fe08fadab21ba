// The prediction: what the network says wherever its one or two inputs may be, and own data.

import { format } from "../../numbers/format.js";
import { readingOf } from "../../numbers/targets.js";
import { make } from "../dom.js";
import { Frame } from "../frame.js";
import { marker } from "../marks.js";
import { drawCurves, drawRegions } from "../prediction_picture.js";
import { Sheet } from "../sheet.js";

const SHOWN = ["size", "theme", "box", "theta", "data", "example", "showHidden", "reference"];
const NEAR = 10; // CSS px within which an example is meant
const KEYS = {
  // how many px each moves the crosshair
  ArrowLeft: [-6, 0],
  ArrowRight: [6, 0],
  ArrowUp: [0, -6],
  ArrowDown: [0, 6],
  Enter: [0, 0],
  " ": [0, 0],
  Delete: [0, 0],
};

export function predictionPanel(host) {
  const {
    state,
    view,
    state: {
      net,
      net: { inputs, outputs },
    },
  } = host;
  const flat = inputs === 2;
  const sheet = new Sheet(host.body, {
    label:
      `Prediction over ${flat ? "x₁ and x₂" : "x"}: arrow keys move a crosshair, ` +
      "Enter clicks there, Delete takes the nearest example away",
  });
  const { canvas, ctx } = sheet;
  canvas.style.touchAction = "none";
  const tool = make("select", { ariaLabel: "What a click on the picture does" });
  const clear = make("button", { textContent: "clear", title: "keep only the chosen example" });
  const given = make("button", { textContent: "given", title: "back to the data as given" });
  const hidden = make("input", { type: "checkbox" });
  const label = make("label", {}, hidden, "hidden");
  host.head.append(tool, clear, given, net.layers > 1 ? label : "");
  let at = null; // where the pointer or the crosshair is, in px
  let crosshair = false;
  let pointed = false; // since the last drawing
  let held = null; // the example that a pointer carries, and where it was taken
  let read, reading, frame, places, right; // read: the data in which the classes were looked up

  function draw(changed) {
    if (read !== state.given) readTargets();
    if (!pointed && !SHOWN.some((name) => changed.has(name))) return;
    pointed = false;
    hidden.checked = state.showHidden;
    const {
      width,
      height,
      view: { ink },
    } = host;
    const [x, y = reading.range] = state.box;
    sheet.resize(width, height);
    sheet.clear(ink.paper);
    frame = new Frame({ left: 42, top: 20, width: width - 54, height: height - 81 }, x, y);
    frame.axes(ctx, ink, flat ? { x: "x₁", y: "x₂" } : { x: "x", y: "t" });
    ctx.save();
    frame.clip(ctx);
    if (flat) drawRegions(ctx, ink, frame, state, reading);
    drawExamples(ink);
    if (!flat) drawCurves(ctx, ink, frame, state, reading);
    if (crosshair) {
      ctx.fillStyle = ink.ink;
      ctx.fillRect(0, at[1], width, 1);
      ctx.fillRect(at[0], 0, 1, height);
    }
    ctx.restore();
    Object.assign(canvas.dataset, {
      frame: JSON.stringify({ ...frame.box, x, y }),
      examples: state.data.n,
      right,
    });
    host.say(words());
  }

  /** A tool for each class of the data. */
  function readTargets() {
    read = state.given;
    reading = readingOf(net, read);
    const classes = Array.from({ length: reading.kinds }, (_, k) => `add class ${k}`);
    const names = ["look", ...(reading.kinds ? classes : ["add point"]), "erase"];
    tool.replaceChildren(
      ...names.map((value) =>
        make("option", { value, textContent: `${value} ${"●■▲◆"[value.at(-1)] ?? ""}` }),
      ),
    );
    use();
  }

  function use() {
    clear.hidden = given.hidden = tool.value === "look";
    label.style.display = clear.hidden ? "" : "none"; // there is not room for all
  }

  /** Their markers; rings about those classified wrongly and about the chosen one. */
  function drawExamples({ classes, error, ink, muted, paper, predictionTable }) {
    const {
      data: { n, x, t },
      example,
      theta,
    } = state;
    const { kinds, kindOf, from: low, to: high } = reading;
    const size = n <= 20 ? 11 : n <= 250 ? 8 : 6;
    const several = kinds || outputs > 1;
    Object.assign(ctx, { strokeStyle: flat && !several ? ink : paper, lineWidth: 0.8 });
    places = [];
    for (let from = 0; from < t.length; from += kinds ? outputs : 1) {
      const k = Math.floor(from / outputs);
      const shape = kinds ? kindOf(t, from) : from % outputs;
      const left = frame.toX(x[inputs * k]);
      const top = frame.toY(flat ? x[2 * k + 1] : kinds && outputs > 1 ? 1 : t[from]);
      places[k] ??= [left, top];
      const shade = 3 * Math.round((255 * (t[from] - low)) / (high - low)); // as the regions
      ctx.fillStyle = several
        ? classes[shape]
        : flat
          ? `rgb(${predictionTable.subarray(shade, shade + 3)})`
          : muted;
      ctx.beginPath();
      marker(ctx, shape, left, top, size);
      ctx.fill();
      ctx.stroke();
    }
    const rings = (examples, gap, strokeStyle, lineWidth) => {
      Object.assign(ctx, { strokeStyle, lineWidth });
      ctx.beginPath();
      for (const k of examples) marker(ctx, 0, ...places[k], size + gap);
      ctx.stroke();
    };
    const wrong = [...places.keys()].filter(
      (k) => kinds && kindOf(net.forward(theta, x, k * inputs)) !== kindOf(t, k * outputs),
    );
    right = kinds ? n - wrong.length : "";
    rings(wrong, 4, error, 1.3);
    rings([example], 11, ink, 2.4);
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
    const says =
      `x = ${flat ? `(${list(x.slice(0, 2))})` : format(x[0])}: output ${list(a)}` +
      (kinds ? `, class ${kindOf(a)}` : "");
    return k < 0 ? says : `example ${k + 1}, ${says}, t = ${list(targetsOf(k))}`;
  }

  const targetsOf = (k) => state.data.t.slice(k * outputs, (k + 1) * outputs);

  /** The example nearest to the pointer or the crosshair, if one is within reach; else −1. */
  function nearest(reach = NEAR) {
    const away = places.map(([x, y]) => Math.hypot(at[0] - x, at[1] - y));
    return away.indexOf(Math.min(reach, ...away));
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
    if (tool.value === "look") {
      if (k >= 0) state.set({ example: k });
      return k;
    }
    if (tool.value === "erase") {
      if (k >= 0) state.edit((rows) => rows.toSpliced(k, 1));
      return -1;
    }
    const kind = tool.selectedIndex - 1;
    const t = reading.kinds ? reading.targets(kind) : targetsOf(state.example);
    state.edit((rows) => [...rows, here(t)]);
    state.set({ example: state.data.n - 1 });
    return state.example;
  }

  view.listen(tool, "change", use);
  view.listen(clear, "click", () => state.edit((rows) => [rows[state.example]]));
  view.listen(given, "click", () => state.setData(state.given));
  view.listen(hidden, "change", () => state.set({ showHidden: hidden.checked }));
  view.listen(canvas, "pointerdown", ({ button, offsetX: x, offsetY: y, pointerId }) => {
    if (button || !frame.holds(x, y)) return;
    point([x, y]);
    const k = click();
    if (k >= 0) held = { k, x, y };
    canvas.setPointerCapture(pointerId);
  });
  view.listen(canvas, "pointermove", ({ offsetX: x, offsetY: y }) => {
    point(held || frame.holds(x, y) ? [x, y] : null);
    if (!held || Math.hypot(x - held.x, y - held.y) < 3) return; // a trembling hand
    held.x = NaN;
    state.edit((rows) => rows.with(held.k, here(targetsOf(held.k))));
  });
  view.listen(canvas, "lostpointercapture", () => (held = null));
  view.listen(canvas, "pointerleave", () => crosshair || point(null));
  view.listen(canvas, "blur", () => point(null));
  view.keys(canvas, ({ key }) => {
    if (!(key in KEYS)) return false;
    const { left, top, width, height } = frame.box;
    const place = at?.map((value, k) => value + KEYS[key][k]) ?? [
      left + width / 2,
      top + height / 2,
    ];
    if (frame.holds(...place)) point(place, true);
    if (key === "Delete") state.edit((rows) => rows.toSpliced(nearest(Infinity), 1));
    else if (!key.startsWith("Arrow")) click();
  });
  return { draw };
}
