// The network panel: units and connections, moved by hand; the formula of a unit in numbers.

import { format, make, nameOf } from "./drawing.js";
import { formulaLines, formulaOf, symbolOf } from "./formula.js";
import { put } from "./view.js";

const FORMULA = 57; // CSS px under the diagram
const MOST_UNITS = 24; // of a layer that are drawn
const STEPS = { ArrowUp: 0.1, ArrowDown: -0.1, PageUp: 1, PageDown: -1 };
const NEXT = { ArrowLeft: -1, ArrowRight: 1 };

/** Where the units of each layer stand, and how large they are. */
function columnsOf({ sizes, layers }, width, height) {
  const apart = (width - 146) / layers;
  return sizes.map((size, layer) => {
    const drawn = Math.min(size, MOST_UNITS);
    const gaps = Math.max(drawn - 1, 1);
    const r = Math.max(2.2, Math.min(17, (0.31 * (height - 70)) / gaps, 0.25 * apart));
    const pitch = Math.min(90, (height - 26 - 3.4 * r) / gaps);
    const top = height / 2 - 9 - ((drawn - 1) / 2) * pitch;
    const rows = Array.from({ length: drawn }, (_, k) => top + k * pitch);
    return { x: 42 + layer * apart, r, pitch, rows };
  });
}

function shortNumber(value, letters) {
  const texts = [3, 2, 1].map((digits) => format(value, digits));
  return texts.find((text) => text.length <= letters) ?? format(Math.round(10 * value) / 10, 1);
}

function setAll(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}

function svgNode(parent, tag, attributes = {}) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  return parent.appendChild(setAll(node, attributes));
}

export function networkPanel(host) {
  const { state, view } = host;
  const { net } = state;
  const svg = svgNode(host.body, "svg", {
    class: "annlab-net", role: "group", "aria-label": "Units and connections",
  });
  const formula = make("div", { className: "formula", id: host.id("formula") });
  const chosen = make("span", { className: "example" });
  host.body.append(formula);
  for (const [textContent, word, by] of [["‹", "previous", -1], ["›", "next", 1]]) {
    const button = make("button", { type: "button", textContent, ariaLabel: `${word} example` });
    view.listen(button, "click", () =>
      state.set({ example: (state.example + by + state.data.n) % state.data.n }));
    host.head.append(button);
  }
  host.head.append(chosen);
  const items = new Map(); // what each element stands for, a connection or a unit
  const dense = net.P > 70;
  let stop, last, looked, drag, error, tags;
  let [size, nextAxis] = ["", 0];

  /** Makes the diagram anew, for another size or theme. */
  function build() {
    const height = host.height - FORMULA;
    const columns = columnsOf(net, host.width, height);
    const held = [...items.keys()].indexOf(svg.querySelector(":focus"));
    svg.replaceChildren();
    items.clear();
    looked = drag = null;
    const [grips, lines, discs, texts] = ["grips", "lines", "discs", "texts"].map((kind) =>
      svgNode(svg, "g", { class: kind }));
    const write = (x, y, kind, text = "") => {
      const node = svgNode(texts, "text", { x, y, class: kind });
      node.textContent = text;
      return node;
    };
    const add = (item, parent, tag, attributes) => {
      item.element = svgNode(parent, tag, {
        ...attributes, tabindex: -1, "aria-describedby": formula.id,
      });
      items.set(item.element, item);
    };
    const connect = (layer, source, unit, [x0, y0], [x1, y1]) => {
      const index = net.place(layer, source, unit);
      const name = nameOf(net.names[index]);
      const at = (part) => ({ x: x0 + part * (x1 - x0), y: y0 + part * (y1 - y0) });
      const d = `M${x0} ${y0}L${x1} ${y1}`;
      add({ line: svgNode(lines, "path", { d }), layer, unit, index, name, at }, grips, "path", {
        d, role: "slider", "aria-label": name, "data-parameter": net.names[index],
      });
      const { x, y } = at(0.4);
      if (net.P <= 12) write(x0 === x1 ? x + 13 : x, y, "", name);
    };

    columns.forEach(({ x, r, pitch, rows }, layer) => {
      const from = columns[layer - 1];
      const end = layer === net.layers;
      const role = end ? "output" : layer ? "hidden unit" : "input";
      rows.forEach((y, unit) => {
        if (layer) { // a bias is the weight of a 1, drawn as a small square
          const long = Math.max(3, Math.min(13, pitch - 2 * r - 6));
          const foot = [x, y + r + long];
          from.rows.forEach((Y, source) => connect(layer, source, unit, [from.x, Y], [x, y]));
          connect(layer, net.sizes[layer - 1], unit, [x, y + r], foot);
          const square = `M${foot}m0 ${-long / 4}v${long / 2}`;
          svgNode(discs, "path", { d: square, "stroke-width": long / 2 });
        }
        const symbol = symbolOf(net, layer, unit);
        last = { layer, unit, words: `${role} ${symbol}` };
        const shape = { cx: x, cy: y, r, role: "img", "data-unit": `${layer},${unit}` };
        add(last, discs, "circle", shape);
        if (r >= 13) last.number = write(x, y, "number");
        if (end && pitch > 15) last.target = write(x + 27, y - 7, "start");
        if (!layer && pitch > 13) write(x - r - 5, y, "end", symbol);
        if (layer && pitch > 2 * r + 44) write(x, y - r - 9, "muted", symbol);
      });
      if (end) error = write(x + 27, rows.at(-1) + 8, "start error");
      const size = net.sizes[layer];
      const label = layer ? net.activations[layer - 1] : "input";
      if (!layer || x - from.x > 50) {
        write(x, height - 7, "muted", size > MOST_UNITS ? `${MOST_UNITS} of ${size}` : label);
      }
    });
    for (const role of ["negative", "positive", "error"]) {
      svg.style.setProperty(`--${role}`, view.ink[role]);
    }
    tags = ["→", "↑"].map((arrow) => write(0, 0, "tag", arrow));
    stopAt(grips.firstChild);
    [...items.keys()][held]?.focus({ preventScroll: true });
  }

  function drawConnection(item) {
    const value = state.theta[item.index];
    if (value === item.value) return;
    item.value = value;
    const thick = 0.9 + 1.5 * Math.sqrt(Math.min(Math.abs(value), 16));
    const width = (dense ? 0.4 * thick : thick).toFixed(1);
    if (width !== item.width) item.line.setAttribute("stroke-width", (item.width = width));
    const sign = value > 0 ? "plus" : value < 0 ? "minus" : "zero";
    if (sign !== item.sign) item.line.setAttribute("class", (item.sign = sign));
    if (!dense) speak(item); // else when it is looked at
  }

  function speak({ element, index, value }) {
    const [low, high] = spanOf(index);
    setAll(element, {
      "aria-valuemin": low, "aria-valuemax": high,
      "aria-valuenow": value, "aria-valuetext": format(value),
    });
  }

  function drawUnit({ element, layer, unit, words, number, target }) {
    const a = net.a[layer][unit];
    const g = net.activations[layer - 1];
    // How high a is in g's range, from 0 to 1; squeezed where that has no bounds.
    const level = ["logistic", "softmax", "step"].includes(g) ? a
      : (1 + (g === "tanh" ? a : Math.atan(a) / (Math.PI / 2))) / 2;
    const at = 3 * Math.round(255 * level);
    setAll(element, {
      fill: `rgb(${view.ink.predictionTable.subarray(at, at + 3)})`,
      "aria-label": `${words} = ${format(a)}`,
    });
    if (number) put(number, shortNumber(a, 4));
    if (target) put(target, `t = ${format(state.data.t[state.example * net.outputs + unit])}`);
  }

  function exampleInWords({ data, example }) {
    const list = (values, count) => {
      const own = Array.from(values.slice(example * count, (example + 1) * count));
      const text = own.map((value) => format(value, 2)).join(", ");
      return count > 1 ? `(${text})` : text;
    };
    return `example ${example + 1} of ${data.n}: ${list(data.x, net.inputs)} → `
      + list(data.t, net.outputs);
  }

  /** The formula of the unit last looked at; in one line what is looked at. */
  function describe() {
    put(formula, formulaLines(formulaOf(state, last.layer, last.unit)));
    const { layer, unit, line, words, index, name } = looked ?? {};
    if (!looked) host.say("drag a line ↕ to change its weight");
    else if (line) {
      const slope = format(state.gradient[index]);
      speak(looked);
      host.say(`${name} = ${format(state.theta[index])}, ∂E/∂${name} = ${slope}`);
    } else {
      const z = layer ? `, z = ${format(net.z[layer][unit])}` : "";
      host.say(`${words} = ${format(net.a[layer][unit])}${z}`);
    }
  }

  function look(item = items.get(svg.querySelector(":focus"))) {
    if (item === looked || drag?.moved) return;
    looked = item;
    if (item?.layer) last = item;
    describe();
  }

  function stopAt(element) { // the Tab key: arrow keys go on from there
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
  // Not on the drawing itself: one that hears of focus is a tab stop of its own.
  view.listen(host.body, "pointerover", ({ target }) => look(items.get(target)));
  view.listen(host.body, "pointerleave", () => look());
  view.listen(host.body, "focusout", () => look(null));
  view.listen(host.body, "focusin", ({ target }) => {
    stopAt(target);
    look(items.get(target));
  });
  view.listen(host.body, "pointerdown", ({ target, button, clientY, pointerId }) => {
    const item = items.get(target);
    if (!item?.line || button) return;
    drag = { item, clientY, value: state.theta[item.index] };
    target.setPointerCapture(pointerId);
  });
  view.listen(host.body, "pointermove", ({ clientY }) => {
    if (!drag || (!drag.moved && Math.abs(clientY - drag.clientY) < 4)) return;
    drag.moved = true;
    const [low, high] = spanOf(drag.item.index);
    move(drag.item, drag.value + ((drag.clientY - clientY) * (high - low)) / 200);
  });
  view.listen(host.body, "pointerup", () => drag && !drag.moved && choose(drag.item));
  view.listen(host.body, "lostpointercapture", () => (drag = null));
  view.listen(host.body, "keydown", (event) => {
    const { key, target, shiftKey } = event;
    const item = items.get(target);
    const elements = [...items.keys()];
    if (NEXT[key]) elements[elements.indexOf(target) + NEXT[key]]?.focus();
    else if (!item?.line) return;
    else if (STEPS[key]) move(item, item.value + STEPS[key] * (shiftKey ? 0.1 : 1));
    else if (key === "Enter" || key === " ") choose(item);
    else return;
    event.preventDefault();
  });

  return {
    draw(changed) {
      const anew = size !== [host.width, host.height].join() || changed.has("theme");
      const shown = ["theta", "data", "example", "axes", "span"];
      if (!anew && !shown.some((name) => changed.has(name))) return;
      if (anew) build();
      size = [host.width, host.height].join();
      const { theta, data, example, errors, axes } = state;
      net.forward(theta, data.x, example * net.inputs);
      for (const item of items.values()) (item.line ? drawConnection : drawUnit)(item);
      put(error, `error ${shortNumber(errors[example], 6)}`);
      put(chosen, exampleInWords(state));
      tags.forEach((tag, k) => {
        const item = [...items.values()].find(({ index }) => index === axes[k]);
        setAll(tag, item ? item.at(dense && !k ? 0.4 : 0.66) : { x: -99 });
        Object.assign(tag.dataset, { axis: ["first", "second"][k], parameter: net.names[axes[k]] });
      });
      describe();
    },
  };
}
