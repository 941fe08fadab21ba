// The surface as pixels: how high an error is, where a point is seen, and what is hidden.

import { range } from "../numbers/arrays.js";
import { clamp } from "../numbers/scales.js";
import { context2d, make } from "./dom.js";
import { style } from "./marks.js";

/** @import { HeightScale } from "../numbers/height_scale.js" */

/** @typedef {[x: number, y: number, z: number]} Point in the box: x and y from −1 to 1, z 0 to 1 */
/** @typedef {[x: number, y: number, away: number]} Spot x and y in CSS px; how far behind the middle */
/** @typedef {{ azimuth: number, elevation: number, zoom: number }} Turn angles in degrees */

const TALL = 1.2; // the height of the box; its base goes from −1 to 1 both ways
const LIGHTS = 64; // shades of each colour; two more rows of the table are the glass of the sides
const GLASS_LIGHTS = [0.85, 0.7];
const GLASS_ALPHA = 120;
const MOST_PIXELS = 16e4; // of the picture, so that a frame is drawn in time

/**
 * Colours as one number each, four bytes in memory: at light · 256 + height, both from 0.
 * @param {Uint8ClampedArray} heightTable 256 colours, three bytes each
 */
function shadeTable(heightTable) {
  const bytes = new Uint8ClampedArray(1024 * (LIGHTS + 2));
  for (let row = 0, at = 0; row < LIGHTS + 2; row++) {
    const light = GLASS_LIGHTS[row - LIGHTS] ?? 0.45 + (0.72 * row) / LIGHTS;
    const alpha = row < LIGHTS ? 255 : GLASS_ALPHA;
    for (let h = 0; h < 768; h += 3) {
      bytes[at++] = light * heightTable[h];
      bytes[at++] = light * heightTable[h + 1];
      bytes[at++] = light * heightTable[h + 2];
      bytes[at++] = alpha;
    }
  }
  return new Uint32Array(bytes.buffer);
}

/**
 * How much light falls on each point of the surface.
 * @param {Float32Array<ArrayBuffer>} heights
 * @param {number} n
 */
function lightsOf(heights, n) {
  /** @type {(at: number, step: number) => number} */
  const slope = (at, step) => (TALL / 2) * (n - 1) * (heights[at] - heights[at + step]) || 0;
  return heights.map((_, k) => {
    const sx = slope(k % n < n - 1 ? k : k - 1, 1);
    const sy = slope(k < n * n - n ? k : k - n, n);
    // The light comes over the left shoulder, as the surface is seen at first.
    const lit = 0.77 - 0.32 * sx - 0.55 * sy;
    return (LIGHTS - 1) * clamp(lit / Math.sqrt(sx * sx + sy * sy + 1), 0, 1);
  });
}

/**
 * A quantity at a point of the base, interpolated.
 * @param {Float32Array} table n × n values
 * @param {number} n
 * @param {number} x
 * @param {number} y
 */
function between(table, n, x, y) {
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

/** The surface, seen from so far away that equal lengths look equal everywhere. */
export class Relief {
  canvas = make("canvas");
  #ctx = context2d(this.canvas);

  // The picture: its size in CSS px, pixels per CSS px, its columns and rows of pixels.
  #width = 0;
  #height = 0;
  #sharp = 1;
  #columns = 0;
  #rows = 0;
  #image = new ImageData(1, 1);
  #pixels = new Uint32Array(1); // the colours of the image
  #far = new Float32Array(1); // for each pixel, how far behind the middle is what it shows
  #table = new Uint32Array(1); // colours by light and height

  // The view: cosine and sine of the azimuth and of the elevation, CSS px per unit of the box.
  cos = 1;
  sin = 1;
  #level = 1;
  #tilt = 1;
  #size = 1;

  // The surface: n × n heights from 0 to 1, and lights from 0 to LIGHTS − 1.
  #n = 0;
  #heights = new Float32Array(0);
  #lights = new Float32Array(0);

  /**
   * Takes the size of the picture and its colours.
   * @param {{ width: number, height: number }} size in CSS px
   * @param {Uint8ClampedArray} heightTable 256 colours, three bytes each
   */
  resize({ width, height }, heightTable) {
    const sharp = Math.min(window.devicePixelRatio || 1, Math.sqrt(MOST_PIXELS / (width * height)));
    const columns = Math.floor(width * sharp);
    const rows = Math.floor(height * sharp);
    this.#width = width;
    this.#height = height;
    this.#sharp = sharp;
    this.#columns = columns;
    this.#rows = rows;
    this.#image = new ImageData(columns, rows);
    this.#pixels = new Uint32Array(this.#image.data.buffer);
    this.#far = new Float32Array(columns * rows);
    this.#table = shadeTable(heightTable);
    Object.assign(this.canvas, { width: columns, height: rows });
  }

  /**
   * Draws the surface and the glass of its sides onto the relief's canvas.
   * @param {{ error: ArrayLike<number>, rows: number }} plane rows × rows errors
   * @param {HeightScale} scale
   * @param {Turn} turn where it is seen from
   */
  draw({ error, rows }, scale, turn) {
    this.#lookFrom(turn);
    this.#n = rows;
    this.#heights = new Float32Array(error).map((value) => scale.at(value));
    this.#lights = lightsOf(this.#heights, rows);
    this.#pixels.fill(0);
    this.#far.fill(Infinity);
    for (let column = 0; column < this.#columns; column++) this.#fill(column);
    this.#ctx.putImageData(this.#image, 0, 0);
  }

  /** @param {Turn} turn */
  #lookFrom({ azimuth, elevation, zoom }) {
    const [a, e] = [azimuth, elevation].map((degrees) => (degrees * Math.PI) / 180);
    const level = Math.cos(e);
    const tilt = Math.sin(e);
    this.cos = Math.cos(a);
    this.sin = Math.sin(a) || 1e-9;
    this.#level = level;
    this.#tilt = tilt;
    // Room for a cylinder about the box, so that it keeps its size when it is turned.
    const tall = 2.83 * tilt + TALL * level;
    this.#size = zoom * Math.min((this.#width - 64) / 2.83, (this.#height - 52) / tall);
  }

  /**
   * Where a point of the box is seen.
   * @param {Point} point
   * @returns {Spot}
   */
  at([x, y, z]) {
    const away = -this.cos * x - this.sin * y;
    const aside = this.cos * y - this.sin * x;
    return [this.#width / 2 + 11 + this.#size * aside, this.#upright(away, z), away];
  }

  /**
   * How far from the top of the picture, in CSS px, a point is seen.
   * @param {number} away how far behind the middle of the box it is
   * @param {number} z its height from 0 to 1
   */
  #upright(away, z) {
    const up = this.#tilt * away + this.#level * TALL * (z - 0.5);
    return this.#height / 2 - 6 - this.#size * up;
  }

  /**
   * Whether the surface leaves a spot in sight.
   * @param {Spot} spot
   */
  shows([x, y, away]) {
    const at = Math.floor(y * this.#sharp) * this.#columns + Math.floor(x * this.#sharp);
    return away <= this.#far[at] + 0.03;
  }

  /**
   * Fills a column of pixels. It is a path over the surface from front to back; of that path one
   * sees what rises above all that lies before it. Plain variables only: this is where a frame
   * spends its time.
   * @param {number} column
   */
  #fill(column) {
    const { cos, sin } = this;
    const n = this.#n;
    const heights = this.#heights;
    const lights = this.#lights;
    const sharp = this.#sharp;
    const table = this.#table;
    const pixels = this.#pixels;
    const far = this.#far;
    const columns = this.#columns;
    const aside = ((column + 0.5) / sharp - this.#width / 2 - 11) / this.#size;
    const middleX = (-sin * aside) / cos;
    const middleY = (cos * aside) / sin;
    const halfX = Math.abs(1 / cos);
    const halfY = Math.abs(1 / sin);
    const first = Math.max(middleX - halfX, middleY - halfY);
    const last = Math.min(middleX + halfX, middleY + halfY);
    if (!(first < last)) return;
    const glass = LIGHTS + Number(middleX - halfX < middleY - halfY);
    // One step for each line of the table, of those lines that the path crosses more squarely.
    const [middle, half] = halfX < halfY ? [middleX, halfX] : [middleY, halfY];
    let top = this.#rows;
    let row0 = sharp * this.#upright(first, 0);
    let height0 = 0;
    let light0 = 0;
    for (let k = 0; k < n; k++) {
      const away = clamp(middle + half * ((2 * k) / (n - 1) - 1), first, last);
      const x = -sin * aside - cos * away;
      const y = cos * aside - sin * away;
      const height = between(heights, n, x, y);
      const light = between(lights, n, x, y);
      const row = sharp * this.#upright(away, height);
      const end = Math.max(0, Math.ceil(row - 0.5));
      const slope = 1 / (row0 - row);
      for (let to = Math.min(top, Math.ceil(row0 - 0.5)) - 1; to >= end; to--) {
        const part = (row0 - to - 0.5) * slope;
        const at = to * columns + column;
        const shade = k ? light0 + part * (light - light0) : glass; // the first piece is the side
        pixels[at] = table[(shade << 8) | (255 * (height0 + part * (height - height0)))];
        far[at] = away;
      }
      if (end < top) top = end;
      row0 = row;
      height0 = height;
      light0 = light;
    }
  }

  /**
   * Adds a line through points of the box to a path, as far as the surface leaves it in sight.
   * @param {Path2D} path
   * @param {Point[]} points
   */
  trace(path, points) {
    let drawing = false;
    for (const point of points) {
      const spot = this.at(point);
      const shown = this.shows(spot);
      if (shown) path[drawing ? "lineTo" : "moveTo"](spot[0], spot[1]);
      drawing = shown;
    }
  }

  /**
   * Draws lines on the surface, and its edges.
   * @param {number[][]} axes the places of the lines along x and along y
   */
  grid(axes) {
    const n = this.#n;
    const ctx = this.#ctx;
    const sharp = this.#sharp;
    const path = new Path2D();
    const steps = range(n, (k) => (2 * k) / (n - 1) - 1);
    axes.forEach((places, across) => {
      for (const fixed of [-1, ...places, 1]) {
        this.trace(
          path,
          steps.map((along) => {
            const [x, y] = across ? [along, fixed] : [fixed, along];
            return [x, y, between(this.#heights, n, x, y)];
          }),
        );
      }
    });
    ctx.setTransform(sharp, 0, 0, sharp, 0, 0);
    style(ctx, { lineWidth: 0.6, strokeStyle: "#1f293358" });
    ctx.stroke(path);
  }
}
