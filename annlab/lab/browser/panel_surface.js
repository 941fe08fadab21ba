// The error surface in three dimensions: the network as a ball on it, and the path that led there.

import { clamp, format, make, nameOf, Sheet, ticks } from "./drawing.js";
import { HeightScale, Relief } from "./surface_raster.js";

const TURN_KEYS = {
  ArrowLeft: [5, 0], ArrowRight: [-5, 0], ArrowUp: [0, -5], ArrowDown: [0, 5],
  "+": [0, 0, 1.15], "=": [0, 0, 1.15], "-": [0, 0, 1 / 1.15],
};

/** The box with ticks and names; its edge with the heights is the key of their colours. */
function drawBox({ ctx }, ink, relief, scale, names, spans) {
  const [sx, sy] = [Math.sign(relief.cos), Math.sign(relief.sin)]; // the sides in front
  const see = (point) => relief.at(...point);
  const line = (colour, ...points) => {
    ctx.strokeStyle = colour;
    ctx.beginPath();
    for (const [x, y] of points.map(see)) ctx.lineTo(x, y);
    ctx.stroke();
  };
  /** Writes beside a place, so far away on the side of dx, dy. */
  const write = (text, [x, y], [dx, dy], from, ...bold) => {
    [ctx.font, ctx.fillStyle] = [ink.font(...bold), bold.length ? ink.ink : ink.muted];
    const reach = (ctx.measureText(text).width / 2) * Math.abs(dx) + 7 * Math.abs(dy);
    ctx.fillText(text, x + dx * (from + reach), y + dy * (from + reach));
  };
  Object.assign(ctx, { lineWidth: 1, textAlign: "center", textBaseline: "middle" });

  const corners = [[sx, -sy], [-sx, -sy], [-sx, sy]];
  const [left] = [corners[0], corners[2]].sort((a, b) => see([...a, 0])[0] - see([...b, 0])[0]);
  const [[x, bottom], [, top]] = [0, 1].map((z) => see([...left, z]));
  const errors = scale.ticks((bottom - top) / 24);
  for (const z of [0, ...errors.map((error) => scale.at(error)), 1]) {
    line(ink.rule, ...corners.map((corner) => [...corner, z]));
  }
  for (const corner of corners) line(ink.rule, [...corner, 0], [...corner, 1]);
  line(ink.muted, [-sx, sy, 0], [sx, sy, 0], [sx, -sy, 0]);
  ctx.fillStyle = ctx.createLinearGradient(0, bottom, 0, top);
  for (let h = 0; h <= 255; h += 51) {
    const colour = ink.heightTable.slice(3 * h, 3 * h + 3);
    ctx.fillStyle.addColorStop(h / 255, `rgb(${colour})`);
  }
  ctx.fillRect(x - 7, top, 7, bottom - top);
  for (const error of errors) write(format(error), see([...left, scale.at(error)]), [-1, 0], 11);
  write("E", [x, top], [0, -1], 3, 13, 600);

  spans.forEach(([low, high], k) => {
    const edge = (t, out = 1) => see(k ? [out * sx, t, 0] : [t, out * sy, 0]);
    const [start, end, [midX, midY], [outX, outY]] = [edge(-1), edge(1), edge(0), edge(0, 2)];
    const away = [outX - midX, outY - midY].map((d) => d / Math.hypot(outX - midX, outY - midY));
    const room = Math.hypot(end[0] - start[0], end[1] - start[1]);
    for (const value of ticks(low, high, Math.floor(room / 38))) {
      write(format(value), edge((2 * (value - low)) / (high - low) - 1), away, 6);
    }
    write(names[k], [midX, midY], away, 30, 13, 600);
  });
}

export function surfacePanel(host) {
  const { state, view } = host;
  const under = new Sheet(null);
  const relief = new Relief(document.createElement("canvas"));
  const sheet = new Sheet(host.body, {
    label: "Error surface. Drag or arrow keys turn it; plus, minus or the wheel zoom; Home resets.",
  });
  const { canvas, ctx } = sheet;
  const scale = new HeightScale();
  let [plane, ink] = [null, null];

  const boxes = [["logHeight", "log", "Logarithmic"], ["fit", "fit", "From lowest to highest"]]
    .map(([field, text, title]) => {
      const box = make("input", { type: "checkbox", dataset: { set: field } });
      host.head.append(make("label", { title }, box, text));
      view.listen(box, "change", () => state.set({ [field]: box.checked }));
      return box;
    });

  /** Where a θ is in the box; an error that is not finite is as high as can be. */
  const place = (theta, error) => [
    ...state.span.map(([low, high], k) => (2 * (theta[state.axes[k]] - low)) / (high - low) - 1),
    Number.isFinite(error) ? scale.at(error) : 1,
  ];
  const outside = ([x, y]) => !(Math.abs(x) <= 1 && Math.abs(y) <= 1);

  const use = (strokeStyle, lineWidth, globalAlpha = 1, dash = [], fillStyle = strokeStyle) => {
    Object.assign(ctx, { strokeStyle, lineWidth, globalAlpha, fillStyle });
    ctx.setLineDash(dash);
  };
  const disc = ([x, y], radius, flat = 1) => {
    ctx.beginPath();
    ctx.ellipse(x, y, radius, radius * flat, 0, 0, 2 * Math.PI);
    ctx.fill();
    ctx.stroke();
  };

  const drawRun = (run, now, colour, dash) => {
    if (!run?.length) return;
    const [passed, faint, off] = [new Path2D(), new Path2D(), new Path2D()];
    const on = (time) => {
      const k = Math.min(Math.floor(time), run.length - 1);
      const [from, to] = [k, k + 1].map((at) => place(run.thetas[at], run.error[at]));
      return from.map((value, m) => value + (time - k) * (to[m] - value));
    };
    const steps = Math.min(800, run.length * Math.ceil(200 / run.length));
    let [from, line] = [relief.at(...on(0)), null];
    for (let step = 1; step <= steps; step++) {
      const time = (step / steps) * run.length;
      const spot = on(time);
      const to = relief.at(...spot);
      const next = outside(spot) ? off : !relief.shows(to) || time > now ? faint : passed;
      if (next !== line) next.moveTo(from[0], from[1]);
      next.lineTo(to[0], to[1]);
      [from, line] = [to, next];
    }
    ctx.lineJoin = ctx.lineCap = "round";
    use(ink.paper, 4.5, 0.75);
    ctx.stroke(passed);
    use(colour, 2.2, 1, dash);
    ctx.stroke(passed);
    use(colour, 1.5, 0.5, dash);
    ctx.stroke(faint); // what is hidden or still to come
    use(colour, 2, 1, [], ink.paper);
    if (!outside(on(0))) disc(relief.at(...on(0)), 4);
  };

  /** The network as a ball with its stem and its foot on the floor; how it lies, in a word. */
  const drawBall = () => {
    const here = place(state.theta, state.error);
    const [u, v, z] = here.map((value) => clamp(value, -1, 1));
    const [ball, foot] = [relief.at(u, v, z), relief.at(u, v, 0)];
    const [x, y] = ball;
    const lies = outside(here) ? " (outside)" : relief.shows(ball) ? "" : " (hidden)";
    use(ink.ink, 1, 0.55, [3, 3]);
    ctx.beginPath();
    ctx.moveTo(x, y);
    ctx.lineTo(foot[0], foot[1]);
    ctx.stroke();
    use(ink.ink, 1, 0.25);
    disc(foot, 6.5, relief.tilt);
    const shine = ctx.createRadialGradient(x - 2, y - 2.5, 0, x, y, 6.5);
    shine.addColorStop(0, "#fff");
    shine.addColorStop(0.4, ink.error);
    if (lies) use(ink.error, 2, 1, [3, 2.5], `${ink.paper}a0`);
    else use(ink.paper, 1.5, 1, [], shine);
    disc(ball, 6.5);
    const side = x < sheet.width - 90 ? 1 : -1;
    use(ink.paper, 3.5, 1, [], ink.ink);
    Object.assign(ctx, {
      font: ink.font(13, 600), textBaseline: "middle", textAlign: side > 0 ? "left" : "right",
    });
    for (const way of ["strokeText", "fillText"]) {
      ctx[way](`E = ${format(state.error)}`, x + 12 * side, Math.max(10, y - 7));
    }
    return lies;
  };

  const draw = (changed) => {
    const { axes, net, span, theta } = state;
    const resized = changed.has("size") || changed.has("theme");
    if (resized) {
      ({ ink } = view);
      for (const each of [under, sheet]) each.resize(host.width, host.height);
      relief.resize(host.width, host.height, ink);
    }
    for (const box of boxes) box.checked = state[box.dataset.set];
    const turned = resized || changed.has("turn");
    if (turned) relief.aim(state.turn);
    const names = axes.map((index) => nameOf(net.names[index]));
    const scaled = scale.follow(state.plane, state.logHeight) || turned;
    if (scaled || changed.has("axes") || changed.has("span")) {
      under.clear();
      drawBox(under, ink, relief, scale, names, span);
    }
    if (scaled || plane !== state.plane) {
      ({ plane } = state);
      relief.draw(plane, scale);
      const { low, high } = plane;
      Object.assign(canvas.dataset, { low, high, turn: Object.values(state.turn) });
    }
    sheet.clear(ink.paper, under);
    ctx.drawImage(relief.canvas, 0, 0, relief.columns / relief.sharp, relief.rows / relief.sharp);
    drawRun(state.reference, Infinity, ink.ink, [6, 4]);
    drawRun(state.run, state.moment ?? Infinity, ink.error, []);
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
  const home = () => state.set({ turn: { azimuth: -58, elevation: 32, zoom: 1 } });
  Object.assign(canvas, { tabIndex: 0, role: "application" });
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
  view.listen(canvas, "dblclick", home);
  view.listen(canvas, "keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Home") home();
    else if (TURN_KEYS[event.key]) turn(...TURN_KEYS[event.key]);
    else return;
    event.preventDefault();
  });
  view.listen(canvas, "wheel", (event) => {
    if (!event.ctrlKey && !canvas.matches(":focus")) return;
    event.preventDefault();
    turn(0, 0, Math.exp(-0.0015 * event.deltaY));
  }, { passive: false });

  return { draw };
}
