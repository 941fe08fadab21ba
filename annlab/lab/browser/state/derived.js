// What follows from what a laboratory holds: errors, gradient, plane and slice.

import { zeros } from "../numbers/arrays.js";
import { format, nameOf } from "../numbers/format.js";
import { clamp, finiteRange, heights, steps } from "../numbers/scales.js";
import { lineOfErrors, planeOfErrors } from "../numbers/surfaces.js";
import { Fields } from "./fields.js";

/** @import { Data } from "../numbers/network.js" */
/** @import { Bounds } from "../numbers/scales.js" */
/** @import { Ends } from "./fields.js" */

// How many points there are along a line.
const PLANE_POINTS = 41;
const LEAST_PLANE_POINTS = 13;
const SLICE_POINTS = 81;
const COARSE_SLICE_POINTS = 33;
const PATIENCE = 4; // milliseconds that the plane may take while something moves

/**
 * E over the two axes, the other parameters held. Between `from` and `to` heights are drawn.
 * @typedef {object} PlaneOfErrors
 * @property {Float64Array} u values of the first parameter, one for each column
 * @property {Float64Array} v values of the second parameter, one for each row
 * @property {Float64Array} error row after row
 * @property {number} rows
 * @property {number} cols
 * @property {number} low the least error
 * @property {number} high the largest that is finite
 */
/** @typedef {PlaneOfErrors & Bounds} Plane */

/**
 * What a plane was computed from.
 * @typedef {object} Origin
 * @property {Float64Array} theta
 * @property {Data} data
 * @property {[number, number]} axes
 * @property {[Ends, Ends]} span
 * @property {boolean} fit
 * @property {boolean} fine
 */

/**
 * E, and each example's part of it, along a line through θ in parameter space.
 * @typedef {object} Slice
 * @property {string} label
 * @property {Float64Array} direction
 * @property {Float64Array} s the places along the line
 * @property {number} here the place of θ
 * @property {number} n the number of examples
 * @property {Float64Array} total E at each place
 * @property {Float64Array} each the error of each example there, at k · n + example
 */

/** The fields on which the slice depends, beside θ and the data. */
const SLICE_NEEDS = ["axes", "span", "line", "start", "fine"];

/** Values that are computed when they are first asked for, and kept until they change. */
export class Derived extends Fields {
  /** @type {{ error?: number, errors?: Float64Array, gradient?: Float64Array, slice?: Slice }} */
  #kept = {};
  /** @type {{ plane: Plane, origin: Origin } | null} */
  #keptPlane = null;
  #cost = 0; // milliseconds per point of the plane

  /**
   * Forgets what depends on any of these fields.
   * @param {string[]} names
   */
  forget(names) {
    if (names.includes("theta") || names.includes("data")) this.#kept = {};
    if (SLICE_NEEDS.some((name) => names.includes(name))) delete this.#kept.slice;
  }

  /** E at θ. */
  get error() {
    return (this.#kept.error ??= this.errors.reduce((sum, one) => sum + one, 0));
  }

  /** The error of each example. */
  get errors() {
    const { net, theta, data } = this;
    return (this.#kept.errors ??= net.errors(theta, data));
  }

  /** ∂E/∂θ. */
  get gradient() {
    const { net, theta, data } = this;
    return (this.#kept.gradient ??= net.gradient(theta, data));
  }

  // -- the plane -------------------------------------------------------------------------------

  /** E over the two axes. */
  get plane() {
    if (this.#keptPlane && this.#holds(this.#keptPlane.origin)) return this.#keptPlane.plane;
    const { net, theta, data, axes, span, fit, fine } = this;
    const n = fine ? PLANE_POINTS : this.#affordablePoints();
    const [u, v] = span.map(([low, high]) => steps(low, high, n));
    const old = this.#keptPlane?.plane.error;
    const into = old?.length === n * n ? old : undefined;
    const began = performance.now();
    const error = planeOfErrors(net, theta, data, axes[0], axes[1], u, v, into);
    this.#cost = (performance.now() - began) / (n * n);
    const [low, high] = finiteRange(error);
    const plane = { u, v, error, rows: n, cols: n, low, high, ...heights(low, high, fit) };
    this.#keptPlane = { plane, origin: { theta, data, axes, span, fit, fine } };
    return plane;
  }

  /** Whether a plane in full takes longer than there is time while something moves. */
  get slow() {
    return this.#affordablePoints() < PLANE_POINTS;
  }

  /**
   * Whether a plane from there is the plane of now: moving along its axes leaves it as it is.
   * @param {Origin} origin
   */
  #holds(origin) {
    const { theta, data, axes, span, fit, fine } = this;
    return (
      (origin.fine || !fine) &&
      data === origin.data &&
      axes === origin.axes &&
      span === origin.span &&
      fit === origin.fit &&
      theta.every((value, k) => value === origin.theta[k] || axes.includes(k))
    );
  }

  /** How many points per axis are computed in time. */
  #affordablePoints() {
    const most = Math.floor(Math.sqrt(PATIENCE / Math.max(this.#cost, 1e-6)));
    return clamp(most, LEAST_PLANE_POINTS, PLANE_POINTS);
  }

  // -- the slice -------------------------------------------------------------------------------

  /** The errors along the chosen line. */
  get slice() {
    return (this.#kept.slice ??= this.#computeSlice());
  }

  #computeSlice() {
    const { net, theta, data, fine } = this;
    const direction = zeros(net.P);
    const { label, from, to, here = 0 } = this.#lineAlong(direction);
    const s = steps(from, to, fine ? SLICE_POINTS : COARSE_SLICE_POINTS);
    const away = s.map((value) => value - here);
    const errors = lineOfErrors(net, theta, direction, away, data);
    return { label, direction, s, here, n: data.n, ...errors };
  }

  /**
   * Fills in the direction of the line; returns its name, its ends and the place of θ on it.
   * @param {Float64Array} direction
   * @returns {{ label: string, from: number, to: number, here?: number }}
   */
  #lineAlong(direction) {
    const { theta, net, line, start, axes, span } = this;
    if (line === "first" || line === "second") {
      const which = line === "first" ? 0 : 1;
      const index = axes[which];
      direction[index] = 1;
      const label = `${nameOf(net.names[index])}, the other ${net.P - 1} held`;
      return { label, from: span[which][0], to: span[which][1], here: theta[index] };
    }
    if (line === "gradient") {
      const length = Math.hypot(...this.gradient);
      if (length > 0) this.gradient.forEach((g, k) => (direction[k] = -g / length));
      const label = length > 0 ? "θ = here − s ∇E / |∇E|" : "s (the gradient is 0 here)";
      return { label, from: -5, to: 10 };
    }
    if (line === "start") {
      start.forEach((value, k) => (direction[k] = theta[k] - value));
      return { label: "θ = start + s (here − start)", from: -0.25, to: 1.5, here: 1 };
    }
    const terms = Object.entries(line).map(([name, step]) => {
      const index = net.names.indexOf(name);
      direction[index] = step;
      const factor = Math.abs(step) === 1 ? "" : `${format(Math.abs(step))} `;
      return `${nameOf(name)} = ${format(theta[index])} ${step < 0 ? "−" : "+"} ${factor}s`;
    });
    return { label: terms.join(", "), from: -10, to: 10 };
  }
}
