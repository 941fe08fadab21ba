// Round numbers and even steps along an axis, and the bounds of a scale.

export const clamp = (value, low, high) => Math.max(low, Math.min(high, value));

/** A value with the digits that a distance of `step` calls for: what is read is then exact. */
export function rounded(value, step) {
  return Number(value.toFixed(clamp(Math.ceil(0.3 - Math.log10(step)), 0, 20)));
}

/** Round numbers between two bounds, about `count` of them. */
export function ticks(low, high, count = 5) {
  const rough = (high - low) / count;
  if (!(rough > 0) || !Number.isFinite(rough)) return [];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, k) =>
    Number(((first + k) * step).toPrecision(12)),
  );
}

/** n even steps from low to high, both included. */
export function steps(low, high, n) {
  return Float64Array.from({ length: n }, (_, k) => low + (k * (high - low)) / (n - 1));
}

/** Steady bounds for heights: from 0 to a round number, or fitted to what there is. */
export function heights(low, high, fit) {
  const top = Number.isFinite(high) && high > 0 ? high : 1;
  const floor = Math.max(low, top * 1e-6);
  if (fit && high > low) return { from: low, to: high, floor };
  const power = 10 ** Math.floor(Math.log10(top));
  const to = power * [1, 1.5, 2, 3, 5, 7.5, 10].find((factor) => factor * power >= top * 0.9999);
  return { from: 0, to, floor };
}
