// The state of a laboratory: what it shows, and how hands, training and time move it.

import { Descent } from "../numbers/training.js";
import { Shown } from "./shown.js";
import { initialise } from "../numbers/starts.js";

const TRAINING = 12; // milliseconds per frame that training may take
const PLAY = 300; // frames in which a run is played from end to end, if it is that long

function equal(a, b) {
  return a.every((value, k) => value === b[k]);
}

/** η after so many passes, multiplied as training does it. */
function annealed({ rate, anneal }, passes) {
  for (let k = 0; k < passes; k++) rate *= anneal;
  return rate;
}

export class State extends Shown {
  #job = null; // a training that may take several frames
  #due = false; // train anew before the next drawing
  #walk = null; // training that goes step by step
  #time = 0; // the moment of a run that is played, with its fraction

  hear(changes) {
    if (["theta", "run", "data"].some((name) => name in changes)) this.#job = this.#walk = null;
    super.hear(changes);
  }

  /** Trains or plays on if that is due, then draws. */
  draw() {
    try {
      if (this.#due) this.#begin();
      if (this.#job) this.#goOn();
      else if (this.playing) this.#playOn();
    } catch (error) {
      this.#job = null;
      this.set({ playing: false, busy: null }, { sync: false });
      this.fault(error);
    }
    super.draw();
    if (this.#job || this.playing) this.request();
  }

  // -- moved by hand ---------------------------------------------------------------------------

  /** Sets parameters, a mapping of their places in θ to values; θ leaves the run. */
  moveTo(values) {
    if (!Object.values(values).every(Number.isFinite)) return;
    const theta = Object.assign(this.theta.slice(), values);
    this.#job = this.#walk = null;
    this.set({ theta, moment: null, within: 0, playing: false, busy: null });
  }

  move(index, value) {
    this.moveTo({ [index]: value });
  }

  place(u, v) {
    this.moveTo({ [this.axes[0]]: u, [this.axes[1]]: v });
  }

  setData(data, options = {}) {
    this.#walk = null;
    if (!this.settings.live) this.#job = null; // it would go on with the old data
    super.setData(data, options);
    if (options.sync !== false) this.retrain();
  }

  // -- training --------------------------------------------------------------------------------

  /** All passes: from where a hand has put θ, or else anew from the start of the last run. */
  train() {
    if (this.moment === null) this.set({ start: this.theta.slice() });
    else this.set({ moment: this.run.length });
    this.#job = null;
    this.#due = true;
    this.set({ playing: false });
  }

  /** After a change of settings or data: the run anew, from the same start, before the next frame.
   *  A run made in steps is left: its next step will heed the change. */
  retrain() {
    if (!this.run || !this.settings.live || (this.run.stopped === null && !this.#job)) return;
    this.#due = true;
    this.request();
  }

  change(settings) {
    this.set({ settings: { ...this.settings, ...settings } });
    this.retrain();
  }

  #begin() {
    const { moment, run, data, settings, start } = this;
    // A run that a hand has left is trained in the background: θ stays where the hand put it.
    const stay = moment === null && run && !equal(this.theta, start);
    const aim = this.#job?.aim ?? (moment === null || moment >= run.length ? Infinity : moment);
    this.#due = false;
    this.#walk = null;
    this.#job = Object.assign(new Descent(this.net, data, { ...settings, theta: start }), {
      stay,
      aim,
    });
  }

  #goOn() {
    const job = this.#job;
    const finished = job.run(TRAINING);
    const { thetas, running, rates, stopped, done, passes } = job;
    const record = { thetas: [...thetas], running: [...running], rates: [...rates], stopped };
    if (finished) this.#job = null;
    this.set({ run: this.runOf(record), busy: finished ? null : { done, of: passes } });
    if (!job.stay) this.#show(job.aim);
  }

  /** One update; the example it looks at becomes the chosen one. */
  stepExample() {
    const walk = this.#walking();
    const { next, done } = walk;
    walk.step();
    this.set({ example: next, within: walk.next, theta: walk.theta.slice(), playing: false });
    if (walk.done > done || walk.stopped) this.#arrive(walk);
  }

  /** The rest of a pass that was begun by examples, or a whole one. */
  stepPass() {
    const walk = this.#walking();
    const { done } = walk;
    while (walk.done === done && !walk.stopped) walk.step();
    this.#arrive(walk);
  }

  #walking() {
    const { settings, data, moment, net } = this;
    const old = this.#walk;
    if (old?.data === data && old.asked === settings.batch) {
      return Object.assign(old, { rate: annealed(settings, this.run.length) });
    }
    // Off the run, what was there is the past of another network: a new run begins here.
    const theta = this.theta.slice();
    const past = moment === null ? { thetas: [theta], running: [], rates: [] } : this.run;
    if (moment === null) this.set({ start: theta });
    const run = this.runOf({
      thetas: past.thetas.slice(0, moment + 1),
      running: past.running.slice(0, moment),
      rates: past.rates.slice(0, moment),
      stopped: null,
    });
    const rate = annealed(settings, run.length);
    this.#job = null;
    this.#walk = new Descent(net, data, { ...settings, theta, rate, passes: Infinity });
    this.#walk.asked = settings.batch;
    this.set({ run, moment: run.length, busy: null });
    return this.#walk;
  }

  #arrive({ stopped, thetas, running, rates }) {
    const { run } = this;
    const grown = stopped
      ? { ...run, stopped }
      : {
          thetas: [...run.thetas, thetas.at(-1)],
          running: [...run.running, running.at(-1)],
          rates: [...run.rates, rates.at(-1)],
          stopped: null,
        };
    if (stopped) this.#walk = null;
    this.set({ run: this.runOf(grown), playing: false });
    this.#show(this.run.length);
  }

  // -- time ------------------------------------------------------------------------------------

  #show(moment) {
    const at = Math.max(0, Math.min(Math.round(moment), this.run.length));
    this.set({ moment: at, within: 0, theta: this.run.thetas[at].slice() });
  }

  goTo(moment) {
    if (!this.run) return;
    this.#walk = null;
    if (this.#job) Object.assign(this.#job, { aim: moment, stay: false });
    this.set({ playing: false });
    this.#show(moment);
  }

  play() {
    this.#walk = null;
    if (!this.run?.length) this.train();
    const { moment } = this;
    this.#time = moment === null || moment >= this.run?.length ? 0 : moment;
    this.set({ playing: true });
  }

  pause() {
    this.set({ playing: false });
  }

  #playOn() {
    const { run } = this;
    this.#time += Math.max(0.25, run.length / PLAY);
    const at = Math.min(Math.floor(this.#time), run.length);
    if (at !== this.moment) this.#show(at);
    if (at === run.length) this.set({ playing: false });
  }

  /** θ back to where training began, exactly. */
  backToStart() {
    if (this.run && equal(this.run.thetas[0], this.start)) this.goTo(0);
    else this.moveTo({ ...this.start });
  }

  /** A start as Network.initialise draws it from RandomState(seed); a run is trained anew. */
  newStart(seed = this.settings.seed, kind = this.settings.kind) {
    const start = initialise(this.net, kind, seed);
    const anew = this.run && this.run.stopped !== null && this.settings.live;
    this.#job = this.#walk = null;
    this.set({ start, settings: { ...this.settings, seed, kind }, playing: false, busy: null });
    if (anew) {
      this.moment ??= this.run.length;
      this.#due = true;
    } else {
      this.set({ theta: start.slice(), run: null, moment: null, within: 0 });
    }
  }
}
