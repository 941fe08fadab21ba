// Numbers and names of parameters as text.

const SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉";
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/**
 * A number to that many significant digits, with a true minus sign: "−0.25".
 * @param {number} value
 * @param {number} [digits]
 * @returns {string}
 */
export function format(value, digits = 3) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "not a number" : value > 0 ? "∞" : "−∞";
  if (value === 0) return "0";
  const size = Math.abs(value);
  const text =
    size >= 1e-4 && size < 1e6
      ? String(Number(value.toPrecision(digits)))
      : value
          .toExponential(Math.min(digits - 1, 2))
          .replace(/\.?0+e/, "e")
          .replace("e+", "e");
  return text.replaceAll("-", "−");
}

/** @param {string} digits */
function subscript(digits) {
  return digits.replace(/\d/g, (digit) => SUBSCRIPTS[Number(digit)]);
}

/**
 * A parameter's name as it is written by hand: "w5" is w₅, and "W1[2,3]", w₂₃ of layer 1, is
 * "w¹₂,₃". A name of any other form stays as it is.
 * @param {string} name
 * @returns {string}
 */
export function nameOf(name) {
  const short = /^([A-Za-z])(\d+)$/.exec(name);
  if (short) return short[1] + subscript(short[2]);
  const long = /^([A-Za-z])(\d)\[(\d+)(?:,(\d+))?\]$/.exec(name);
  if (!long) return name;
  const [, letter, layer, first, second] = long;
  const indices = subscript(first) + (second ? `,${subscript(second)}` : "");
  return letter.toLowerCase() + SUPERSCRIPTS[Number(layer)] + indices;
}
