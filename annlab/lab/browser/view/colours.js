// The colours of a view, light or dark.

import { clamp } from "../numbers/scales.js";
import { context2d, make } from "./dom.js";

/**
 * The colours of a view, each as "#rrggbb", and its font.
 * @typedef {object} Ink
 * @property {string} paper the background
 * @property {string} ink text and main lines
 * @property {string} muted secondary text
 * @property {string} rule axes and thin lines
 * @property {string} error where the network is, and examples classified wrongly
 * @property {string} negative weights below 0
 * @property {string} positive weights above 0
 * @property {string} training the error curve of the training data
 * @property {string} heldOut the error curve of the held-out data
 * @property {string[]} classes one for each class
 * @property {string[]} hidden one for each hidden unit, in turn
 * @property {Uint8ClampedArray} heightTable 256 colours of errors, low to high, three bytes each
 * @property {Uint8ClampedArray} predictionTable 256 colours of outputs, low to high
 * @property {(size?: number, weight?: number) => string} font a canvas font, its size in CSS px
 */

const HEIGHTS = ["#14324f", "#2b628c", "#6c9fb5", "#b5cfcb", "#f1ebdc"];
const PREDICTIONS = ["#9cc4e2", "#d3e4f0", "#f8f6f2", "#fbe3bd", "#f4bf6e"];
const DARK_PREDICTIONS = ["#1c5a88", "#1b3a50", "#24282c", "#573f1c", "#9c6414"];
// The roles and colours of annlab/figures/style.py, in lighter shades on dark paper.
const LIGHT = {
  error: "#b3224f",
  negative: "#0b6fb3",
  positive: "#b86e00",
  heldOut: "#c4560a",
  classes: ["#0b6fb3", "#e8920c", "#0c8f6b", "#a64d8c"],
  hidden: ["#0c8f6b", "#a64d8c", "#3fa0d8", "#8a6d1b", "#6a5acd", "#4d5b66"],
};
const DARK = {
  error: "#ff7a9c",
  negative: "#5ab0ea",
  positive: "#f0a63a",
  heldOut: "#ff9d5c",
  classes: ["#5ab0ea", "#f0a63a", "#3ec49a", "#d98cc3"],
  hidden: ["#3ec49a", "#d98cc3", "#7cc4ee", "#d0b45a", "#a79bf0", "#a9b6c1"],
};

/**
 * Red, green and blue of "#rrggbb", from 0 to 255.
 * @param {string} colour
 */
function channels(colour) {
  return [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
}

/**
 * A table of 256 colours, three bytes each, that passes evenly through the given colours.
 * @param {string[]} colours
 * @returns {Uint8ClampedArray}
 */
export function shades(colours) {
  const stops = colours.map(channels);
  return Uint8ClampedArray.from({ length: 768 }, (_, k) => {
    const at = (Math.floor(k / 3) / 255) * (stops.length - 1);
    const low = Math.min(Math.floor(at), stops.length - 2);
    return stops[low][k % 3] + (at - low) * (stops[low + 1][k % 3] - stops[low][k % 3]);
  });
}

/**
 * A colour of a table, as CSS writes it.
 * @param {Uint8ClampedArray} table 256 colours, three bytes each
 * @param {number} part how far along the table, from 0 to 1
 */
export function colourAt(table, part) {
  const at = 3 * Math.round(255 * clamp(part, 0, 1));
  return `rgb(${table.subarray(at, at + 3)})`;
}

/**
 * The colours of a view, from the theme of the page around it.
 * @param {Element} element the view's root
 * @returns {Ink}
 */
export function inkOf(element) {
  const style = getComputedStyle(element);
  const probe = context2d(make("canvas"));
  /** @param {string} name */
  const read = (name) => {
    probe.fillStyle = style.getPropertyValue(name).trim();
    return String(probe.fillStyle); // any CSS colour, now written as #rrggbb
  };
  const { fontFamily } = style; // read once, because reading may wait for the page's styles
  const paper = read("--annlab-paper");
  const [r, g, b] = channels(paper);
  const dark = 0.3 * r + 0.59 * g + 0.11 * b < 128;
  const ink = read("--annlab-ink");
  return {
    ...(dark ? DARK : LIGHT),
    paper,
    ink,
    training: ink,
    muted: read("--annlab-muted"),
    rule: read("--annlab-rule"),
    heightTable: shades(HEIGHTS),
    predictionTable: shades(dark ? DARK_PREDICTIONS : PREDICTIONS),
    font: (size = 12, weight = 400) => `${weight} ${size}px ${fontFamily}`,
  };
}
