// The controls panel: each parameter, what is shown, and training, all with native controls.

import { range } from "../../numbers/arrays.js";
import { nameOf } from "../../numbers/format.js";
import { clamp } from "../../numbers/scales.js";
import { make, put } from "../dom.js";
import { NativeControls } from "../native_controls.js";

/** @import { State } from "../../state/state.js" */
/** @import { Range } from "../frame.js" */
/** @import { Host } from "../panel_host.js" */
/** @import { Choice, Quantity } from "../native_controls.js" */

const MOST_UNFOLDED = 20; // with more parameters than this, each layer is folded
/** @type {Range} */
const PASSES = [1, 1000];
const LAST_SEED = 2 ** 32 - 1;
/** @type {[string][]} */
const STARTS = [["uniform"], ["gaussian"], ["glorot"], ["zeros"]];

/** @param {...Node} parts */
const row = (...parts) => make("div", { className: "annlab-row" }, ...parts);

/**
 * @param {string} name
 * @param {...Node} parts
 */
const group = (name, ...parts) => make("fieldset", {}, make("legend", {}, name), ...parts);

export class ControlsPanel {
  #state;
  #natives = new NativeControls();
  #time;
  #moment = make("span", { dataset: { shows: "moment" } });
  #play;
  #keep;
  #live;

  /** @param {Host} host */
  constructor(host) {
    const { state } = host;
    const { movement } = state;
    const natives = this.#natives;
    this.#state = state;
    this.#time = natives.slider({ dataset: { action: "time" }, ariaLabel: "pass shown" }, (pass) =>
      movement.goTo(pass),
    );
    this.#play = natives.button("play", "", () =>
      state.playing ? state.set({ playing: false }) : movement.play(),
    );
    this.#keep = natives.button("keep", "", () =>
      state.set({ reference: state.reference ? null : state.run }),
    );
    this.#live = natives.checkBox("live", (live) => state.change({ live }));
    const root = make(
      "div",
      { className: "annlab-controls" },
      group("Parameters", ...parameters(natives, host)),
      group("What is shown", whatIsShown(natives, state)),
      group(
        "Training",
        ...training(natives, state),
        row(
          natives.button("train", "Train", () => movement.train()),
          natives.button("step-example", "Step example", () => movement.stepExample()),
          natives.button("step-pass", "Step pass", () => movement.stepPass()),
          this.#play,
          this.#keep,
        ),
        row(this.#time, this.#moment),
        make("label", {}, this.#live, "retrain as I change things"),
      ),
    );
    host.body.append(root);
    natives.listen(host.view, root, () => state.request());
  }

  /** @param {Set<string>} changed */
  draw(changed) {
    const { moment, playing, reference, run, settings } = this.#state;
    const passes = run?.length ?? 0;
    const time = this.#time;
    this.#natives.update(changed.has("span"));
    if (time.max !== `${passes}`) time.max = `${passes}`; // setting it is slow
    if (time.valueAsNumber !== (moment ?? passes)) time.value = `${moment ?? passes}`;
    time.ariaValueText = momentInWords(this.#state);
    put(this.#moment, time.ariaValueText);
    put(this.#play, playing ? "Pause" : "Play");
    put(this.#keep, reference ? "Drop" : "Keep for comparison");
    this.#keep.disabled = !run && !reference;
    this.#live.checked = settings.live;
  }
}

/** @param {State} state */
function momentInWords({ data, moment, run, within }) {
  if (!run) return "not trained yet";
  const more = within ? ` + ${within} of ${data.n}` : "";
  const place = moment === null ? "set by hand" : `pass ${moment} of ${run.length}${more}`;
  return run.stopped === "diverged" ? `${place}; diverged: the rate is too high` : place;
}

/**
 * @param {NativeControls} natives
 * @param {Quantity[]} quantities
 */
function dialsOf(natives, quantities) {
  const dials = quantities.map((quantity) => natives.quantity(quantity));
  return make("div", { className: "annlab-dials" }, ...dials);
}

// -- the group of the parameters -----------------------------------------------------------------

/**
 * All parameters; of a large network the layers, folded.
 * @param {NativeControls} natives
 * @param {Host} host
 */
function parameters(natives, { state, view }) {
  const { net } = state;
  if (net.P <= MOST_UNFOLDED) return [parameterDials(natives, state, 0, net.P)];
  return range(net.layers, (k) => {
    const [from, to] = [net.offsets[k + 1], net.offsets[k + 2]];
    const title = make("summary", {}, `Layer ${k + 1}: ${to - from} parameters`);
    const details = make("details", {}, title);
    view.listen(details, {
      toggle() {
        // They are made when they are unfolded for the first time.
        if (title === details.lastChild) details.append(parameterDials(natives, state, from, to));
      },
    });
    return details;
  });
}

/**
 * A control for each parameter from one place in θ up to another.
 * @param {NativeControls} natives
 * @param {State} state
 * @param {number} from
 * @param {number} to
 */
function parameterDials(natives, state, from, to) {
  const dials = state.net.names.slice(from, to).map((name, k) => ({
    label: nameOf(name),
    dataset: { parameter: name },
    range: () => endsOf(state),
    read: () => state.theta[from + k],
    write: (/** @type {number} */ value) => state.move(from + k, value),
  }));
  return dialsOf(natives, dials);
}

/**
 * The least and the largest value of both axes; the sliders of parameters have this range.
 * @param {State} state
 * @returns {Range}
 */
function endsOf({ span }) {
  const ends = span.flat();
  return [Math.min(...ends), Math.max(...ends)];
}

// -- the group of what is shown ------------------------------------------------------------------

/**
 * @param {NativeControls} natives
 * @param {State} state
 */
function whatIsShown(natives, state) {
  const example = natives.quantity({
    label: "Example",
    action: "example",
    step: 1,
    read: () => state.example + 1,
    write: (k) => state.set({ example: clamp(k, 1, state.data.n) - 1 }),
  });
  return row(...(state.planar ? axes(natives, state) : []), example);
}

/**
 * The two axes, and the values of both.
 * @param {NativeControls} natives
 * @param {State} state
 */
function axes(natives, state) {
  /** @type {Choice<number>["options"]} */
  const options = state.net.names.map((name, index) => [index, nameOf(name)]);
  /** @type {(which: 0 | 1, label: string) => HTMLElement} */
  const axis = (which, label) =>
    natives.choice({
      label,
      action: `axis${which}`,
      options,
      read: () => state.axes[which],
      write: (index) => state.chooseAxis(which, index),
    });
  /** @type {(which: 0 | 1, label: string, action: string) => HTMLElement} */
  const end = (which, label, action) =>
    natives.quantity({
      label,
      action,
      read: () => endsOf(state)[which],
      write(value) {
        const ends = endsOf(state);
        ends[which] = value;
        if (ends[0] < ends[1]) state.set({ span: [ends, ends] });
      },
    });
  return [
    axis(0, "First axis"),
    axis(1, "Second axis"),
    end(0, "both from", "low"),
    end(1, "to", "high"),
  ];
}

// -- the group of training -----------------------------------------------------------------------

/**
 * How training goes, and where it starts.
 * @param {NativeControls} natives
 * @param {State} state
 */
function training(natives, state) {
  const { movement } = state;
  /**
   * A number among the settings of training.
   * @param {"rate" | "anneal" | "passes" | "batch" | "seed"} name
   * @param {string} [label]
   */
  const setting = (name, label = name) => ({
    label,
    action: name,
    read: () => state.settings[name],
    /** @param {number} value */
    write: (value) => state.change({ [name]: value }),
  });
  const batches = new Set([1, 10, 50, 0, state.settings.batch]);
  return [
    dialsOf(natives, [
      {
        ...setting("rate", "rate η"),
        range: () => [0.001, 20],
        limits: [1e-6, 1e6],
        log: true,
        step: "any",
      },
      { ...setting("anneal"), range: () => [0.8, 1], limits: [0.01, 1], step: 0.001 },
      { ...setting("passes"), range: () => PASSES, limits: PASSES, step: 1 },
    ]),
    row(
      natives.choice({
        ...setting("batch"),
        options: [...batches].map((n) => (n ? [n] : [n, "all"])),
      }),
      natives.choice({
        label: "start",
        action: "kind",
        options: STARTS,
        read: () => state.settings.kind,
        write: (kind) => movement.newStart({ kind }),
      }),
      natives.quantity({
        ...setting("seed"),
        limits: [0, LAST_SEED],
        step: 1,
        write: (seed) => movement.newStart({ seed }),
      }),
      natives.button("new", "New start", () =>
        movement.newStart({ seed: (state.settings.seed + 1) % (LAST_SEED + 1) }),
      ),
      natives.button("same", "Same start", () => movement.backToStart()),
    ),
  ];
}
