// Pictures of a prediction: regions and lines over two inputs, curves over one.

import { contours } from "../numbers/contours.js";
import { clamp } from "../numbers/scales.js";
import { make } from "./dom.js";
import { shades } from "./ink.js";

const [COLUMNS, ROWS] = [61, 46]; // of the points over two inputs
const CURVE_STEPS = 160;
const LINE_DASHES = [
  [11, 4],
  [2.5, 3],
  [13, 4, 2.5, 4],
];

/** A line through points, with its number, if it has one, at another. */
function numberedLine(ctx, ink, points, colour, dash, number, at) {
  Object.assign(ctx, { strokeStyle: colour, fillStyle: colour, lineWidth: dash.length ? 2 : 2.8 });
  ctx.setLineDash(dash);
  ctx.beginPath();
  for (const [x, y] of points) ctx.lineTo(x, y);
  ctx.stroke();
  ctx.setLineDash([]);
  Object.assign(ctx, { font: ink.font(13, 700), textAlign: "center", textBaseline: "middle" });
  Object.assign(ctx, { strokeStyle: ink.paper, lineWidth: 5 });
  ctx.strokeText(number, ...at);
  ctx.fillText(number, ...at);
}

/** θ now with the dashes of its lines, and of the run kept for comparison at the same moment. */
function compared({ theta, reference, moment }) {
  const then = reference?.thetas[Math.min(moment ?? Infinity, reference.length)];
  return then
    ? [
        [theta, []],
        [then, [6, 5]],
      ]
    : [[theta, []]];
}

/** One output: its colour, from blue to orange; several: the class of the largest, the stronger
 *  the further it leads. It leads in z, which is smoother than a. */
export function drawRegions(ctx, ink, frame, state, { kinds, kindOf, level, from: low, to: high }) {
  const { left, top, width, height } = frame.box;
  const [right, down] = [width / (COLUMNS - 1), height / (ROWS - 1)]; // from point to point
  const { net } = state;
  const x = [0, 0];
  const z = net.z[net.layers];
  const several = z.length > 1;
  const { tables, canvas, pixels, leads } = (ink.regions ??= {
    tables: several
      ? ink.classes.map((colour) => shades([ink.paper, colour]))
      : [ink.predictionTable],
    canvas: make("canvas", { width: COLUMNS, height: ROWS }),
    pixels: new ImageData(COLUMNS, ROWS),
    leads: Array.from(z, () => new Float64Array(ROWS * COLUMNS)),
  });
  for (const [theta, dash] of compared(state)) {
    for (let p = 0; p < ROWS * COLUMNS; p++) {
      x[0] = frame.fromX(left + right * (p % COLUMNS));
      x[1] = frame.fromY(top + down * Math.floor(p / COLUMNS));
      const a = net.forward(theta, x);
      for (let k = 0; k < z.length; k++) {
        let other = several ? -Infinity : level;
        for (let j = 0; j < z.length; j++) if (j !== k && z[j] > other) other = z[j];
        leads[k][p] = z[k] - other;
      }
      const kind = several ? kindOf(a) : 0;
      const part = several
        ? 0.08 + 0.4 * Math.tanh(leads[kind][p] / 2)
        : (a[0] - low) / (high - low);
      const at = 3 * Math.round(255 * clamp(part, 0, 1));
      for (let c = 0; c < 3; c++) pixels.data[4 * p + c] = tables[kind][at + c];
      pixels.data[4 * p + 3] = 255;
    }
    if (!dash.length) {
      canvas.getContext("2d").putImageData(pixels, 0, 0);
      // The values belong to the middles of pixels: the outer halves are cut off.
      ctx.drawImage(canvas, 0.5, 0.5, COLUMNS - 1, ROWS - 1, left, top, width, height);
    }
    ctx.beginPath();
    for (const lead of kinds ? leads : []) {
      contours(lead, ROWS, COLUMNS, 0, (x0, y0, x1, y1) => {
        ctx.moveTo(left + right * x0, top + down * y0);
        ctx.lineTo(left + right * x1, top + down * y1);
      });
    }
    Object.assign(ctx, { strokeStyle: ink.ink, lineWidth: 2 });
    ctx.setLineDash(dash);
    ctx.stroke();
  }
  ctx.setLineDash([]);
  if (state.showHidden && net.layers > 1) hiddenLines(ctx, ink, frame, state);
}

/** The line z = 0 of each unit of the first layer, from side to side of the frame. */
function hiddenLines(ctx, ink, { box: { left, top, width, height }, x, y }, { net, theta }) {
  for (let j = 0; j < net.sizes[1]; j++) {
    const corners = [
      [x[0], y[1]],
      [x[1], y[1]],
      [x[0], y[0]],
      [x[1], y[0]],
    ].map((corner) => {
      net.forward(theta, corner);
      return net.z[1][j];
    });
    contours(corners, 2, 2, 0, (x0, y0, x1, y1) => {
      const [from, along, to] = [0, j % 2 ? 0.93 : 0.07, 1].map((part) => [
        left + (x0 + part * (x1 - x0)) * width,
        top + (y0 + part * (y1 - y0)) * height,
      ]);
      numberedLine(ctx, ink, [from, to], ink.hidden[j % 6], LINE_DASHES[j % 3], j + 1, along);
    });
  }
}

/** A curve for each output, and dashed what each unit of the last hidden layer adds to z of the
 *  first output: a w + b. */
export function drawCurves(ctx, ink, frame, state, { kinds }) {
  const { left, top, width, height } = frame.box;
  const {
    net,
    net: { layers, outputs },
    showHidden,
  } = state;
  for (const [theta, dash] of compared(state)) {
    const units = showHidden && layers > 1 && !dash.length ? net.sizes[layers - 1] : 0;
    const weight = (source) => theta[net.place(layers, source, 0)];
    const bias = weight(net.sizes[layers - 1]);
    const curves = Array.from({ length: units + outputs }, () => []);
    for (let k = 0; k <= CURVE_STEPS; k++) {
      const x = left + (k / CURVE_STEPS) * width;
      const a = net.forward(theta, [frame.fromX(x)]);
      curves.forEach((curve, j) => {
        const value = j < units ? net.a[layers - 1][j] * weight(j) + bias : a[j - units];
        curve.push([x, clamp(frame.toY(value), top - height, top + 2 * height)]);
      });
    }
    curves.forEach((curve, j) => {
      const output = j - units;
      const look =
        output < 0
          ? [ink.hidden[j % 6], LINE_DASHES[j % 3], j + 1]
          : outputs === 1
            ? [ink.error, dash, ""]
            : [ink.classes[output], dash, output + !kinds];
      const at = curve.at(output < 0 ? (6 + 10 * j) % CURVE_STEPS : -6 - 10 * output);
      numberedLine(ctx, ink, curve, ...look, at);
    });
  }
}
