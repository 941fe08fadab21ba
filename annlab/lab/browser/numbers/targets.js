// How the targets of a data set are read.

/** As classes, `kinds` of them, or (0) as values; and their range. */
export function readingOf({ inputs, outputs, activations }, { t }) {
  const g = activations.at(-1);
  const low = t.includes(-1) ? -1 : 0;
  const middle = (low + 1) / 2;
  const classes =
    (inputs === 2 && outputs > 1) || // for which there is no other picture
    (!["identity", "relu"].includes(g) && t.every((value) => value === low || value === 1));
  const [from, to] = classes ? [low, 1] : [Math.min(...t), Math.max(...t)];
  const margin = 0.2 * (to - from || 5);
  return {
    kinds: classes ? Math.max(2, outputs) : 0,
    from,
    to,
    range: [from - margin, to + margin],
    /** z of the one output where the class changes. */
    level: g === "tanh" ? Math.atanh(middle) : 0,
    /** The class of the outputs, or targets, that begin at a[at]. */
    kindOf(a, at = 0) {
      if (outputs === 1) return a[at] > middle ? 1 : 0;
      let best = 0;
      for (let k = 1; k < outputs; k++) if (a[at + k] > a[at + best]) best = k;
      return best;
    },
    /** The targets of a class. */
    targets: (kind) =>
      Array.from({ length: outputs }, (_, k) => (kind === (outputs === 1 ? 1 : k) ? 1 : low)),
  };
}

/** The part of the inputs that the prediction shows: a margin about the data. */
export function boxOf(data, inputs) {
  return Array.from({ length: inputs }, (_, i) => {
    const values = data.x.filter((_, k) => k % inputs === i).sort();
    const [low, high] = [values[0], values.at(-1)];
    const margin = high > low ? 0.25 * (high - low) : 1;
    return [low - margin, high + margin];
  });
}
