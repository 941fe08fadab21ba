// The network panel: units and connections, moved by hand; the formula of a unit in numbers.

import { format, nameOf } from "../../numbers/format.js";
import { formulaOf, symbolOf } from "../../numbers/formula.js";
import { clamp } from "../../numbers/scales.js";
import { make, put } from "../dom.js";

const FORMULA = 60; // CSS px under the diagram
const MOST_UNITS = 24; // of a layer that are drawn
const DRAWN = ["size", "theme", "theta", "data", "example", "axes", "span"];
const STEPS = { ArrowUp: 0.1, ArrowDown: -0.1, PageUp: 1, PageDown: -1 };
const NEXT = { ArrowLeft: -1, ArrowRight: 1 };

/** Where the units of each layer stand, and how large they are. */
function columnsOf({ sizes, layers }, width, height) {
  const apart = (width - 160) / layers;
  return sizes.map((size, layer) => {
    const gaps = Math.min(size, MOST_UNITS) - 1;
    const pitch = Math.min(90, (height - 76) / Math.max(gaps, 1));
    const rows = Array.from(
      { length: gaps + 1 },
      (_, k) => height / 2 - 9 + (k - gaps / 2) * pitch,
    );
    return { x: 42 + layer * apart, r: Math.min(17, 0.31 * pitch, 0.25 * apart), pitch, rows };
  });
}

function setAll(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (node.getAttribute(name) !== `${value}`) node.setAttribute(name, value); // to set one is dear
  }
  return node;
}

function svgNode(parent, tag, attributes, text = "") {
  const node = setAll(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes);
  node.textContent = text;
  return parent.appendChild(node);
}

export function networkPanel(host) {
  const {
    state,
    view,
    state: { net },
  } = host;
  const svg = svgNode(host.body, "svg", {
    class: "annlab-net",
    role: "group",
    "aria-label": "Units and connections",
  });
  const formula = make("div", { className: "formula", id: host.id("formula") });
  const chosen = make("span", { className: "example" });
  host.body.append(formula);
  const [previous, next] = [
    ["‹", "previous example"],
    ["›", "next example"],
  ].map(([textContent, ariaLabel]) => make("button", { textContent, ariaLabel }));
  host.head.append(previous, next, chosen);
  const items = new Map(); // what each element stands for, a connection or a unit
  const thin = net.P > 70 ? 0.4 : 1;
  let nextAxis = 0;
  let width, stop, looked, drag, error, tags; // looked: at a connection or a unit

  /** Makes the diagram anew, for another size. */
  function build() {
    const height = host.height - FORMULA;
    width = host.width;
    const columns = columnsOf(net, width, height);
    svg.replaceChildren();
    items.clear();
    drag = null;
    const [grips, lines, discs, texts] = ["grips", "lines", "discs", "texts"].map((kind) =>
      svgNode(svg, "g", { class: kind }),
    );
    const write = (x, y, kind, text) => svgNode(texts, "text", { x, y, class: kind }, text);
    const add = (item, parent, tag, attributes) => {
      const element = svgNode(parent, tag, {
        ...attributes,
        tabindex: -1,
        "aria-describedby": formula.id,
      });
      items.set(element, Object.assign(item, { element }));
    };
    const connect = (layer, source, unit, x0, y0, x1, y1) => {
      const index = net.place(layer, source, unit);
      const name = nameOf(net.names[index]);
      const at = (part) => ({ x: x0 + part * (x1 - x0), y: y0 + part * (y1 - y0) });
      const d = `M${x0} ${y0}L${x1} ${y1}`;
      const [low, high] = spanOf(index);
      add({ line: svgNode(lines, "path", { d }), layer, unit, index, name, at }, grips, "path", {
        d,
        role: "slider",
        "aria-label": name,
        "data-parameter": net.names[index],
        "aria-valuemin": low,
        "aria-valuemax": high,
      });
      const { x, y } = at(0.4);
      if (net.P <= 12) write(x0 === x1 ? x + 13 : x, y, "", name);
    };

    columns.forEach(({ x, r, pitch, rows }, layer) => {
      const from = columns[layer - 1];
      const end = layer === net.layers;
      const size = net.sizes[layer];
      rows.forEach((y, unit) => {
        if (layer) {
          // a bias is the weight of a 1, drawn as a small square
          const long = clamp(pitch - 2 * r - 6, 3, 13);
          const foot = y + r + long;
          from.rows.forEach((Y, source) => connect(layer, source, unit, from.x, Y, x, y));
          connect(layer, net.sizes[layer - 1], unit, x, y + r, x, foot);
          const d = `M${x} ${foot - long / 4}v${long / 2}`;
          svgNode(discs, "path", { d, "stroke-width": long / 2 });
        }
        const symbol = symbolOf(net, layer, unit);
        add(
          {
            layer,
            unit,
            words: `${end ? "output" : layer ? "hidden unit" : "input"} ${symbol}`,
            number: r >= 13 && write(x, y, "number"),
            target: end && pitch > 15 && write(x + 27, y - 7, "start"),
          },
          discs,
          "circle",
          { cx: x, cy: y, r, role: "img", "data-unit": `${layer},${unit}` },
        );
        if (!layer && pitch > 13) write(x - r - 5, y, "end", symbol);
        if (layer && pitch > 2 * r + 55) write(x, y - r - 9, "muted", symbol);
      });
      if (end) error = write(x + 27, rows.at(-1) + 8, "start error");
      const label = layer ? net.activations[layer - 1] : "input";
      if (!layer || x - from.x > 50) {
        write(x, height - 7, "muted", size > MOST_UNITS ? `${MOST_UNITS} of ${size}` : label);
      }
    });
    looked = [...items.values()].at(-1);
    tags = ["→", "↑"].map((arrow) => write(0, 0, "tag", arrow));
    stopAt(grips.firstChild);
  }

  function drawConnection(item) {
    const value = state.theta[item.index];
    if (value === item.value) return;
    item.value = value;
    setAll(item.line, {
      "stroke-width": (thin * (0.9 + 1.5 * Math.sqrt(Math.min(Math.abs(value), 16)))).toFixed(1),
      class: value > 0 ? "plus" : value < 0 ? "minus" : "zero",
    });
    if (thin === 1) item.element.ariaValueNow = value.toPrecision(4); // of many when looked at
  }

  function drawUnit({ element, layer, unit, words, number, target }) {
    const a = net.a[layer][unit];
    const low = ["logistic", "softmax", "step"].includes(net.activations[layer - 1]) ? 0 : -1;
    const at = 3 * Math.round(255 * clamp((a - low) / (1 - low), 0, 1));
    setAll(element, {
      fill: `rgb(${view.ink.predictionTable.subarray(at, at + 3)})`,
      "aria-label": `${words} = ${format(a)}`,
    });
    if (number) put(number, format(Number(a.toFixed(a < 0 || a >= 1 ? 1 : 2)))); // that fits
    if (target) put(target, `t = ${format(state.data.t[state.example * net.outputs + unit])}`);
  }

  /** What is looked at, and the formula of its unit. */
  function describe() {
    const { layer, unit, line, index, name, value, element } = looked;
    put(formula, layer ? formulaOf(state, layer, unit) : "");
    if (line) element.ariaValueNow = value.toPrecision(4);
    host.say(
      line
        ? `${name} = ${format(value)}, ∂E/∂${name} = ${format(state.gradient[index])}`
        : element.ariaLabel,
    );
  }

  function look(item) {
    if (!item || item === looked || drag?.moved) return;
    looked = item;
    describe();
  }

  function stopAt(element) {
    // the Tab key: arrow keys go on from there
    stop?.setAttribute("tabindex", -1);
    stop = element;
    stop.setAttribute("tabindex", 0);
  }

  const spanOf = (index) => state.span[Number(state.axes[1] === index)];
  const move = ({ index }, value) => state.move(index, Number(value.toPrecision(12)));
  const choose = ({ index }) => {
    state.chooseAxis(nextAxis, index);
    nextAxis = 1 - nextAxis;
  };
  const step = (by) => state.set({ example: (state.example + by + state.data.n) % state.data.n });
  view.listen(previous, "click", () => step(-1));
  view.listen(next, "click", () => step(1));
  // Not on the drawing itself: one that hears of focus is a tab stop of its own.
  view.listen(host.body, "pointerover", ({ target }) => look(items.get(target)));
  view.listen(host.body, "focusin", ({ target }) => {
    stopAt(target);
    look(items.get(target));
  });
  view.listen(host.body, "pointerdown", ({ target, button, clientY, pointerId }) => {
    const item = items.get(target);
    if (!item?.line || button) return;
    drag = { item, clientY, value: item.value, moved: false };
    target.setPointerCapture(pointerId);
  });
  view.listen(host.body, "pointermove", ({ clientY }) => {
    if (!drag || (!drag.moved && Math.abs(clientY - drag.clientY) < 4)) return;
    drag.moved = true;
    const [low, high] = spanOf(drag.item.index);
    move(drag.item, drag.value + ((drag.clientY - clientY) * (high - low)) / 200);
  });
  view.listen(host.body, "lostpointercapture", () => {
    if (drag?.moved === false) choose(drag.item);
    drag = null;
  });
  view.keys(host.body, ({ key, target, shiftKey }) => {
    const item = items.get(target);
    const elements = [...items.keys()];
    if (NEXT[key]) elements[elements.indexOf(target) + NEXT[key]]?.focus();
    else if (!item?.line) return false;
    else if (STEPS[key]) move(item, item.value + STEPS[key] * (shiftKey ? 0.1 : 1));
    else if (key === "Enter" || key === " ") choose(item);
    else return false;
  });

  return {
    draw(changed) {
      if (!DRAWN.some((name) => changed.has(name))) return;
      if (width !== host.width) build();
      const { theta, data, example, errors, axes } = state;
      for (const role of changed.has("theme") ? ["negative", "positive", "error"] : []) {
        svg.style.setProperty(`--${role}`, view.ink[role]);
      }
      net.forward(theta, data.x, example * net.inputs);
      for (const item of items.values()) (item.line ? drawConnection : drawUnit)(item);
      put(error, `error ${format(errors[example], errors[example] < 1e-3 ? 1 : 3)}`);
      put(chosen, `example ${example + 1} of ${data.n}`);
      tags.forEach((tag, k) => {
        const item = [...items.values()].find(({ index }) => index === axes[k]);
        setAll(tag, item?.at(0.66 - 0.13 * k) ?? { x: -99 });
        Object.assign(tag.dataset, { axis: ["first", "second"][k], parameter: net.names[axes[k]] });
      });
      describe();
    },
  };
}
