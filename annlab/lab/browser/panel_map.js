// The error surface from above: colours and contour lines, the way down, θ under the hand.

import { arrow, clamp, contours, format, Frame } from "./drawing.js";
import { nameOf, rounded, Sheet, ticks } from "./drawing.js";
import { HeightScale } from "./surface_raster.js";

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] };

export function strokeAs(ctx, strokeStyle, lineWidth, dash = [], globalAlpha = 1) {
  ctx.save();
  Object.assign(ctx, { strokeStyle, lineWidth, globalAlpha });
  ctx.setLineDash(dash);
  ctx.stroke();
  ctx.restore();
}

/** A dot, or where its place is out of the frame an arrow head at the border towards it. */
export function ball(ctx, ink, frame, x, y, radius = 6.5, fillStyle = ink.error) {
  const { left, top, width, height } = frame.box;
  const [px, py] = [clamp(x, left, left + width), clamp(y, top, top + height)];
  const angle = Math.atan2(y - py, x - px);
  Object.assign(ctx, { fillStyle, strokeStyle: ink.paper, lineWidth: 1.5 });
  ctx.beginPath();
  if (frame.holds(x, y)) ctx.arc(x, y, radius, 0, 2 * Math.PI);
  else arrow(ctx, px - 16 * Math.cos(angle), py - 16 * Math.sin(angle), px, py, 16);
  ctx.fill();
  ctx.stroke();
}

/** Calls drag(x, y) with where on a frame a hand holds a canvas, or moves by keys from place() to;
 *  look(x, y) with where it points, look() if nowhere. */
export function workable(view, canvas, { frame, place, drag, look }) {
  let held = false;
  Object.assign(canvas, { tabIndex: 0, role: "application" });
  for (const kind of ["down", "move", "up", "cancel", "leave"]) {
    view.listen(canvas, `pointer${kind}`, ({ button, pointerId, offsetX, offsetY }) => {
      const inside = frame().holds(offsetX, offsetY) && kind !== "leave";
      if (kind !== "move") held = kind === "down" && button === 0 && inside;
      if (kind === "down" && held) canvas.setPointerCapture(pointerId);
      (held ? drag : look)(...(held || inside ? frame().at(offsetX, offsetY) : []));
    });
  }
  view.listen(canvas, "keydown", (event) => {
    const way = ARROWS[event.key];
    if (!way || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    drag(...place().map((value, k) => {
      const [low, high] = [frame().x, frame().y][k];
      const step = (high - low) / (event.shiftKey ? 200 : 40);
      return way[k] ? rounded(value + way[k] * step, step / 1000) : value;
    }));
    look();
  });
}

export function mapPanel(host) {
  const { state, view } = host;
  const ground = new Sheet(null);
  const sheet = new Sheet(host.body, { label: "Map of the error" });
  const { canvas, ctx } = sheet;
  const picture = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const scale = new HeightScale();
  let frame = null;
  let shown = null; // the plane that the ground shows, which stays as it is while θ moves in it
  let looked = []; // the place that is pointed at

  workable(view, canvas, {
    frame: () => frame,
    place: () => state.axes.map((axis) => state.theta[axis]),
    drag(u, v) {
      looked = [];
      state.place(u, v);
    },
    look(...place) {
      looked = place;
      tell(state);
    },
  });

  const names = () => state.axes.map((axis) => nameOf(state.net.names[axis]));

  function drawGround({ ctx }, { plane, logHeight }, { heightTable, muted, font }) {
    const { error, rows, cols, low, high } = plane;
    const { left, top, width, height } = frame.box;
    const [last, right, bottom] = [cols - 1, left + width, top + height];
    scale.follow(plane, logHeight, false);
    // An error that is not finite is as light as the highest, as on the surface.
    const shade = (value) => 3 * Math.round(255 * (Number.isFinite(value) ? scale.at(value) : 1));
    const image = new ImageData(cols, rows);
    error.forEach((value, k) => {
      const at = 4 * (k + (rows - 1 - 2 * Math.floor(k / cols)) * cols); // v grows upwards
      image.data.set(heightTable.subarray(shade(value), shade(value) + 3), at);
      image.data[at + 3] = 255;
    });
    Object.assign(picture.canvas, { width: cols, height: rows });
    picture.putImageData(image, 0, 0);
    ground.clear();
    // The values belong to the middles of pixels: the outer halves are cut off.
    ctx.drawImage(picture.canvas, 0.5, 0.5, last, last, left, top, width, height);

    const ramp = ctx.createLinearGradient(0, bottom, 0, top); // what heights the colours mean
    for (let k = 0; k <= 4; k++) {
      const at = 3 * Math.round(63.75 * k);
      ramp.addColorStop(k / 4, `rgb(${heightTable.subarray(at, at + 3)})`);
    }
    ctx.fillStyle = ramp;
    ctx.fillRect(right + 12, top, 12, height);
    Object.assign(ctx, { font: font(12), textAlign: "left", textBaseline: "middle" });
    const upAt = (value) => bottom - height * scale.at(value);
    ctx.fillStyle = muted;
    for (const value of scale.ticks(4)) ctx.fillText(format(value), right + 28, upAt(value));

    const even = ticks(...(logHeight ? [scale.low, Math.log10(high)] : [low, high]), 8);
    const levels = even.map((level) => (logHeight ? 10 ** level : level));
    for (const level of levels) {
      ctx.beginPath();
      contours(error, rows, cols, level, (x0, y0, x1, y1) => {
        if (Number.isNaN(x0 + y0 + x1 + y1)) return; // beside an error that is no number
        ctx.moveTo(left + (x0 * width) / last, bottom - (y0 * height) / last);
        ctx.lineTo(left + (x1 * width) / last, bottom - (y1 * height) / last);
      });
      ctx.moveTo(right + 12, upAt(level));
      ctx.lineTo(right + 24, upAt(level));
      strokeAs(ctx, scale.at(level) < 0.5 ? "#ffffff90" : "#14283c90", 1);
    }
    canvas.dataset.levels = levels;
  }

  const placeOf = (theta) => {
    const [u, v] = state.axes;
    return [frame.toX(theta[u]), frame.toY(theta[v])];
  };

  /** A run's way in this plane, up to a pass. */
  function trace({ thetas }, to) {
    let [x, y] = [NaN, NaN];
    ctx.beginPath();
    for (let k = 0; k <= to; k++) {
      const [px, py] = placeOf(thetas[k]).map((pixel) => clamp(pixel, -1e4, 1e4));
      if (Math.abs(px - x) + Math.abs(py - y) < 1 && k < to) continue;
      ctx.lineTo((x = px), (y = py));
    }
  }

  function drawRun({ run, moment }, ink) {
    trace(run, run.length);
    strokeAs(ctx, ink.paper, 4.5);
    strokeAs(ctx, ink.error, 1.2); // what is still to come, thin
    trace(run, moment ?? run.length);
    strokeAs(ctx, ink.error, 2.6);
    ctx.beginPath();
    ctx.arc(...placeOf(run.thetas[0]), 4.5, 0, 2 * Math.PI);
    ctx.fillStyle = ink.paper;
    ctx.fill();
    strokeAs(ctx, ink.error, 2);
  }

  /** The negative gradient in this plane, longer where it is steeper, and the network. */
  function drawPlace({ axes, gradient, plane, theta }, ink) {
    const [x, y] = placeOf(theta);
    const [dx, dy] = [-gradient[axes[0]] * frame.scaleX, gradient[axes[1]] * frame.scaleY];
    const { x: [west, east], y: [south, north] } = frame;
    const slope = Math.hypot(gradient[axes[0]] * (east - west), gradient[axes[1]] * (north - south))
      / (plane.to - plane.from); // 1: as steep as from end to end of both scales
    const long = (26 + (50 * slope) / (1 + slope)) / Math.hypot(dx, dy);
    const seen = slope > 1e-9 && slope < Infinity && frame.holds(x, y);
    canvas.dataset.arrow = seen ? [dx * long, dy * long].map((px) => px.toFixed(1)) : "";
    for (const [colour, lineWidth] of seen ? [[ink.paper, 5.5], [ink.ink, 2.4]] : []) {
      Object.assign(ctx, { strokeStyle: colour, fillStyle: colour, lineWidth });
      arrow(ctx, x, y, x + dx * long, y + dy * long, 11);
      if (colour === ink.paper) ctx.stroke(); // the edge of its head
    }
    ball(ctx, ink, frame, x, y);
  }

  function tell({ axes, data, gradient, net, theta }) {
    const [u, v] = names();
    if (!looked.length) {
      const [down, on] = axes.map((axis) => format(-gradient[axis]));
      return host.say(`−∂E/∂${u} = ${down}, −∂E/∂${v} = ${on}`);
    }
    const probe = theta.slice();
    axes.forEach((axis, k) => (probe[axis] = looked[k]));
    const [x, y, error] = [...looked, net.error(probe, data)].map((value) => format(value, 4));
    return host.say(`${u} = ${x}, ${v} = ${y}: E = ${error}`);
  }

  function draw(changed) {
    const { ink } = view;
    const size = changed.has("size") || changed.has("theme");
    for (const each of [ground, sheet]) each.resize(host.width, host.height);
    if (size || state.plane !== shown || changed.has("logHeight")) {
      const box = { left: 46, top: 22, width: host.width - 106, height: host.height - 64 };
      const [x, y] = names();
      frame = new Frame(box, ...state.span);
      shown = state.plane;
      drawGround(ground, state, ink);
      frame.axes(ground.ctx, ink, { x, y });
      canvas.dataset.box = Object.values(box);
      canvas.ariaLabel = `The error over ${x} and ${y} from above. Click, drag or arrow keys move `
        + "the network.";
    }
    sheet.clear(ink.paper, ground);
    ctx.save();
    frame.clip(ctx);
    ctx.lineJoin = "round";
    if (state.run) drawRun(state, ink);
    ctx.restore();
    drawPlace(state, ink);
    tell(state);
  }

  return { draw };
}
