// The controls panel: each parameter, what is shown, and training, all with native controls.

import { clamp, format, make, nameOf } from "./drawing.js";
import { initialise } from "./starts.js";
import { put } from "./view.js";

const OPEN = 20; // so many parameters lie open; of more, each layer is folded
const AT_ONCE = 64; // so many controls follow in one frame, the others in the next

export function controlsPanel(host) {
  const { state, view } = host;
  const { net } = state;
  const names = net.names.map(nameOf);
  const controls = new Map(); // of each native element: {label, read, write, …}
  let hand = null; // the element in which a value is being typed or dragged

  function native(control, tag, properties) {
    const { action, dataset = { action } } = control;
    const element = make(tag, { dataset, ...properties });
    controls.set(element, control);
    return element;
  }

  /** A number field, and if it has a range a slider before it, which may go in powers of ten. */
  function quantity(control) {
    const { label, step = 0.1, range, limits: [min, max] = ["", ""] } = control;
    const number = native(control, "input", {
      type: "number", ariaLabel: `${label}, value`, step: control.log ? "any" : step, min, max,
    });
    const slider = range && native(control, "input", { type: "range", ariaLabel: label });
    Object.assign(control, { number, slider });
    show(control);
    if (!slider) return make("label", {}, label, number);
    const className = "annlab-dial";
    return make("div", { className }, make("span", { textContent: label }), slider, number);
  }

  function choice(control) {
    control.select = native(control, "select");
    for (const [value, text = value] of control.options) {
      control.select.add(new Option(text, value));
    }
    return make("label", {}, control.label, control.select);
  }

  const button = (action, textContent, write) =>
    native({ action, write }, "button", { type: "button", textContent });

  /** Puts a control's value into its elements, but for the one that a hand is on. */
  function show(control) {
    const { slider, number, select, log, step } = control;
    const value = control.read();
    if (Object.is(value, control.shown)) return false;
    control.shown = value;
    if (select) select.value = value;
    else if (number !== hand) {
      number.value = Number(value.toPrecision(Math.abs(value) < 1 ? 3 : 4));
    }
    if (slider && slider !== hand) {
      const [low, high, at] = [...control.range(), value].map(log ? Math.log10 : Number);
      const [min, max] = [Math.min(low, at), Math.max(high, at)];
      const ends = { min, max, step: step ?? (high - low) / 200 };
      if (String([min, max]) !== control.ends) Object.assign(slider, ends);
      control.ends = String([min, max]);
      slider.value = at;
      if (log) slider.ariaValueText = format(value);
    }
    return true;
  }

  function valueOf({ type, value, valueAsNumber, checked, min, max }, { log, step }) {
    if (type === "range") return log ? Number((10 ** value).toPrecision(3)) : valueAsNumber;
    if (type !== "number") return type === "checkbox" ? checked : value;
    const typed = clamp(valueAsNumber, min || -Infinity, max || Infinity);
    return step === 1 ? Math.round(typed) : typed;
  }

  const grid = (...rows) => make("div", { className: "annlab-dials" }, ...rows);
  const row = (...parts) => make("div", { className: "annlab-row" }, ...parts);
  const group = (name, ...parts) =>
    make("fieldset", {}, make("legend", { textContent: name }), ...parts);
  const shown = (shows) => make("span", { dataset: { shows } });

  // Sliders of parameters go over the values of both axes.
  const low = () => Math.min(state.span[0][0], state.span[1][0]);
  const high = () => Math.max(state.span[0][1], state.span[1][1]);
  const setSpan = (...ends) => ends[0] < ends[1] && state.set({ span: [ends, ends] });
  const rowsOf = (from, to) => grid(...names.slice(from, to).map((label, k) => quantity({
    label, dataset: { parameter: net.names[from + k] }, range: () => [low(), high()],
    read: () => state.theta[from + k], write: (value) => state.move(from + k, value),
  })));
  function fold(l) {
    const [from, to] = [net.offset(l), net.offset(l + 1)];
    const textContent = `Layer ${l}: ${to - from} parameters`;
    const details = make("details", { dataset: { layer: l } }, make("summary", { textContent }));
    view.listen(details, "toggle", () => {
      if (details.children.length === 1) details.append(rowsOf(from, to));
    });
    return details;
  }

  const axis = (which, label) => choice({
    action: `axis${which}`, label, options: [...names.entries()],
    read: () => state.axes[which], write: (value) => state.chooseAxis(which, Number(value)),
  });
  const setting = (action, label, rest) => ({
    action, label, read: () => state.settings[action],
    write: (value) => state.change({ [action]: value }), ...rest,
  });
  const batches = new Set([1, 10, 50, 0, state.settings.batch]);
  /** Draws the start of the seed, or if that is there, of the next one. */
  function newStart() {
    const { kind, seed } = state.settings;
    const there = initialise(net, kind, seed).every((value, k) => value === state.start[k]);
    state.newStart((seed + (there ? 1 : 0)) % 2 ** 32);
  }

  const [examples, when, result] = ["examples", "moment", "end"].map(shown);
  const time = native({ action: "time", write: (pass) => state.goTo(pass) },
    "input", { type: "range", min: 0, ariaLabel: "pass shown" });
  const live = native({ action: "live", write: (on) => state.change({ live: on }) },
    "input", { type: "checkbox" });
  const play = button("play", "Play", () => (state.playing ? state.pause() : state.play()));
  const keep = button("keep", "", () => (state.reference ? state.dropReference() : state.keep()));

  const root = make("div", { className: "annlab-controls" },
    group("Parameters", ...(net.P <= OPEN ? [rowsOf(0, net.P)]
      : Array.from({ length: net.layers }, (_, k) => fold(k + 1)))),
    group("What is shown", row(
      axis(0, "First axis"), axis(1, "Second axis"),
      quantity({
        action: "low", label: "both from", read: low, write: (end) => setSpan(end, high()),
      }),
      quantity({ action: "high", label: "to", read: high, write: (end) => setSpan(low(), end) }),
      make("span", {}, quantity({
        action: "example", label: "Example", step: 1, read: () => state.example + 1,
        write: (k) => state.set({ example: clamp(k, 1, state.data.n) - 1 }),
      }), " ", examples))),
    group("Training",
      grid(...[
        setting("rate", "rate η", { range: () => [0.001, 20], limits: [1e-6, 1e6], log: true }),
        setting("anneal", "anneal", { range: () => [0.8, 1], limits: [0.01, 1], step: 0.001 }),
        setting("passes", "passes", { range: () => [1, 1000], limits: [1, 1000], step: 1 }),
      ].map(quantity)),
      row(
        choice(setting("batch", "batch", {
          options: [...batches].map((size) => [size, size || "all"]),
          write: (size) => state.change({ batch: Number(size) }),
        })),
        choice(setting("kind", "start", {
          options: [["uniform"], ["gaussian"], ["glorot"], ["zeros"]],
          write: (kind) => state.newStart(state.settings.seed, kind),
        })),
        quantity(setting("seed", "seed", {
          limits: [0, 2 ** 32 - 1], step: 1, write: (seed) => state.newStart(seed),
        })),
        button("new", "New start", newStart),
        button("same", "Same start", () => state.backToStart())),
      row(
        button("train", "Train", () => state.train()),
        button("step-example", "Step example", () => state.stepExample()),
        button("step-pass", "Step pass", () => state.stepPass()),
        play, keep),
      row(time, when), row(result),
      make("label", {}, live, "retrain as I change things")));
  host.body.append(root);

  for (const type of ["click", "input", "change", "focusout"]) {
    view.listen(root, type, ({ target }) => {
      const control = controls.get(target);
      if (!control) return;
      const acts = { button: "click", range: "input" }[target.type] ?? "change";
      const value = valueOf(target, control);
      if (type === acts && !Number.isNaN(value)) control.write(value);
      if (type === "click") return;
      hand = type === "input" ? target : null;
      delete control.shown; // to be shown anew
      state.request();
    });
  }

  function showRun({ run, moment, within, data, reference } = state) {
    const passes = run?.length ?? 0;
    Object.assign(time, { disabled: !passes, max: passes, value: moment ?? passes });
    put(when, !run ? "not trained yet" : moment === null ? "set by hand"
      : `pass ${moment} of ${passes}${within ? ` + ${within} of ${data.n}` : ""}`);
    time.ariaValueText = when.textContent;
    keep.disabled = !run && !reference;
    put(keep, reference ? "Drop" : "Keep for comparison");
    put(result, !run ? ""
      : run.stopped === "diverged" ? `diverged in pass ${passes + 1}: the rate is too high`
      : `E = ${format(net.error(run.thetas.at(-1), data), 4)} after ${passes} passes`);
  }

  return {
    draw(changed) {
      let room = AT_ONCE;
      for (const control of controls.values()) {
        if (changed.has("span")) delete control.shown;
        if (room && control.read && show(control)) room--;
      }
      if (!room) state.request();
      const fields = ["run", "moment", "within", "data", "reference"];
      if (fields.some((name) => changed.has(name))) showRun();
      live.checked = state.settings.live;
      put(examples, `of ${state.data.n}`);
      put(play, state.playing ? "Pause" : "Play");
    },
  };
}
