// The error surface from above: colours and contour lines, the way down, θ under the hand.

import { contours } from "../../numbers/contours.js";
import { format, nameOf } from "../../numbers/format.js";
import { HeightScale } from "../../numbers/height_scale.js";
import { clamp, ticks } from "../../numbers/scales.js";
import { Frame } from "../frame.js";
import { workable } from "../handle.js";
import { arrow, ball, strokeAs } from "../marks.js";
import { Sheet } from "../sheet.js";

export function mapPanel(host) {
  const { state, view } = host;
  const sheet = new Sheet(host.body, {
    label: "Map of the error from above. Click, drag or arrow keys move the network.",
  });
  const { canvas, ctx } = sheet;
  const picture = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const scale = new HeightScale();
  let frame = null;
  // The plane that the ground shows, which stays as it is while θ moves in it.
  let shown = null;

  workable(view, canvas, {
    frame: () => frame,
    place: () => state.axes.map((axis) => state.theta[axis]),
    drag: (u, v) => state.place(u, v),
  });

  /** What stays while θ moves in the plane: its colours and contour lines, their key, the axes. */
  function drawGround(ctx, { axes, logHeight, net, plane, span }, ink) {
    const { error, rows, cols, low, high } = plane;
    const box = { left: 46, top: 22, width: host.width - 106, height: host.height - 64 };
    const { left, top, width, height } = box;
    const last = cols - 1;
    const [x, y] = axes.map((axis) => nameOf(net.names[axis]));
    frame = new Frame(box, ...span);
    scale.follow(plane, logHeight);
    const upAt = (value) => height * scale.at(value);
    const paint = (image, ...place) => {
      Object.assign(picture.canvas, { width: image.width, height: image.height });
      picture.putImageData(image, 0, 0);
      ctx.drawImage(picture.canvas, ...place);
    };
    const bytes = new Uint8ClampedArray(1024).fill(255);
    ink.heightTable.forEach((value, k) => (bytes[k + Math.floor(k / 3)] = value));
    const colours = new Uint32Array(bytes.buffer);
    const image = new ImageData(cols, rows);
    const pixels = new Uint32Array(image.data.buffer);
    for (let k = 0; k < error.length; k++) {
      // An error that is not finite is as light as the highest, as on the surface.
      pixels[k] = colours[Math.round(255 * scale.at(error[k]))] ?? colours[255];
    }
    ctx.save();
    ctx.translate(left, top + height);
    // Up is up from here on, as v grows upwards.
    ctx.scale(1, -1);
    // The values belong to the middles of pixels: the outer halves are cut off.
    paint(image, 0.5, 0.5, last, last, 0, 0, width, height);
    // What heights the colours mean.
    paint(new ImageData(bytes, 1), width + 12, 0, 12, height);
    const levels = logHeight
      ? ticks(scale.low, Math.log10(high), 8).map((power) => 10 ** power)
      : ticks(low, high, 8);
    for (const level of levels) {
      ctx.beginPath();
      contours(error, rows, cols, level, (x0, y0, x1, y1) => {
        // There is no line beside an error that is no number.
        if (isNaN(x0 + y0 + x1 + y1)) return;
        ctx.moveTo((x0 * width) / last, (y0 * height) / last);
        ctx.lineTo((x1 * width) / last, (y1 * height) / last);
      });
      ctx.moveTo(width + 12, upAt(level));
      ctx.lineTo(width + 24, upAt(level));
      strokeAs(ctx, scale.at(level) < 0.5 ? "#ffffff90" : "#14283c90", 1);
    }
    ctx.restore();
    frame.axes(ctx, ink, { x, y });
    Object.assign(ctx, { font: ink.font(), fillStyle: ink.muted, textBaseline: "middle" });
    for (const value of scale.ticks(4)) {
      ctx.fillText(format(value), left + width + 28, top + height - upAt(value));
    }
    Object.assign(canvas.dataset, { levels, box: Object.values(box) });
  }

  const toX = (theta) => frame.toX(theta[state.axes[0]]);
  const toY = (theta) => frame.toY(theta[state.axes[1]]);

  /** A run's way in this plane, thin where it is still to come. */
  function drawRun({ length, thetas }, moment, colour, dash) {
    const { paper } = view.ink;
    const trace = (to, ...look) => {
      ctx.beginPath();
      for (let k = 0; k <= to; k++) {
        ctx.lineTo(clamp(toX(thetas[k]), -1e4, 1e4), clamp(toY(thetas[k]), -1e4, 1e4));
      }
      strokeAs(ctx, ...look);
    };
    trace(length, paper, 4.5);
    trace(length, colour, 1.2, dash);
    trace(moment, colour, 2.6, dash);
    ball(ctx, frame, toX(thetas[0]), toY(thetas[0]), 4.5, paper, colour);
  }

  /** The negative gradient in this plane, longer where it is steeper. */
  function drawArrow({ axes, gradient, plane, theta }, { ink, paper }) {
    const [x, y] = [toX(theta), toY(theta)];
    const [dx, dy] = [-gradient[axes[0]] * frame.scaleX, gradient[axes[1]] * frame.scaleY];
    const length = Math.hypot(dx, dy);
    // Between 0 and 1.
    const steep = length / (length + plane.to);
    const seen = steep > 1e-9 && frame.holds(x, y);
    const way = [dx, dy].map((d) => (d / length) * (26 + 50 * steep));
    canvas.dataset.arrow = seen ? way.map((px) => px.toFixed(1)) : "";
    for (const [colour, lineWidth] of seen
      ? [
          [paper, 5.5],
          [ink, 2.4],
        ]
      : []) {
      Object.assign(ctx, { strokeStyle: colour, fillStyle: colour, lineWidth });
      arrow(ctx, x, y, x + way[0], y + way[1], 10);
      // The edge of its head.
      ctx.stroke();
    }
  }

  function draw(changed) {
    const { ink } = view;
    const { axes, gradient, moment, net, plane, reference, run, theta } = state;
    const slopes = axes.map((k) => `−∂E/∂${nameOf(net.names[k])} = ${format(-gradient[k])}`);
    sheet.resize(host.width, host.height);
    const anew =
      plane !== shown || ["size", "theme", "logHeight"].some((name) => changed.has(name));
    shown = plane;
    sheet.ground(ink.paper, anew, (on) => drawGround(on, state, ink));
    ctx.save();
    frame.clip(ctx);
    if (reference) drawRun(reference, reference.length, ink.ink, [6, 4]);
    if (run) drawRun(run, moment ?? run.length, ink.error);
    ctx.restore();
    drawArrow(state, ink);
    ball(ctx, frame, toX(theta), toY(theta), 6.5, ink.error, ink.paper);
    host.say(slopes.join(", "));
  }

  return { draw };
}
