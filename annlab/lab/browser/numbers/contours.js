// Contour lines of a table of values.

import { zeros } from "./arrays.js";

/**
 * The two sides of a cell (above, right, below, left) that a contour line joins, by the bits of the
 * corners that lie above the level. The patterns 5 and 10, saddles, have two lines.
 * @type {Record<number, [number, number]>}
 */
const CROSSED = { 1: [3, 0], 2: [0, 1], 3: [3, 1], 4: [1, 2], 6: [0, 2], 7: [3, 2] };

/**
 * The contour line of one level in a table of values (rows × columns), by marching squares.
 * @param {ArrayLike<number>} values
 * @param {number} rows
 * @param {number} columns
 * @param {number} level
 * @param {(x0: number, y0: number, x1: number, y1: number) => void} segment
 *   gets each piece of the line in units of the grid: x a column, y a row
 */
export function contours(values, rows, columns, level, segment) {
  /** @param {number} from @param {number} to */
  const between = (from, to) => (level - from) / (to - from);
  const x = zeros(4); // where the line crosses the four sides
  const y = zeros(4);
  /** @param {number} p @param {number} q */
  const join = (p, q) => segment(x[p], y[p], x[q], y[q]);
  for (let row = 0; row + 1 < rows; row++) {
    for (let column = 0, at = row * columns; column + 1 < columns; column++, at++) {
      const a = values[at];
      const b = values[at + 1];
      const c = values[at + columns + 1];
      const d = values[at + columns];
      const above = // the four corners, clockwise from the left one above: a bit for each
        (a > level ? 1 : 0) | (b > level ? 2 : 0) | (c > level ? 4 : 0) | (d > level ? 8 : 0);
      if (above === 0 || above === 15) continue;
      x[0] = column + between(a, b);
      x[1] = column + 1;
      x[2] = column + between(d, c);
      x[3] = column;
      y[0] = row;
      y[1] = row + between(b, c);
      y[2] = row + 1;
      y[3] = row + between(a, d);
      const sides = CROSSED[above > 7 ? 15 - above : above];
      if (sides) {
        join(sides[0], sides[1]);
      } else if ((a + b + c + d) / 4 > level === (above === 5)) {
        join(3, 2); // a saddle: the mean at the centre says which corners are connected
        join(0, 1);
      } else {
        join(3, 0);
        join(1, 2);
      }
    }
  }
}
