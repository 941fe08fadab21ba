// The surface as pixels: how high an error is, where a point is seen, and what is hidden.

import { clamp, ticks } from "./drawing.js";

const TALL = 1.2; // the box, whose floor goes from −1 to 1 both ways
const LIGHTS = 64; // shades of each colour; two more rows of the table are the glass of the sides
const PIXELS = 160000; // of the picture, so that it is drawn in time

/** Heights of errors from 0 to 1, on an even or a logarithmic scale. */
export class HeightScale {
  /** Takes a plane's bounds; true if that changed something. */
  follow({ from, to, floor }, log) {
    let [low, high] = log ? [Math.log10(floor), Math.log10(to)] : [from, to];
    if (!(high > low && high - low < Infinity)) [low, high] = [0, 1];
    if (low === this.low && high === this.high && log === this.log) return false;
    Object.assign(this, { low, high, log });
    return true;
  }

  /** NaN for an error that is not finite. */
  at(error) {
    if (!Number.isFinite(error)) return NaN;
    const value = this.log ? Math.log10(error) : error;
    return clamp((value - this.low) / (this.high - this.low), 0, 1);
  }

  ticks(count) {
    return ticks(this.low, this.high, count).map((value) => (this.log ? 10 ** value : value));
  }
}

/** The surface, seen from so far away that equal lengths look equal everywhere. */
export class Relief {
  constructor(canvas) {
    this.canvas = canvas;
    this.ctx = canvas.getContext("2d");
  }

  /** A picture of so many CSS px, and its colours in a table by light and height. */
  resize(width, height, { heightTable, dark }) {
    const sharp = Math.sqrt(PIXELS / (width * height));
    const [columns, rows] = [width, height].map((size) => Math.floor(size * sharp));
    const [image, far] = [new ImageData(columns, rows), new Float32Array(columns * rows)];
    const pixels = new Uint32Array(image.data.buffer);
    const table = new Uint32Array(256 * (LIGHTS + 2));
    Object.assign(this, { width, height, sharp, columns, rows, image, far, pixels, table });
    Object.assign(this.canvas, { width: columns, height: rows });
    const bytes = new Uint8ClampedArray(table.buffer);
    for (let l = 0; l < LIGHTS + 2; l++) {
      const light = [0.85, 0.7][l - LIGHTS] ?? 0.45 + (0.72 * l) / LIGHTS;
      for (let k = 0; k < 3; k++) {
        const shade = light ** (1.1 - 0.1 * k);
        for (let h = 0; h < 256; h++) {
          let c = heightTable[3 * h + k];
          if (dark) c += 0.12 * (255 - c) * (1 - h / 255);
          c = light > 1 ? c + 1.5 * (light - 1) * (255 - c) : c * shade;
          bytes[4 * (256 * l + h) + k] = c;
          bytes[4 * (256 * l + h) + 3] = l < LIGHTS ? 255 : 120;
        }
      }
    }
  }

  aim({ azimuth, elevation, zoom }) {
    const [a, e] = [azimuth, elevation].map((degrees) => (degrees * Math.PI) / 180);
    const [cos, sin, level, tilt] = [Math.cos(a), Math.sin(a) || 1e-9, Math.cos(e), Math.sin(e)];
    // Room for a cylinder about the box, which so keeps its size when it is turned.
    const tall = 2.83 * tilt + TALL * level;
    const scale = zoom * Math.min((this.width - 64) / 2.83, (this.height - 52) / tall);
    Object.assign(this, { cos, sin, level, tilt, scale });
  }

  /** Where a point of the box is seen: x, y in CSS px, and how far behind the middle it is. */
  at(x, y, height) {
    const away = -this.cos * x - this.sin * y;
    const aside = this.cos * y - this.sin * x;
    return [this.width / 2 + 11 + this.scale * aside, this.upright(away, height), away];
  }

  upright(away, height) {
    const up = this.tilt * away + this.level * TALL * (height - 0.5);
    return this.height / 2 - 6 - this.scale * up;
  }

  /** Does the surface leave in sight what is there? */
  shows([x, y, away]) {
    const at = Math.floor(y * this.sharp) * this.columns + Math.floor(x * this.sharp);
    return away <= this.far[at] + 0.03;
  }

  draw({ error, rows: n, u, v }, scale) {
    const { cos, sin, level, tilt } = this;
    const heights = new Float32Array(error).map((e) => scale.at(e));
    // The light comes over the left shoulder of whoever looks.
    const forth = 0.66 * level - 0.5 * tilt;
    const [lx, ly] = [forth * cos + 0.56 * sin, forth * sin - 0.56 * cos];
    const slope = (from, to) => (TALL / 2) * (n - 1) * (heights[from] - heights[to]) || 0;
    const lights = heights.map((_, k) => {
      const c = k % n < n - 1 ? k : k - 1;
      const r = k < n * n - n ? k : k - n;
      const sx = slope(c, c + 1);
      const sy = slope(r, r + n);
      const lit = lx * sx + ly * sy + 0.66 * tilt + 0.5 * level;
      return (LIGHTS - 1) * clamp(lit / Math.sqrt(sx * sx + sy * sy + 1), 0, 1);
    });
    Object.assign(this, { n, heights, lights });
    this.pixels.fill(0);
    this.far.fill(Infinity);
    for (let column = 0; column < this.columns; column++) this.fill(column);
    this.ctx.putImageData(this.image, 0, 0);
    this.grid([u, v]);
  }

  /** A quantity between the points of its table. */
  between(table, x, y) {
    const { n } = this;
    const c = ((x + 1) / 2) * (n - 1);
    const r = ((y + 1) / 2) * (n - 1);
    const left = Math.min(c | 0, n - 2);
    const low = Math.min(r | 0, n - 2);
    const p = c - left;
    const q = r - low;
    const at = low * n + left;
    return (1 - q) * ((1 - p) * table[at] + p * table[at + 1])
      + q * ((1 - p) * table[at + n] + p * table[at + n + 1]);
  }

  /** A column of pixels: a way over the surface from front to back, of which is seen what rises
   *  above all that lies before it. */
  fill(column) {
    const { n, heights, lights, cos, sin, sharp, table, pixels, far, columns } = this;
    const aside = ((column + 0.5) / sharp - this.width / 2 - 11) / this.scale;
    const [middleX, middleY] = [(-sin * aside) / cos, (cos * aside) / sin];
    const [halfX, halfY] = [Math.abs(1 / cos), Math.abs(1 / sin)];
    const first = Math.max(middleX - halfX, middleY - halfY);
    const last = Math.min(middleX + halfX, middleY + halfY);
    if (!(first < last)) return;
    const glass = LIGHTS + Number(middleX - halfX < middleY - halfY);
    // In steps from line to line of the table, of those lines that are more across.
    const [middle, half] = halfX < halfY ? [middleX, halfX] : [middleY, halfY];
    let top = this.rows;
    let row0 = sharp * this.upright(first, 0);
    let height0 = 0;
    let light0 = 0; // plain variables here: this is where a frame spends its time
    for (let k = 0; k < n; k++) {
      const away = clamp(middle + half * ((2 * k) / (n - 1) - 1), first, last);
      const x = -sin * aside - cos * away;
      const y = cos * aside - sin * away;
      const height = this.between(heights, x, y);
      const light = this.between(lights, x, y);
      const row = sharp * this.upright(away, height);
      const end = Math.max(0, Math.ceil(row - 0.5));
      const slope = 1 / (row0 - row);
      for (let to = Math.min(top, Math.ceil(row0 - 0.5)) - 1; to >= end; to--) {
        const part = (row0 - to - 0.5) * slope;
        const at = to * columns + column;
        const shade = k ? light0 + part * (light - light0) : glass; // at first the side in front
        pixels[at] = table[(shade << 8) | (255 * (height0 + part * (height - height0)))];
        far[at] = away;
      }
      if (end < top) top = end;
      row0 = row;
      height0 = height;
      light0 = light;
    }
  }

  /** Lines of round values, where the surface does not hide them. */
  grid(axes) {
    const { n, ctx, sharp } = this;
    const lines = [new Path2D(), new Path2D()];
    axes.forEach((values, across) => {
      const [low, high] = [values[0], values.at(-1)];
      for (const value of [low, ...ticks(low, high, 10), high]) {
        const fixed = (2 * (value - low)) / (high - low) - 1;
        for (let k = 0, before = null; k < n; k++) {
          const along = (2 * k) / (n - 1) - 1;
          const [x, y] = across ? [along, fixed] : [fixed, along];
          const height = this.between(this.heights, x, y);
          const to = this.at(x, y, height);
          const line = this.shows(to) && lines[Number(height > 0.4)];
          if (line && before) {
            line.moveTo(before[0], before[1]);
            line.lineTo(to[0], to[1]);
          }
          before = line && to;
        }
      }
    });
    ctx.setTransform(sharp, 0, 0, sharp, 0, 0);
    ctx.lineWidth = 0.6;
    ["#ffffff48", "#1f293358"].forEach((colour, k) => { // light in valleys, dark on heights
      ctx.strokeStyle = colour;
      ctx.stroke(lines[k]);
    });
  }
}
