// The controls panel: each parameter, what is shown, and training, all with native controls.

import { nameOf } from "../../numbers/format.js";
import { clamp } from "../../numbers/scales.js";
import { make, put } from "../dom.js";
import { NativeControls } from "../native_controls.js";

/** @import { Range } from "../frame.js" */
/** @import { Host } from "../host.js" */
/** @import { Choice, Quantity } from "../native_controls.js" */

const MOST_UNFOLDED = 20; // with more parameters than this, each layer is folded
const RANGES = {
  /** @type {Range} */ rate: [0.001, 20],
  /** @type {Range} */ anneal: [0.8, 1],
  /** @type {Range} */ passes: [1, 1000],
};
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
  #host;
  #state;
  #natives = new NativeControls();
  #time;
  #moment = make("span", { dataset: { shows: "moment" } });
  #play;
  #keep;
  #live;

  /** @param {Host} host */
  constructor(host) {
    this.#host = host;
    this.#state = host.state;
    const natives = this.#natives;
    this.#time = natives.slider({ dataset: { action: "time" }, ariaLabel: "pass shown" }, (pass) =>
      this.#state.goTo(pass),
    );
    this.#play = natives.button("play", "", () => this.#playOrPause());
    this.#keep = natives.button("keep", "", () => this.#keepOrDrop());
    this.#live = natives.checkBox("live", (live) => this.#state.change({ live }));
    const root = make(
      "div",
      { className: "annlab-controls" },
      group("Parameters", ...this.#parameters()),
      group("What is shown", this.#whatIsShown()),
      group("Training", ...this.#training()),
    );
    host.body.append(root);
    natives.listen(host.view, root, () => this.#state.request());
  }

  // -- what it shows ---------------------------------------------------------------------------

  /** @param {Set<string>} changed */
  draw(changed) {
    const { playing, reference, run, settings } = this.#state;
    this.#natives.update(changed.has("span"));
    this.#drawTime();
    put(this.#play, playing ? "Pause" : "Play");
    put(this.#keep, reference ? "Drop" : "Keep for comparison");
    this.#keep.disabled = !run && !reference;
    this.#live.checked = settings.live;
  }

  /** The moment shown, on its slider and in words. */
  #drawTime() {
    const { moment, run } = this.#state;
    const passes = run?.length ?? 0;
    const time = this.#time;
    if (time.max !== `${passes}`) time.max = `${passes}`; // setting it is slow
    if (time.valueAsNumber !== (moment ?? passes)) time.value = `${moment ?? passes}`;
    put(this.#moment, this.#momentInWords());
    time.ariaValueText = this.#moment.textContent;
  }

  #momentInWords() {
    const { data, moment, run, within } = this.#state;
    if (!run) return "not trained yet";
    const more = within ? ` + ${within} of ${data.n}` : "";
    const place = moment === null ? "set by hand" : `pass ${moment} of ${run.length}${more}`;
    return run.stopped === "diverged" ? `${place}; diverged: the rate is too high` : place;
  }

  // -- the group of the parameters -------------------------------------------------------------

  /** All parameters, or of a large network the layers, folded. */
  #parameters() {
    const { net } = this.#state;
    if (net.P <= MOST_UNFOLDED) return [this.#parameterDials(0, net.P)];
    return Array.from({ length: net.layers }, (_, k) => this.#foldedLayer(k + 1));
  }

  /**
   * A control for each parameter from one place in θ up to another.
   * @param {number} from
   * @param {number} to
   */
  #parameterDials(from, to) {
    const { net } = this.#state;
    const dials = net.names.slice(from, to).map((name, k) => ({
      label: nameOf(name),
      dataset: { parameter: name },
      range: () => this.#ends(),
      read: () => this.#state.theta[from + k],
      write: (/** @type {number} */ value) => this.#state.move(from + k, value),
    }));
    return this.#dials(dials);
  }

  /**
   * The parameters of a layer, made when they are unfolded for the first time.
   * @param {number} layer
   */
  #foldedLayer(layer) {
    const { net } = this.#state;
    const [from, to] = [net.offset(layer), net.offset(layer + 1)];
    const title = make("summary", {}, `Layer ${layer}: ${to - from} parameters`);
    const details = make("details", {}, title);
    this.#host.view.listen(details, "toggle", () => {
      if (title === details.lastChild) details.append(this.#parameterDials(from, to));
    });
    return details;
  }

  /** @param {Quantity[]} quantities */
  #dials(quantities) {
    const dials = quantities.map((quantity) => this.#natives.quantity(quantity));
    return make("div", { className: "annlab-dials" }, ...dials);
  }

  /**
   * The least and the largest value of both axes; the sliders of parameters have this range.
   * @returns {Range}
   */
  #ends() {
    const ends = this.#state.span.flat();
    return [Math.min(...ends), Math.max(...ends)];
  }

  // -- the group of what is shown --------------------------------------------------------------

  #whatIsShown() {
    const example = this.#natives.quantity({
      label: "Example",
      dataset: { action: "example" },
      step: 1,
      read: () => this.#state.example + 1,
      write: (k) => this.#state.set({ example: clamp(k, 1, this.#state.data.n) - 1 }),
    });
    return this.#state.planar ? row(...this.#axes(), example) : row(example);
  }

  /** The two axes, and the values of both. */
  #axes() {
    return [
      this.#axis(0, "First axis"),
      this.#axis(1, "Second axis"),
      this.#natives.quantity({
        label: "both from",
        dataset: { action: "low" },
        read: () => this.#ends()[0],
        write: (end) => this.#setSpan(end, this.#ends()[1]),
      }),
      this.#natives.quantity({
        label: "to",
        dataset: { action: "high" },
        read: () => this.#ends()[1],
        write: (end) => this.#setSpan(this.#ends()[0], end),
      }),
    ];
  }

  /**
   * @param {0 | 1} which
   * @param {string} label
   */
  #axis(which, label) {
    /** @type {Choice<number>["options"]} */
    const options = this.#state.net.names.map((name, index) => [index, nameOf(name)]);
    return this.#natives.choice({
      label,
      dataset: { action: `axis${which}` },
      options,
      read: () => this.#state.axes[which],
      write: (index) => this.#state.chooseAxis(which, index),
    });
  }

  /**
   * @param {number} low
   * @param {number} high
   */
  #setSpan(low, high) {
    if (!(low < high)) return;
    this.#state.set({
      span: [
        [low, high],
        [low, high],
      ],
    });
  }

  // -- the group of training -------------------------------------------------------------------

  #training() {
    const state = this.#state;
    const natives = this.#natives;
    return [
      this.#dials([
        {
          ...this.#setting("rate", "rate η"),
          range: () => RANGES.rate,
          limits: [1e-6, 1e6],
          log: true,
          step: "any",
        },
        { ...this.#setting("anneal"), range: () => RANGES.anneal, limits: [0.01, 1], step: 0.001 },
        { ...this.#setting("passes"), range: () => RANGES.passes, limits: RANGES.passes, step: 1 },
      ]),
      row(
        ...this.#start(),
        natives.button("new", "New start", () =>
          state.newStart((state.settings.seed + 1) % (LAST_SEED + 1)),
        ),
        natives.button("same", "Same start", () => state.backToStart()),
      ),
      row(
        natives.button("train", "Train", () => state.train()),
        natives.button("step-example", "Step example", () => state.stepExample()),
        natives.button("step-pass", "Step pass", () => state.stepPass()),
        this.#play,
        this.#keep,
      ),
      row(this.#time, this.#moment),
      make("label", {}, this.#live, "retrain as I change things"),
    ];
  }

  /** How many examples an update takes, and where training starts. */
  #start() {
    const state = this.#state;
    const batches = new Set([1, 10, 50, 0, state.settings.batch]);
    return [
      this.#natives.choice({
        ...this.#setting("batch"),
        options: [...batches].map((n) => (n ? [n] : [n, "all"])),
      }),
      this.#natives.choice({
        label: "start",
        dataset: { action: "kind" },
        options: STARTS,
        read: () => state.settings.kind,
        write: (kind) => state.newStart(state.settings.seed, kind),
      }),
      this.#natives.quantity({
        ...this.#setting("seed"),
        limits: [0, LAST_SEED],
        step: 1,
        write: (seed) => state.newStart(seed),
      }),
    ];
  }

  /**
   * A number among the settings of training.
   * @param {"rate" | "anneal" | "passes" | "batch" | "seed"} name
   * @param {string} [label]
   */
  #setting(name, label = name) {
    return {
      label,
      dataset: { action: name },
      read: () => this.#state.settings[name],
      /** @param {number} value */
      write: (value) => this.#state.change({ [name]: value }),
    };
  }

  #playOrPause() {
    if (this.#state.playing) this.#state.pause();
    else this.#state.play();
  }

  #keepOrDrop() {
    this.#state.set({ reference: this.#state.reference ? null : this.#state.run });
  }
}
