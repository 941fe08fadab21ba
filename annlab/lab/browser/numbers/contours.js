// The lines of one level in a table of values.

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
