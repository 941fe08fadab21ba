// Pictures of a prediction: regions and lines over two inputs, curves over one.

import { clamp, contours, make, shades } from "./drawing.js";

const [REGION_COLUMNS, REGION_ROWS] = [61, 46];
const CURVE_STEPS = 160;
const LINE_DASHES = [[11, 4], [2.5, 3], [13, 4, 2.5, 4]];

/** A line through points, with its number, if it has one, at another. */
function numberedLine(ctx, ink, points, colour, dash, number, at) {
  Object.assign(ctx, { font: ink.font(13, 700), textAlign: "center", textBaseline: "middle" });
  Object.assign(ctx, { strokeStyle: colour, fillStyle: colour, lineWidth: dash.length ? 2 : 2.8 });
  ctx.setLineDash(dash);
  ctx.beginPath();
  for (const [x, y] of points) ctx.lineTo(x, y);
  ctx.stroke();
  ctx.setLineDash([]);
  Object.assign(ctx, { strokeStyle: ink.paper, lineWidth: 5 });
  ctx.strokeText(number, ...at);
  ctx.fillText(number, ...at);
}

/** One output: its colour, from blue to orange; several: the class of the largest, the stronger
 *  the further it leads. It leads in z, which is smoother than a. */
export function drawRegions(ctx, ink, frame, { net, theta, showHidden }, reading) {
  const { left, top, width, height } = frame.box;
  const [columns, rows] = [REGION_COLUMNS, REGION_ROWS];
  const xOf = (column) => left + (column / (columns - 1)) * width;
  const yOf = (row) => top + (row / (rows - 1)) * height;
  const x = [0, 0];
  const z = net.z[net.layers];
  const several = z.length > 1;
  const { tables, canvas, pixels, leads } = (ink.regions ??= {
    tables: several ? ink.classes.map((colour) => shades([ink.paper, colour]))
      : [ink.predictionTable],
    canvas: make("canvas", { width: columns, height: rows }), pixels: new ImageData(columns, rows),
    leads: Array.from(z, () => new Float64Array(rows * columns)),
  });
  for (let p = 0; p < rows * columns; p++) {
    x[0] = frame.fromX(xOf(p % columns));
    x[1] = frame.fromY(yOf(Math.floor(p / columns)));
    const a = net.forward(theta, x);
    for (let k = 0; k < z.length; k++) {
      let other = several ? -Infinity : reading.level;
      for (let j = 0; j < z.length; j++) if (j !== k && z[j] > other) other = z[j];
      leads[k][p] = z[k] - other;
    }
    const kind = several ? reading.kindOf(a) : 0;
    const part = several ? 0.08 + 0.4 * Math.tanh(leads[kind][p] / 2)
      : (a[0] - reading.from) / (reading.to - reading.from);
    const at = 3 * Math.round(255 * clamp(part, 0, 1));
    for (let c = 0; c < 3; c++) pixels.data[4 * p + c] = tables[kind][at + c];
    pixels.data[4 * p + 3] = 255;
  }
  canvas.getContext("2d").putImageData(pixels, 0, 0);
  // The values belong to the middles of pixels: the outer halves are cut off.
  ctx.drawImage(canvas, 0.5, 0.5, columns - 1, rows - 1, left, top, width, height);
  ctx.beginPath();
  for (const lead of reading.kinds ? leads : []) {
    contours(lead, rows, columns, 0, (x0, y0, x1, y1) => {
      ctx.moveTo(xOf(x0), yOf(y0));
      ctx.lineTo(xOf(x1), yOf(y1));
    });
  }
  Object.assign(ctx, { strokeStyle: ink.ink, lineWidth: 2 });
  ctx.stroke();
  if (showHidden && net.layers > 1) hiddenLines(ctx, ink, frame, net, theta);
}

/** The line z = 0 of each unit of the first layer, between the sides of the frame it crosses. */
function hiddenLines(ctx, ink, frame, net, theta) {
  const inside = (value, [low, high]) => value >= low && value <= high;
  for (let j = 0; j < net.sizes[1]; j++) {
    const [w1, w2, b] = [0, 1, 2].map((source) => theta[net.place(1, source, j)]);
    const ends = [
      ...frame.x.map((x) => [x, -(w1 * x + b) / w2]).filter(([, y]) => inside(y, frame.y)),
      ...frame.y.map((y) => [-(w2 * y + b) / w1, y]).filter(([x]) => inside(x, frame.x)),
    ].map(([x, y]) => [frame.toX(x), frame.toY(y)]);
    if (ends.length < 2) continue;
    const [from, to] = j % 2 ? [1, 0] : [0, 1];
    const at = ends[from].map((value, i) => 0.93 * value + 0.07 * ends[to][i]);
    numberedLine(ctx, ink, ends, ink.hidden[j % 6], LINE_DASHES[j % 3], j + 1, at);
  }
}

/** A curve for each output, and dashed what each unit of the last hidden layer adds to z of the
 *  first output: a w + b. */
export function drawCurves(ctx, ink, frame, { net, theta, showHidden }, { kinds }) {
  const { left, top, width, height } = frame.box;
  const { layers, outputs } = net;
  const units = showHidden && layers > 1 ? net.sizes[layers - 1] : 0;
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
    const [colour, dash, number] = output < 0 ? [ink.hidden[j % 6], LINE_DASHES[j % 3], j + 1]
      : outputs === 1 ? [ink.error, [], ""] : [ink.classes[output], [], output + !kinds];
    const at = curve.at(output < 0 ? (6 + 10 * j) % CURVE_STEPS : -6 - 10 * output);
    numberedLine(ctx, ink, curve, colour, dash, number, at);
  });
}
