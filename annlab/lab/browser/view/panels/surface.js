// The error surface in three dimensions: the network as a ball on it, and the path that led there.

import { format, nameOf } from "../../numbers/format.js";
import { HeightScale } from "../../numbers/height_scale.js";
import { clamp, ticks } from "../../numbers/scales.js";
import { make } from "../dom.js";
import { Relief } from "../relief.js";
import { Sheet } from "../sheet.js";

// By how many degrees a key turns the surface, and how much larger it makes it.
const TURN_KEYS = {
  ArrowLeft: [5, 0],
  ArrowRight: [-5, 0],
  ArrowUp: [0, -5],
  ArrowDown: [0, 5],
  "+": [0, 0, 1.15],
  "-": [0, 0, 1 / 1.15],
};

/** From −1 to 1: where a value of a parameter is along the box. */
const along = (value, [low, high]) => (2 * (value - low)) / (high - low) - 1;

/** The box with ticks and names; its edge with the heights is the key of their colours. */
function drawBox(ctx, ink, relief, scale, names, spans) {
  const [sx, sy] = [Math.sign(relief.cos), Math.sign(relief.sin)]; // the sides in front
  const [left, behind, right, front] = [
    [sy, -sx],
    [-sx, -sy],
    [-sy, sx],
    [sx, sy],
  ];
  const line = (colour, ...points) => {
    ctx.strokeStyle = colour;
    ctx.beginPath();
    for (const [x, y] of points.map((point) => relief.at(point))) ctx.lineTo(x, y);
    ctx.stroke();
  };
  Object.assign(ctx, { lineWidth: 1, textBaseline: "middle", textAlign: "right" });
  ctx.setLineDash([]);

  const [[x, bottom], [, top]] = [0, 1].map((z) => relief.at([...left, z]));
  const errors = scale.ticks((bottom - top) / 24);
  for (const z of [0, ...errors.map((error) => scale.at(error)), 1]) {
    line(ink.rule, [...left, z], [...behind, z], [...right, z]);
  }
  for (const corner of [left, behind, right]) line(ink.rule, [...corner, 0], [...corner, 1]);
  line(ink.muted, [...left, 0], [...front, 0], [...right, 0]);

  const key = ctx.createLinearGradient(0, bottom, 0, top);
  for (let h = 0; h < 256; h += 51) {
    key.addColorStop(h / 255, `rgb(${ink.heightTable.slice(3 * h, 3 * h + 3)})`);
  }
  ctx.fillStyle = key;
  ctx.fillRect(x - 7, top, 7, bottom - top);
  const write = (text, [px, py], font = ink.font(), colour = ink.muted) => {
    Object.assign(ctx, { font, fillStyle: colour });
    ctx.fillText(text, px, py);
  };
  const bold = [ink.font(13, 600), ink.ink];
  for (const error of errors) {
    const y = relief.at([...left, scale.at(error)])[1];
    // The lowest one would meet the numbers of the floor.
    if (y < bottom - 8) write(format(error), [x - 11, y]);
  }
  write("E", [x, top - 10], ...bold);
  spans.forEach((span, k) => {
    ctx.textAlign = k === Number(sx === sy) ? "right" : "left";
    /** Below a place that is so far before the edge. */
    const before = (t, out, below) => {
      const [px, py] = relief.at(k ? [out * sx, t, 0] : [t, out * sy, 0]);
      return [px, py + below];
    };
    for (const value of ticks(...span, 3)) write(format(value), before(along(value, span), 1.1, 8));
    write(names[k], before(0, 1.3, 22), ...bold);
  });
}

export function surfacePanel(host) {
  const { state, view } = host;
  const relief = new Relief();
  const sheet = new Sheet(host.body, {
    label: "Error surface. Drag or arrow keys turn it; plus, minus or the wheel zoom; Home resets.",
  });
  const { canvas, ctx } = sheet;
  const scale = new HeightScale();
  let [plane, ink] = [null, null];

  const boxes = [
    ["logHeight", "log"],
    ["fit", "fit"],
  ].map(([field, text]) => {
    const box = make("input", { type: "checkbox", dataset: { set: field } });
    host.head.append(make("label", {}, box, text));
    view.listen(box, "change", () => state.set({ [field]: box.checked }));
    return box;
  });

  /** Where a θ is in the box; an error that is not finite is as high as can be. */
  const place = (theta, error) => [
    ...state.span.map((span, k) => along(theta[state.axes[k]], span)),
    Number.isFinite(error) ? scale.at(error) : 1,
  ];
  const outside = ([x, y]) => !(Math.abs(x) <= 1 && Math.abs(y) <= 1);

  const paint = (path, strokeStyle, lineWidth, dash = [], fillStyle = "transparent") => {
    Object.assign(ctx, { strokeStyle, lineWidth, fillStyle });
    ctx.setLineDash(dash);
    ctx.fill(path);
    ctx.stroke(path);
  };
  const disc = ([x, y], radius = 6.5) => {
    const path = new Path2D();
    path.arc(x, y, radius, 0, 2 * Math.PI);
    return path;
  };

  const drawRun = (run, now, colour, dash) => {
    if (!run?.length) return;
    const count = Math.min(800, run.length * Math.ceil(200 / run.length));
    const spots = Array.from({ length: count + 1 }, (_, step) => {
      const time = (step / count) * run.length;
      const k = Math.min(Math.floor(time), run.length - 1);
      const [from, to] = [k, k + 1].map((at) => place(run.thetas[at], run.error[at]));
      return from.map((value, m) => value + (time - k) * (to[m] - value));
    });
    const [whole, passed] = [new Path2D(), new Path2D()];
    for (const [x, y] of spots.map((spot) => relief.at(spot))) whole.lineTo(x, y);
    relief.trace(passed, spots.slice(0, Math.round((now / run.length) * count) + 1));
    ctx.save();
    ctx.lineCap = "round";
    paint(whole, `${colour}80`, 1.5, dash);
    paint(passed, ink.paper, 4.5);
    paint(passed, colour, 2.2, dash);
    paint(disc(relief.at(spots[0]), 4), colour, 2, [], ink.paper);
    ctx.restore();
  };

  /** The network as a ball with its stem; how it lies, in a word. */
  const drawBall = () => {
    const here = place(state.theta, state.error);
    const [u, v, z] = here.map((value) => clamp(value, -1, 1));
    const ball = relief.at([u, v, z]);
    const [x, y] = ball;
    const lies = outside(here) ? " (outside)" : relief.shows(ball) ? "" : " (hidden)";
    paint(new Path2D(`M${x} ${y}V${relief.at([u, v, 0])[1]}`), `${ink.ink}90`, 1, [3, 3]);
    if (lies) paint(disc(ball), ink.error, 2, [3, 2.5], `${ink.paper}a0`);
    else paint(disc(ball), ink.paper, 1.5, [], ink.error);
    const side = x < sheet.width - 90 ? 1 : -1;
    Object.assign(ctx, {
      strokeStyle: ink.paper,
      lineWidth: 3.5,
      fillStyle: ink.ink,
      font: ink.font(13, 600),
      textAlign: side > 0 ? "left" : "right",
    });
    for (const way of ["strokeText", "fillText"]) {
      ctx[way](`E = ${format(state.error)}`, x + 12 * side, Math.max(10, y - 7));
    }
    return lies;
  };

  const draw = (changed) => {
    const { axes, net, span, theta, turn } = state;
    const names = axes.map((index) => nameOf(net.names[index]));
    if (changed.has("size") || changed.has("theme")) {
      ({ ink } = view);
      sheet.resize(host.width, host.height);
      relief.resize(host.width, host.height, ink.heightTable);
      plane = null;
    }
    if (plane !== state.plane || changed.has("turn") || changed.has("logHeight")) {
      ({ plane } = state);
      scale.follow(plane, state.logHeight);
      relief.draw(plane, scale, turn);
      relief.grid(span.map((ends) => ticks(...ends, 10).map((value) => along(value, ends))));
      const { low, high } = plane;
      Object.assign(canvas.dataset, { low, high, turn: Object.values(turn) });
    }
    for (const box of boxes) box.checked = state[box.dataset.set];
    sheet.clear(ink.paper);
    drawBox(ctx, ink, relief, scale, names, span);
    ctx.drawImage(relief.canvas, 0, 0, host.width, host.height);
    drawRun(state.reference, Infinity, ink.ink, [6, 4]);
    drawRun(state.run, state.moment ?? Infinity, ink.error);
    const places = axes.map((index, k) => `${names[k]} = ${format(theta[index])}`);
    host.say(`E = ${format(state.error)} at ${places.join(", ")}${drawBall()}`);
  };

  const turn = (azimuth, elevation, zoom = 1) => {
    const old = state.turn;
    state.set({
      turn: {
        azimuth: (old.azimuth + azimuth) % 360,
        elevation: clamp(old.elevation + elevation, 10, 75),
        zoom: clamp(old.zoom * zoom, 0.5, 6),
      },
    });
  };
  Object.assign(canvas.style, { touchAction: "none", cursor: "grab" });
  let held = null;
  view.listen(canvas, "pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    held = event;
  });
  view.listen(canvas, "pointermove", (event) => {
    if (!event.buttons || event.pointerId !== held?.pointerId) return;
    turn((held.clientX - event.clientX) / 2, (event.clientY - held.clientY) / 2);
    held = event;
  });
  view.keys(canvas, ({ key }) => {
    if (key === "Home") state.set({ turn: { azimuth: -58, elevation: 32, zoom: 1 } });
    else if (TURN_KEYS[key]) turn(...TURN_KEYS[key]);
    else return false;
  });
  view.listen(
    canvas,
    "wheel",
    (event) => {
      if (!event.ctrlKey && !canvas.matches(":focus")) return;
      event.preventDefault();
      turn(0, 0, Math.exp(-0.0015 * event.deltaY));
    },
    { passive: false },
  );

  return { draw };
}
