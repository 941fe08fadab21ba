// Numbers and names of parameters as text.

/** A number to so many digits, with a true minus sign: "−0.25". */
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

const LOWERED = "₀₁₂₃₄₅₆₇₈₉";

function lowered(digits) {
  return digits.replace(/\d/g, (digit) => LOWERED[digit]);
}

/** A parameter's name as one writes it: "w5" is w₅, "W1[2,3]" is w₂₃ of layer 1, "w¹₂,₃". */
export function nameOf(name) {
  let found = /^([A-Za-z])(\d+)$/.exec(name);
  if (found) return found[1] + lowered(found[2]);
  found = /^([A-Za-z])(\d)\[(\d+)(?:,(\d+))?\]$/.exec(name);
  if (!found) return name;
  const layer = "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(found[2])];
  return (
    found[1].toLowerCase() + layer + lowered(found[3]) + (found[4] ? `,${lowered(found[4])}` : "")
  );
}
