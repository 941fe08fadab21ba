// Arrays of numbers: made, and read row by row.

/** @param {number} length */
export const zeros = (length) => new Float64Array(length);

/** @param {ArrayLike<number>} numbers */
export const floats = (numbers) => Float64Array.from(numbers);

/**
 * An array made item by item.
 * @template T
 * @param {number} length
 * @param {(k: number) => T} make
 * @returns {T[]}
 */
export const range = (length, make) => Array.from({ length }, (_, k) => make(k));

/**
 * A row of a table, as a copy.
 * @param {Float64Array} table one row after another
 * @param {number} row
 * @param {number} width how many numbers a row holds
 */
export const rowOf = (table, row, width) => table.slice(row * width, (row + 1) * width);
