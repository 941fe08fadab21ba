// The surface as pixels: how high an error is, where a point is seen, and what is hidden.

import { clamp } from "../numbers/scales.js";

// Of the box, whose floor goes from −1 to 1 both ways.
const TALL = 1.2;
// Shades of each colour; two more rows of the table are the glass of the sides.
const LIGHTS = 64;
// At most so many pixels has the picture, so that it is drawn in time.
const PIXELS = 16e4;

/** The surface, seen from so far away that equal lengths look equal everywhere. */
export class Relief {
  canvas = document.createElement("canvas");
  ctx = this.canvas.getContext("2d");

  /** A picture of so many CSS px, and its colours in a table by light and height. */
  resize(width, height, heightTable) {
    const sharp = Math.min(window.devicePixelRatio || 1, Math.sqrt(PIXELS / (width * height)));
    const [columns, rows] = [width, height].map((size) => Math.floor(size * sharp));
    const [image, far] = [new ImageData(columns, rows), new Float32Array(columns * rows)];
    const pixels = new Uint32Array(image.data.buffer);
    const bytes = new Uint8ClampedArray(1024 * (LIGHTS + 2));
    for (let row = 0, at = 0; row < LIGHTS + 2; row++) {
      const light = [0.85, 0.7][row - LIGHTS] ?? 0.45 + (0.72 * row) / LIGHTS;
      for (let h = 0; h < 768; at++) {
        for (const end = h + 3; h < end; h++, at++) bytes[at] = light * heightTable[h];
        bytes[at] = row < LIGHTS ? 255 : 120;
      }
    }
    const table = new Uint32Array(bytes.buffer);
    Object.assign(this, { width, height, sharp, columns, rows, image, far, pixels, table });
    Object.assign(this.canvas, { width: columns, height: rows });
  }

  draw({ error, rows: n }, scale, { azimuth, elevation, zoom }) {
    const [a, e] = [azimuth, elevation].map((degrees) => (degrees * Math.PI) / 180);
    const [cos, sin, level, tilt] = [Math.cos(a), Math.sin(a) || 1e-9, Math.cos(e), Math.sin(e)];
    // Room for a cylinder about the box, which so keeps its size when it is turned.
    const tall = 2.83 * tilt + TALL * level;
    const size = zoom * Math.min((this.width - 64) / 2.83, (this.height - 52) / tall);
    const heights = new Float32Array(error).map((value) => scale.at(value));
    const slope = (at, step) => (TALL / 2) * (n - 1) * (heights[at] - heights[at + step]) || 0;
    const lights = heights.map((_, k) => {
      const sx = slope(k % n < n - 1 ? k : k - 1, 1);
      const sy = slope(k < n * n - n ? k : k - n, n);
      // The light comes over the left shoulder of whoever looks from where one looks at first.
      const lit = 0.77 - 0.32 * sx - 0.55 * sy;
      return (LIGHTS - 1) * clamp(lit / Math.sqrt(sx * sx + sy * sy + 1), 0, 1);
    });
    Object.assign(this, { cos, sin, level, tilt, size, n, heights, lights });
    this.pixels.fill(0);
    this.far.fill(Infinity);
    for (let column = 0; column < this.columns; column++) this.fill(column);
    this.ctx.putImageData(this.image, 0, 0);
  }

  /** Where a point of the box is seen: x, y in CSS px, and how far behind the middle it is. */
  at([x, y, height]) {
    const away = -this.cos * x - this.sin * y;
    const aside = this.cos * y - this.sin * x;
    return [this.width / 2 + 11 + this.size * aside, this.upright(away, height), away];
  }

  upright(away, height) {
    const up = this.tilt * away + this.level * TALL * (height - 0.5);
    return this.height / 2 - 6 - this.size * up;
  }

  /** Does the surface leave in sight what is there? */
  shows([x, y, away]) {
    const at = Math.floor(y * this.sharp) * this.columns + Math.floor(x * this.sharp);
    return away <= this.far[at] + 0.03;
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
    const near = table[at] + p * (table[at + 1] - table[at]);
    const far = table[at + n] + p * (table[at + n + 1] - table[at + n]);
    return near + q * (far - near);
  }

  /** A column of pixels: a way over the surface from front to back, of which is seen what rises
   *  above all that lies before it. Plain variables: this is where a frame spends its time. */
  fill(column) {
    const { n, heights, lights, cos, sin, sharp, table, pixels, far, columns } = this;
    const aside = ((column + 0.5) / sharp - this.width / 2 - 11) / this.size;
    const middleX = (-sin * aside) / cos;
    const middleY = (cos * aside) / sin;
    const halfX = Math.abs(1 / cos);
    const halfY = Math.abs(1 / sin);
    const first = Math.max(middleX - halfX, middleY - halfY);
    const last = Math.min(middleX + halfX, middleY + halfY);
    if (!(first < last)) return;
    const glass = LIGHTS + Number(middleX - halfX < middleY - halfY);
    // In steps from line to line of the table, of those lines that are more across.
    const [middle, half] = halfX < halfY ? [middleX, halfX] : [middleY, halfY];
    let top = this.rows;
    let row0 = sharp * this.upright(first, 0);
    let height0 = 0;
    let light0 = 0;
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
        // First comes the side in front.
        const shade = k ? light0 + part * (light - light0) : glass;
        pixels[at] = table[(shade << 8) | (255 * (height0 + part * (height - height0)))];
        far[at] = away;
      }
      if (end < top) top = end;
      row0 = row;
      height0 = height;
      light0 = light;
    }
  }

  /** Adds a line through points of the box to a path, as far as the surface leaves it in sight. */
  trace(path, points) {
    let before = false;
    for (const point of points) {
      const spot = this.at(point);
      const shown = this.shows(spot);
      if (shown) path[before ? "lineTo" : "moveTo"](spot[0], spot[1]);
      before = shown;
    }
  }

  /** Lines on the surface, at these places along each axis. */
  grid(axes) {
    const { n, ctx, sharp } = this;
    const path = new Path2D();
    const steps = Array.from({ length: n }, (_, k) => (2 * k) / (n - 1) - 1);
    axes.forEach((places, across) => {
      for (const fixed of [-1, ...places, 1]) {
        this.trace(
          path,
          steps.map((along) => {
            const [x, y] = across ? [along, fixed] : [fixed, along];
            return [x, y, this.between(this.heights, x, y)];
          }),
        );
      }
    });
    ctx.setTransform(sharp, 0, 0, sharp, 0, 0);
    Object.assign(ctx, { lineWidth: 0.6, strokeStyle: "#1f293358" });
    ctx.stroke(path);
  }
}
