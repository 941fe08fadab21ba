// What every picture of the laboratory is drawn with: sheets, colours, numbers, axes, markers.

import { format } from "./text.js";

const HEIGHTS = ["#14324f", "#2b628c", "#6c9fb5", "#b5cfcb", "#f1ebdc"];
const PREDICTIONS = {
  light: ["#9cc4e2", "#d3e4f0", "#f8f6f2", "#fbe3bd", "#f4bf6e"],
  dark: ["#1c5a88", "#1b3a50", "#24282c", "#573f1c", "#9c6414"],
};
// The roles and colours of annlab/figures/style.py; on dark paper lighter shades of the same.
const LIGHT = {
  error: "#b3224f", negative: "#0b6fb3", positive: "#b86e00", heldOut: "#c4560a",
  classes: ["#0b6fb3", "#e8920c", "#0c8f6b", "#a64d8c"],
  hidden: ["#0c8f6b", "#a64d8c", "#3fa0d8", "#8a6d1b", "#6a5acd", "#4d5b66"],
};
const DARK = {
  error: "#ff7a9c", negative: "#5ab0ea", positive: "#f0a63a", heldOut: "#ff9d5c",
  classes: ["#5ab0ea", "#f0a63a", "#3ec49a", "#d98cc3"],
  hidden: ["#3ec49a", "#d98cc3", "#7cc4ee", "#d0b45a", "#a79bf0", "#a9b6c1"],
};

function channels(colour) {
  return [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
}

/** A table of 256 colours, three bytes each, that passes evenly through the colours given. */
export function shades(colours) {
  const stops = colours.map(channels);
  return Uint8ClampedArray.from({ length: 768 }, (_, k) => {
    const at = (Math.floor(k / 3) / 255) * (stops.length - 1);
    const low = Math.min(Math.floor(at), stops.length - 2);
    return stops[low][k % 3] + (at - low) * (stops[low + 1][k % 3] - stops[low][k % 3]);
  });
}

/** The colours of a view, from the theme of the page that it is in. */
export function inkOf(element) {
  const style = getComputedStyle(element);
  const probe = document.createElement("canvas").getContext("2d");
  const read = (name) => {
    probe.fillStyle = style.getPropertyValue(name).trim();
    return probe.fillStyle;
  };
  const { fontFamily } = style; // asked for once: whoever asks may have to wait for all styles
  const paper = read("--annlab-paper");
  const [r, g, b] = channels(paper);
  const dark = 0.3 * r + 0.59 * g + 0.11 * b < 128;
  const ink = read("--annlab-ink");
  return {
    ...(dark ? DARK : LIGHT), dark, paper, ink, training: ink,
    muted: read("--annlab-muted"), rule: read("--annlab-rule"),
    heightTable: shades(HEIGHTS),
    predictionTable: shades(dark ? PREDICTIONS.dark : PREDICTIONS.light),
    font: (size = 12, weight = 400) => `${weight} ${size}px ${fontFamily}`,
  };
}

/** A canvas as sharp as the screen, on which one draws in CSS pixels. One per panel is in the page,
 *  for each costs the browser a copy in every frame; others, without a parent, are drawn onto it. */
export class Sheet {
  constructor(parent, { label = "", width = 300, height = 240 } = {}) {
    this.canvas = document.createElement("canvas");
    parent?.append(this.canvas);
    // One with a label can be worked by keys; the others are only looked at.
    if (label) Object.assign(this.canvas, { ariaLabel: label, tabIndex: 0, role: "application" });
    else this.canvas.ariaHidden = true;
    this.ctx = this.canvas.getContext("2d", { alpha: !parent });
    this.resize(width, height);
  }

  /** Takes a new size; true if it is another one, and the canvas therefore empty. */
  resize(width, height) {
    const ratio = Math.min(window.devicePixelRatio || 1, 3);
    if (this.width === width && this.height === height && this.ratio === ratio) return false;
    Object.assign(this, { width, height, ratio });
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
    this.ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.ctx.lineJoin = "round"; // letters with an edge have no thorns
    return true;
  }

  clear(paper) {
    const { ctx, width, height } = this;
    ctx.fillStyle = paper;
    ctx.fillRect(0, 0, width + 1, height + 1); // its pixels may be a part of one more
  }

  /** Paper, and on it what draw(ctx) draws. Where that is the same again it comes from another sheet,
   *  which would be a way round while it changes in every frame. */
  ground(paper, changed, draw) {
    const drawOn = ({ ctx }) => {
      ctx.save();
      draw(ctx);
      ctx.restore();
    };
    this.clear(paper);
    if (changed) {
      this.kept = null;
      drawOn(this);
      return;
    }
    if (!this.kept) drawOn((this.kept = new Sheet(null, this)));
    this.ctx.drawImage(this.kept.canvas, 0, 0, this.width, this.height);
  }
}

/** Round numbers between two bounds, about `count` of them. */
export function ticks(low, high, count = 5) {
  const rough = (high - low) / count;
  if (!(rough > 0) || !Number.isFinite(rough)) return [];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, k) => Number(((first + k) * step).toPrecision(12)));
}

export const clamp = (value, low, high) => Math.max(low, Math.min(high, value));

/** A value with the digits that a distance of `step` calls for: what is read is then exact. */
export function rounded(value, step) {
  return Number(value.toFixed(clamp(Math.ceil(0.3 - Math.log10(step)), 0, 20)));
}

/** The plot area of a flat picture: where on the sheet a pair of numbers lies. */
export class Frame {
  /** box: {left, top, width, height} in CSS px; x, y: [low, high]; log: y on a log scale. */
  constructor(box, x, y, { log = false } = {}) {
    Object.assign(this, { box, x, y, log });
    const [low, high] = log ? y.map(Math.log10) : y;
    this.scaleX = box.width / (x[1] - x[0]);
    this.scaleY = box.height / (high - low);
    this.low = low;
  }

  toX(value) {
    return this.box.left + (value - this.x[0]) * this.scaleX;
  }

  toY(value) {
    const at = this.log ? Math.log10(Math.max(value, Number.MIN_VALUE)) : value;
    return this.box.top + this.box.height - (at - this.low) * this.scaleY;
  }

  fromX(pixel) {
    return this.x[0] + (pixel - this.box.left) / this.scaleX;
  }

  fromY(pixel) {
    const at = this.low + (this.box.top + this.box.height - pixel) / this.scaleY;
    return this.log ? 10 ** at : at;
  }

  holds(pixelX, pixelY) {
    const { left, top, width, height } = this.box;
    return pixelX >= left && pixelX <= left + width && pixelY >= top && pixelY <= top + height;
  }

  /** The pair of numbers at a pixel, or at the border where it is nearest. */
  at(pixelX, pixelY) {
    const [x, y] = [this.fromX(pixelX), this.fromY(pixelY)];
    return [
      rounded(clamp(x, ...this.x), 1 / this.scaleX), rounded(clamp(y, ...this.y), 1 / this.scaleY),
    ];
  }

  clip(ctx) {
    ctx.beginPath();
    ctx.rect(this.box.left, this.box.top, this.box.width, this.box.height);
    ctx.clip();
  }

  /** Thin axes left and below with round numbers, and the names of both quantities. */
  axes(ctx, ink, { x = "", y = "" }) {
    const { left, top, width, height } = this.box;
    const bottom = top + height;
    ctx.strokeStyle = ink.rule;
    ctx.lineWidth = 1;
    ctx.beginPath();
    ctx.moveTo(left, top);
    ctx.lineTo(left, bottom);
    ctx.lineTo(left + width, bottom);
    const columns = ticks(this.x[0], this.x[1], Math.max(2, Math.floor(width / 70)));
    const rows = this.log
      ? ticks(this.low, Math.log10(this.y[1]), 4).filter(Number.isInteger).map((e) => 10 ** e)
      : ticks(this.y[0], this.y[1], Math.max(2, Math.floor(height / 45)));
    for (const value of columns) {
      ctx.moveTo(this.toX(value), bottom);
      ctx.lineTo(this.toX(value), bottom + 4);
    }
    for (const value of rows) {
      ctx.moveTo(left, this.toY(value));
      ctx.lineTo(left - 4, this.toY(value));
    }
    ctx.stroke();
    ctx.fillStyle = ink.muted;
    ctx.font = ink.font(12);
    ctx.textBaseline = "top";
    ctx.textAlign = "center";
    for (const value of columns) ctx.fillText(format(value, 6), this.toX(value), bottom + 6);
    ctx.textAlign = "right";
    ctx.textBaseline = "middle";
    for (const value of rows) ctx.fillText(format(value, 6), left - 7, this.toY(value));
    ctx.fillStyle = ink.ink;
    ctx.font = ink.font(13);
    ctx.textAlign = "right";
    ctx.textBaseline = "bottom";
    ctx.fillText(x, left + width, bottom + 36);
    ctx.textAlign = "left";
    ctx.fillText(y, Math.max(2, left - 34), Math.max(14, top - 8)); // clear of the topmost number
  }
}

/** Adds a marker to the path: disc, square, triangle, diamond for the classes 0, 1, 2, 3. */
export function marker(ctx, shape, x, y, size) {
  const r = size / 2;
  if (shape === 0) {
    ctx.moveTo(x + r, y);
    ctx.arc(x, y, r, 0, 2 * Math.PI);
  } else if (shape === 1) {
    ctx.rect(x - 0.88 * r, y - 0.88 * r, 1.76 * r, 1.76 * r);
  } else if (shape === 2) {
    ctx.moveTo(x, y - 1.15 * r);
    ctx.lineTo(x + 1.05 * r, y + 0.8 * r);
    ctx.lineTo(x - 1.05 * r, y + 0.8 * r);
    ctx.closePath();
  } else {
    ctx.moveTo(x, y - 1.2 * r);
    ctx.lineTo(x + 1.2 * r, y);
    ctx.lineTo(x, y + 1.2 * r);
    ctx.lineTo(x - 1.2 * r, y);
    ctx.closePath();
  }
}

/** An arrow from one place to another, its head `head` px long. */
export function arrow(ctx, x0, y0, x1, y1, head = 8) {
  const length = Math.hypot(x1 - x0, y1 - y0);
  if (length < 0.5) return;
  const [dx, dy] = [(x1 - x0) / length, (y1 - y0) / length];
  const h = Math.min(head, length);
  ctx.beginPath();
  ctx.moveTo(x0, y0);
  ctx.lineTo(x1 - 0.6 * h * dx, y1 - 0.6 * h * dy);
  ctx.stroke();
  ctx.beginPath();
  ctx.moveTo(x1, y1);
  ctx.lineTo(x1 - h * dx - 0.5 * h * dy, y1 - h * dy + 0.5 * h * dx);
  ctx.lineTo(x1 - h * dx + 0.5 * h * dy, y1 - h * dy - 0.5 * h * dx);
  ctx.closePath();
  ctx.fill();
}

// Of each way a level may pass through a cell: which sides (above, right, below, left) it joins.
const CROSSED = { 1: [3, 0], 2: [0, 1], 3: [3, 1], 4: [1, 2], 6: [0, 2], 7: [3, 2] };

/** The lines of one level in a table of values (rows × columns), by marching squares.
 *  segment(x0, y0, x1, y1) gets each piece in units of the grid: x a column, y a row. */
export function contours(values, rows, columns, level, segment) {
  const between = (from, to) => (level - from) / (to - from);
  const x = new Float64Array(4); // where the level crosses the four sides
  const y = new Float64Array(4);
  const join = (p, q) => segment(x[p], y[p], x[q], y[q]);
  for (let r = 0; r + 1 < rows; r++) {
    for (let c = 0, at = r * columns; c + 1 < columns; c++, at++) {
      const a = values[at];
      const b = values[at + 1];
      const d = values[at + columns + 1];
      const e = values[at + columns];
      const kind = (a > level) | ((b > level) << 1) | ((d > level) << 2) | ((e > level) << 3);
      if (kind === 0 || kind === 15) continue;
      x[0] = c + between(a, b);
      x[1] = c + 1;
      x[2] = c + between(e, d);
      x[3] = c;
      y[0] = r;
      y[1] = r + between(b, d);
      y[2] = r + 1;
      y[3] = r + between(a, e);
      const sides = CROSSED[kind > 7 ? 15 - kind : kind];
      if (sides) {
        join(sides[0], sides[1]);
      } else if ((a + b + d + e) / 4 > level === (kind === 5)) {
        join(3, 2); // a saddle: the centre tells which corners belong together
        join(0, 1);
      } else {
        join(3, 0);
        join(1, 2);
      }
    }
  }
}
