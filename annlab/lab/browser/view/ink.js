// The colours of a view, light or dark.

const HEIGHTS = ["#14324f", "#2b628c", "#6c9fb5", "#b5cfcb", "#f1ebdc"];
const PREDICTIONS = {
  light: ["#9cc4e2", "#d3e4f0", "#f8f6f2", "#fbe3bd", "#f4bf6e"],
  dark: ["#1c5a88", "#1b3a50", "#24282c", "#573f1c", "#9c6414"],
};
// The roles and colours of annlab/figures/style.py; on dark paper lighter shades of the same.
const LIGHT = {
  error: "#b3224f",
  negative: "#0b6fb3",
  positive: "#b86e00",
  heldOut: "#c4560a",
  classes: ["#0b6fb3", "#e8920c", "#0c8f6b", "#a64d8c"],
  hidden: ["#0c8f6b", "#a64d8c", "#3fa0d8", "#8a6d1b", "#6a5acd", "#4d5b66"],
};
const DARK = {
  error: "#ff7a9c",
  negative: "#5ab0ea",
  positive: "#f0a63a",
  heldOut: "#ff9d5c",
  classes: ["#5ab0ea", "#f0a63a", "#3ec49a", "#d98cc3"],
  hidden: ["#3ec49a", "#d98cc3", "#7cc4ee", "#d0b45a", "#a79bf0", "#a9b6c1"],
};

function channels(colour) {
  return [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
}

/** A table of 256 colours, three bytes each, that passes evenly through the colours given. */
export function shades(colours) {
  const stops = colours.map(channels);
  return Uint8ClampedArray.from({ length: 768 }, (_, k) => {
    const at = (Math.floor(k / 3) / 255) * (stops.length - 1);
    const low = Math.min(Math.floor(at), stops.length - 2);
    return stops[low][k % 3] + (at - low) * (stops[low + 1][k % 3] - stops[low][k % 3]);
  });
}

/** The colours of a view, from the theme of the page that it is in. */
export function inkOf(element) {
  const style = getComputedStyle(element);
  const probe = document.createElement("canvas").getContext("2d");
  const read = (name) => {
    probe.fillStyle = style.getPropertyValue(name).trim();
    return probe.fillStyle;
  };
  const { fontFamily } = style; // asked for once: whoever asks may have to wait for all styles
  const paper = read("--annlab-paper");
  const [r, g, b] = channels(paper);
  const dark = 0.3 * r + 0.59 * g + 0.11 * b < 128;
  const ink = read("--annlab-ink");
  return {
    ...(dark ? DARK : LIGHT),
    dark,
    paper,
    ink,
    training: ink,
    muted: read("--annlab-muted"),
    rule: read("--annlab-rule"),
    heightTable: shades(HEIGHTS),
    predictionTable: shades(dark ? PREDICTIONS.dark : PREDICTIONS.light),
    font: (size = 12, weight = 400) => `${weight} ${size}px ${fontFamily}`,
  };
}
