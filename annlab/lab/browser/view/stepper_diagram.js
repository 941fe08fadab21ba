// The diagram of a stepper: units, connections, and what is known written at both.

import { format, nameOf } from "../numbers/format.js";

const PLACES = [0.3, 0.22, 0.4, 0.62, 0.7, 0.78]; // where a label may stand on its connection
const MANY = 12; // of more connections between two layers only those of the moment have labels

/** A number to some digits; what is only rounding is 0. */
export const shown = (value, digits = 4) => format(Math.abs(value) < 1e-12 ? 0 : value, digits);

function svgAdd(parent, tag, attributes, text = "") {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.textContent = text;
  parent.append(node);
  return node;
}

/** Draws it anew into an svg element, so many CSS pixels wide. */
export function drawDiagram(svg, session, width) {
  const { net, theta, data, example, items, step, names, found, asked } = session;
  const { sizes, layers } = net;
  const apart = (width - 108) / layers;
  const fine = apart < 70 ? 2 : 3; // digits
  const keyOf = ({ kind, layer, unit, index }) => [kind, layer, unit, index].join();
  const known = new Map(items.slice(0, step + found).map(({ at, value }) => [keyOf(at), value]));
  if (asked && !found) known.set(keyOf(asked.at), "?");
  /** The classes and the text of a quantity; of one that is not yet known there is none. */
  const told = (kind, at, colour, before = "", digits = fine) => {
    const key = keyOf({ kind, ...at });
    const value = known.get(key);
    const text = typeof value === "number" ? shown(value, digits) : value;
    return [`${colour}${asked && key === keyOf(asked.at) ? " asked" : ""}`, text && before + text];
  };
  /** Of a parameter its new value, or its slope, or its value. */
  const toldOf = (p, before = "") => {
    const moved = told("update", { index: p }, "update", "→ ");
    const slope = told("gradients", { index: p }, "gradients", "∂ ");
    if (moved[1] || slope[1]) return moved[1] ? moved : slope;
    return ["parameter", (before + shown(theta[p], fine)).replace("+ −", "− ")];
  };
  const fresh = session.last.filter(({ at }) => at.index !== undefined);
  const now = new Set([...fresh, ...(asked ? [asked] : [])].flatMap(({ uses }) => uses));

  const r = apart < 90 ? 16 : 22;
  const pitch = 2 * r + 54;
  const most = Math.max(...sizes);
  const height = 2 * r + (most - 1) * pitch + 78; // 36 above the first unit, 42 below the last
  const place = (layer, unit) => [
    r + 6 + layer * apart,
    36 + r + ((most - sizes[layer]) / 2 + unit) * pitch,
  ];
  svg.replaceChildren();
  svg.setAttribute("width", width);
  svg.setAttribute("height", height);
  svg.setAttribute("class", apart < 70 ? "tight" : "");
  const [lines, discs, texts] = [0, 1, 2].map(() => svgAdd(svg, "g", {}));
  const taken = []; // boxes where no label may stand
  const write = (x, y, kind, text, half = 0) => {
    if (text) svgAdd(texts, "text", { x, y, class: kind }, text);
    if (text && half) taken.push([x - half, y - 12, x + half, y + 3]);
  };

  sizes.forEach((size, layer) => {
    for (let unit = 0; unit < size; unit++) {
      const [x, y] = place(layer, unit);
      const at = { layer, unit };
      const a = layer
        ? known.get(keyOf({ kind: "a", ...at }))
        : data.x[example * net.inputs + unit];
      const digits = [3, 2, 1].find((n) => a === "?" || shown(a ?? 0, n).length <= r / 3.6) ?? 1;
      const active = asked && asked.at.layer === layer && asked.at.unit === unit;
      svgAdd(discs, "circle", { cx: x, cy: y, r, class: active ? "asked" : "" });
      taken.push([x - r, y - r, x + r, y + r]);
      write(x, y - r + 10, "small", names.short(layer, unit));
      if (!layer) {
        write(x, y + 6, "in", shown(a, digits));
        continue;
      }
      write(x, y + 6, ...told("a", at, "forward in", "", digits));
      write(x, y - r - 6, ...told("z", at, "forward", "z "), 28);
      write(x, y - r - 20, ...told("δ", at, "backward", "δ "), 31);
      write(x, y + r + 14, ...toldOf(net.place(layer, sizes[layer - 1], unit), "+ "), 28);
      if (layer < layers) continue;
      write(x + r + 6, y + 4, "start", `t ${shown(data.t[example * net.outputs + unit], 3)}`);
      if (unit === size - 1) {
        const [kind, text] = told("E", {}, "backward", "E ");
        write(x + r + 6, y + 22, `${kind} start`, text);
      }
    }
    write(place(layer, 0)[0], height - 6, "small", layer ? net.activations[layer - 1] : "input");
  });

  const connect = (layer, source, unit) => {
    const p = net.place(layer, source, unit);
    const [[x0, y0], [x1, y1]] = [place(layer - 1, source), place(layer, unit)];
    const along = (part) => [x0 + part * (x1 - x0), y0 + part * (y1 - y0)];
    const used = asked?.uses.includes(p) ? "used" : "";
    svgAdd(lines, "path", { d: `M${x0} ${y0}L${x1} ${y1}`, class: used });
    if (used && ["forward", "backward"].includes(asked.stage)) {
      const back = asked.stage === "backward" ? 180 : 0;
      const turn = (Math.atan2(y1 - y0, x1 - x0) * 180) / Math.PI + back;
      const transform = `translate(${along(0.53)}) rotate(${turn})`;
      svgAdd(lines, "path", { d: "M7 0L-5 5V-5Z", class: "head", transform });
    }
    if (sizes[layer - 1] * sizes[layer] > MANY && !now.has(p)) return;
    const [kind, number] = toldOf(p);
    const long = apart > 190 ? [`${nameOf(net.names[p])} ${number}`] : [];
    for (const text of [...long, number]) {
      const half = 3.6 * text.length + 3;
      const spot = PLACES.map(along).find(([x, y]) =>
        taken.every(
          ([left, top, right, bottom]) =>
            x + half < left || x - half > right || y + 8 < top || y - 8 > bottom,
        ),
      );
      if (!spot) continue; // a shorter text may find a place
      const [x, y] = spot;
      taken.push([x - half, y - 8, x + half, y + 8]);
      svgAdd(texts, "rect", { x: x - half, y: y - 8, width: 2 * half, height: 16 });
      write(x, y + 4, `${kind} ${used}`, text);
      return;
    }
  };
  for (let layer = 1; layer <= layers; layer++) {
    const all = sizes[layer - 1] * sizes[layer];
    const wide = sizes[layer];
    const order = Array.from({ length: all }, (_, k) => [Math.floor(k / wide), k % wide]).sort(
      ([i, j], [m, n]) => now.has(net.place(layer, m, n)) - now.has(net.place(layer, i, j)),
    );
    for (const [source, unit] of order) connect(layer, source, unit);
  }
}
