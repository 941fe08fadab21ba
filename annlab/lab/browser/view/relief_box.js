// The box around the error surface: its edges, ticks and names, and the key of the colours.

import { format } from "../numbers/format.js";
import { steps, ticks } from "../numbers/scales.js";
import { colourAt } from "./colours.js";
import { fill, style } from "./marks.js";

/** @import { HeightScale } from "../numbers/height_scale.js" */
/** @import { Range } from "./frame.js" */
/** @import { Ink } from "./colours.js" */
/** @import { Point, Relief } from "./relief.js" */

/**
 * What the box is drawn from.
 * @typedef {object} Box
 * @property {Relief} relief where its points are seen
 * @property {HeightScale} scale of the errors
 * @property {string[]} names of the two parameters
 * @property {Range[]} spans their values
 */

/** @typedef {[x: number, y: number]} Corner of the base: −1 or 1 each */

/**
 * Where a value of a parameter is along the box, from −1 to 1.
 * @param {number} value
 * @param {Range} span
 */
export function along(value, [low, high]) {
  return (2 * (value - low)) / (high - low) - 1;
}

/**
 * The four corners as they are seen.
 * @param {Relief} relief
 * @returns {{ left: Corner, behind: Corner, right: Corner, front: Corner }}
 */
function cornersOf({ cos, sin }) {
  const [x, y] = [Math.sign(cos), Math.sign(sin)]; // the sides in front
  return { left: [y, -x], behind: [-x, -y], right: [-y, x], front: [x, y] };
}

/**
 * Draws the box; its left edge, with the numbers of the errors, is the key of their colours.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Ink} ink
 * @param {Box} box
 */
export function drawBox(ctx, ink, box) {
  const { relief, scale } = box;
  const corners = cornersOf(relief);
  const [x, bottom] = relief.at([...corners.left, 0]);
  const top = relief.at([...corners.left, 1])[1];
  const errors = scale.ticks((bottom - top) / 24);
  style(ctx, { lineWidth: 1, textBaseline: "middle", textAlign: "right" });
  ctx.setLineDash([]);
  drawEdges(ctx, ink, box, corners, errors);
  fill(ctx, keyOf(ctx, ink, bottom, top), x - 7, top, 7, bottom - top);
  style(ctx, { font: ink.font(), fillStyle: ink.muted });
  for (const error of errors) {
    const y = relief.at([...corners.left, scale.at(error)])[1];
    // The lowest one would touch the numbers of the base.
    if (y < bottom - 8) ctx.fillText(format(error), x - 11, y);
  }
  style(ctx, { font: ink.font(13, 600), fillStyle: ink.ink });
  ctx.fillText("E", x, top - 10);
  box.spans.forEach((span, k) => writeParameter(ctx, ink, box, corners.front, k, span));
}

/**
 * Horizontal lines around the two sides behind, one for each tick, and the edges.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Ink} ink
 * @param {Box} box
 * @param {ReturnType<typeof cornersOf>} corners
 * @param {number[]} errors the ticks
 */
function drawEdges(ctx, ink, { relief, scale }, { left, behind, right, front }, errors) {
  /** @type {(colour: string, ...points: Point[]) => void} */
  const edge = (colour, ...points) => {
    ctx.strokeStyle = colour;
    ctx.beginPath();
    for (const [x, y] of points.map((point) => relief.at(point))) ctx.lineTo(x, y);
    ctx.stroke();
  };
  for (const z of [0, ...errors.map((error) => scale.at(error)), 1]) {
    edge(ink.rule, [...left, z], [...behind, z], [...right, z]);
  }
  for (const corner of [left, behind, right]) edge(ink.rule, [...corner, 0], [...corner, 1]);
  edge(ink.muted, [...left, 0], [...front, 0], [...right, 0]);
}

/**
 * The colours of the errors from the bottom of an edge to its top.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Ink} ink
 * @param {number} bottom
 * @param {number} top
 */
function keyOf(ctx, { heightTable }, bottom, top) {
  const key = ctx.createLinearGradient(0, bottom, 0, top);
  for (const part of steps(0, 1, 6)) {
    key.addColorStop(part, colourAt(heightTable, part));
  }
  return key;
}

/**
 * The numbers of a parameter along its edge of the base, and its name.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Ink} ink
 * @param {Box} box
 * @param {Corner} front the corner between the two edges
 * @param {number} k 0 for the first, 1 for the second
 * @param {Range} span its values
 */
function writeParameter(ctx, ink, { relief, names }, [x, y], k, span) {
  /** @type {(text: string, at: number, out: number, below: number) => void} */
  const write = (text, at, out, below) => {
    const [px, py] = relief.at(k ? [out * x, at, 0] : [at, out * y, 0]);
    ctx.fillText(text, px, py + below);
  };
  const textAlign = k === Number(x === y) ? "right" : "left";
  style(ctx, { font: ink.font(), fillStyle: ink.muted, textAlign });
  for (const value of ticks(...span, 3)) write(format(value), along(value, span), 1.1, 8);
  style(ctx, { font: ink.font(13, 600), fillStyle: ink.ink });
  write(names[k], 0, 1.3, 22);
}
