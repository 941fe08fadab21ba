// The controls panel: each parameter, what is shown, and training, all with native controls.

import { format, nameOf } from "../../numbers/format.js";
import { clamp } from "../../numbers/scales.js";
import { make, put } from "../dom.js";

const OPEN = 20; // so many parameters lie open; of more, each layer is folded
const ACTING = { button: "click", range: "input" }; // when an element acts, if not on a change

export function controlsPanel(host) {
  const { state, view } = host;
  const { net } = state;
  const names = net.names.map(nameOf);
  const acts = new Map(); // what each native element does
  const shows = []; // what puts the values of the state into the elements
  let hand = null; // the element in which something is being typed

  function native(tag, dataset, act, properties, ...children) {
    const element = make(tag, { dataset, ...properties }, ...children);
    acts.set(element, act);
    return element;
  }

  /** A number field, and if it has a range a slider before it, which may go in powers of ten. */
  function quantity({
    label,
    action,
    dataset = { action },
    read,
    write,
    step = 0.1,
    range,
    log,
    limits: [min, max] = [-Infinity, Infinity],
  }) {
    const number = native(
      "input",
      dataset,
      () => {
        const typed = clamp(number.valueAsNumber, min, max);
        if (number.value) write(step === 1 ? Math.round(typed) : typed);
      },
      { type: "number", ariaLabel: `${label}, value`, step, min, max },
    );
    const slider =
      range &&
      native(
        "input",
        dataset,
        () => {
          write(log ? Number((10 ** slider.value).toPrecision(3)) : slider.valueAsNumber);
        },
        { type: "range", ariaLabel: label, step },
      );
    const scale = log ? Math.log10 : Number;
    function show(ranged) {
      const value = read();
      const written = String(step === 1 ? value : Number(value.toPrecision(3)));
      if (number !== hand && number.value !== written) number.value = written;
      if (!slider) return;
      if (ranged) [slider.min, slider.max] = range().map(scale);
      slider.value = scale(value);
      if (log) slider.ariaValueText = format(value);
    }
    show(true);
    shows.push(show);
    if (!slider) return make("label", {}, label, number);
    return make(
      "div",
      { className: "annlab-dial" },
      label,
      make("div", {}, slider),
      make("div", {}, number),
    );
  }

  function choice({ label, action, options, read, write }) {
    const select = native(
      "select",
      { action },
      () => write(options[select.selectedIndex][0]),
      {},
      ...options.map(([value, text = value]) => new Option(text, value)),
    );
    shows.push(() => (select.value = read()));
    return make("label", {}, label, select);
  }

  const button = (action, label, act) =>
    native("button", { action }, act, { type: "button" }, label);
  const row = (...parts) => make("div", { className: "annlab-row" }, ...parts);
  const dials = (controls) => make("div", { className: "annlab-dials" }, ...controls.map(quantity));
  const group = (name, ...parts) => make("fieldset", {}, make("legend", {}, name), ...parts);

  // Sliders of parameters go over the values of both axes.
  const low = () => Math.min(...state.span.flat());
  const high = () => Math.max(...state.span.flat());
  const setSpan = (...ends) => ends[0] < ends[1] && state.set({ span: [ends, ends] });
  const parameters = (from, to) =>
    dials(
      names.slice(from, to).map((label, k) => ({
        label,
        dataset: { parameter: net.names[from + k] },
        range: () => [low(), high()],
        read: () => state.theta[from + k],
        write: (value) => state.move(from + k, value),
      })),
    );
  function fold(_, k) {
    const [from, to] = [net.offset(k + 1), net.offset(k + 2)];
    const title = make("summary", {}, `Layer ${k + 1}: ${to - from} parameters`);
    const details = make("details", {}, title);
    view.listen(details, "toggle", () => {
      if (title === details.lastChild) details.append(parameters(from, to));
    });
    return details;
  }

  const axis = (which, label) =>
    choice({
      action: `axis${which}`,
      label,
      options: [...names.entries()],
      read: () => state.axes[which],
      write: (index) => state.chooseAxis(which, index),
    });
  const setting = (action, rest) => ({
    action,
    label: action,
    read: () => state.settings[action],
    write: (value) => state.change({ [action]: value }),
    ...rest,
  });
  const batches = new Set([1, 10, 50, 0, state.settings.batch]);

  const when = make("span", { dataset: { shows: "moment" } });
  const time = native("input", { action: "time" }, () => state.goTo(time.valueAsNumber), {
    type: "range",
    ariaLabel: "pass shown",
  });
  const live = native("input", { action: "live" }, () => state.change({ live: live.checked }), {
    type: "checkbox",
  });
  const play = button("play", "", () => (state.playing ? state.pause() : state.play()));
  const keep = button("keep", "", () =>
    state.set({ reference: state.reference ? null : state.run }),
  );

  const root = make(
    "div",
    { className: "annlab-controls" },
    group(
      "Parameters",
      ...(net.P <= OPEN ? [parameters(0, net.P)] : Array.from({ length: net.layers }, fold)),
    ),
    group(
      "What is shown",
      row(
        ...(state.planar
          ? [
              axis(0, "First axis"),
              axis(1, "Second axis"),
              quantity({
                action: "low",
                label: "both from",
                read: low,
                write: (end) => setSpan(end, high()),
              }),
              quantity({
                action: "high",
                label: "to",
                read: high,
                write: (end) => setSpan(low(), end),
              }),
            ]
          : []),
        quantity({
          action: "example",
          label: "Example",
          step: 1,
          read: () => state.example + 1,
          write: (k) => state.set({ example: clamp(k, 1, state.data.n) - 1 }),
        }),
      ),
    ),
    group(
      "Training",
      dials([
        setting("rate", {
          label: "rate η",
          range: () => [0.001, 20],
          limits: [1e-6, 1e6],
          log: true,
          step: "any",
        }),
        setting("anneal", { range: () => [0.8, 1], limits: [0.01, 1], step: 0.001 }),
        setting("passes", { range: () => [1, 1000], limits: [1, 1000], step: 1 }),
      ]),
      row(
        choice(setting("batch", { options: [...batches].map((n) => [n, n || "all"]) })),
        choice(
          setting("kind", {
            label: "start",
            options: [["uniform"], ["gaussian"], ["glorot"], ["zeros"]],
            write: (kind) => state.newStart(state.settings.seed, kind),
          }),
        ),
        quantity(
          setting("seed", {
            limits: [0, 2 ** 32 - 1],
            step: 1,
            write: (seed) => state.newStart(seed),
          }),
        ),
        button("new", "New start", () => state.newStart((state.settings.seed + 1) % 2 ** 32)),
        button("same", "Same start", () => state.backToStart()),
      ),
      row(
        button("train", "Train", () => state.train()),
        button("step-example", "Step example", () => state.stepExample()),
        button("step-pass", "Step pass", () => state.stepPass()),
        play,
        keep,
      ),
      row(time, when),
      make("label", {}, live, "retrain as I change things"),
    ),
  );
  host.body.append(root);

  for (const type of ["click", "input", "change"]) {
    view.listen(root, type, ({ target }) => {
      const act = acts.get(target);
      if (!act) return;
      if (type === (ACTING[target.type] ?? "change")) act();
      if (type !== "click") hand = type === "input" ? target : null;
      state.request();
    });
  }
  // JupyterLab swallows the line break by which Enter would end the typing in a field.
  view.listen(root, "keydown", ({ key, target }) => {
    if (key !== "Enter" || target.type !== "number") return;
    target.blur();
    target.focus();
  });

  return {
    draw(changed) {
      const { run, moment, within, data, reference, playing, settings } = state;
      const passes = run?.length ?? 0;
      for (const show of shows) show(changed.has("span"));
      if (time.max !== `${passes}`) time.max = passes; // to set it anew is dear
      if (time.valueAsNumber !== (moment ?? passes)) time.value = moment ?? passes;
      const place =
        moment === null
          ? "set by hand"
          : `pass ${moment} of ${passes}${within ? ` + ${within} of ${data.n}` : ""}`;
      const end = run?.stopped === "diverged" ? "; diverged: the rate is too high" : "";
      put(when, run ? place + end : "not trained yet");
      time.ariaValueText = when.textContent;
      put(play, playing ? "Pause" : "Play");
      put(keep, reference ? "Drop" : "Keep for comparison");
      keep.disabled = !run && !reference;
      live.checked = settings.live;
    },
  };
}
