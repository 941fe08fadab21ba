// The examples in a picture of a prediction: markers, and rings around some of them.

import { colourAt } from "./colours.js";
import { marker, strokeAs, style } from "./marks.js";

/** @import { Ink } from "./colours.js" */
/** @import { Picture } from "./prediction_picture.js" */
/** @import { Point } from "./svg.js" */
/** @import { Reading } from "../numbers/targets.js" */
/** @import { State } from "../state/state.js" */

/**
 * Draws the examples, with rings around those classified wrongly and around the chosen one.
 * @param {Picture} picture
 * @returns {{ places: Point[], right: number | null }} where the examples lie, and how many are
 *   classified correctly; null if the targets are values, not classes
 */
export function drawExamples(picture) {
  const { ctx, ink, state, reading } = picture;
  const { n } = state.data;
  const size = n <= 20 ? 11 : n <= 250 ? 8 : 6;
  const places = drawMarkers(picture, size);
  const wrong = reading.kinds ? wrongExamples(state, reading) : [];
  drawRings(ctx, places, wrong, size + 4, ink.error, 1.3);
  drawRings(ctx, places, [state.example], size + 11, ink.ink, 2.4);
  return { places, right: reading.kinds ? n - wrong.length : null };
}

/**
 * One marker per example; one per target if there is one input and the targets are values.
 * @param {Picture} picture
 * @param {number} size
 */
function drawMarkers({ ctx, ink, frame, state, reading }, size) {
  const { x, t } = state.data;
  const { inputs, outputs } = state.net;
  const { kinds, kindOf } = reading;
  const colour = colouring(ink, inputs, outputs, reading);
  const strokeStyle = inputs === 2 && !kinds && outputs === 1 ? ink.ink : ink.paper;
  style(ctx, { strokeStyle, lineWidth: 0.8 });
  /** @type {Point[]} */
  const places = [];
  for (let from = 0; from < t.length; from += kinds ? outputs : 1) {
    const k = Math.floor(from / outputs);
    const shape = kinds ? kindOf(t, from) : from % outputs;
    const height = kinds && outputs > 1 ? 1 : t[from]; // over one input
    const left = frame.toX(x[inputs * k]);
    const top = frame.toY(inputs === 2 ? x[2 * k + 1] : height);
    places[k] ??= { x: left, y: top };
    ctx.fillStyle = colour(shape, t[from]);
    ctx.beginPath();
    marker(ctx, shape, left, top, size);
    ctx.fill();
    ctx.stroke();
  }
  return places;
}

/**
 * The colour of a marker: that of its class or output, or of its target as in the regions.
 * @param {Ink} ink
 * @param {number} inputs
 * @param {number} outputs
 * @param {Reading} reading
 * @returns {(shape: number, target: number) => string}
 */
function colouring({ classes, muted, predictionTable }, inputs, outputs, { kinds, from, to }) {
  if (kinds || outputs > 1) return (shape) => classes[shape];
  if (inputs !== 2) return () => muted;
  return (_, target) => colourAt(predictionTable, (target - from) / (to - from));
}

/**
 * @param {State} state
 * @param {Reading} reading
 */
function wrongExamples({ net, theta, data: { n, x, t } }, { kindOf }) {
  /** @type {number[]} */
  const wrong = [];
  for (let k = 0; k < n; k++) {
    const kind = kindOf(net.forward(theta, x, k * net.inputs));
    if (kind !== kindOf(t, k * net.outputs)) wrong.push(k);
  }
  return wrong;
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {Point[]} places
 * @param {number[]} examples
 * @param {number} size
 * @param {string} colour
 * @param {number} width of the line
 */
function drawRings(ctx, places, examples, size, colour, width) {
  ctx.beginPath();
  for (const k of examples) marker(ctx, 0, places[k].x, places[k].y, size);
  strokeAs(ctx, colour, width);
}
