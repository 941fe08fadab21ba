// How training and time move a laboratory: training, stepping, playing.

import { initialise } from "../numbers/starts.js";
import { Descent } from "../numbers/descent.js";

/** @import { By, Fields, Settings } from "./fields.js" */
/** @import { RunRecord } from "./run.js" */

const TRAINING_TIME = 12; // milliseconds per frame
const PLAY_FRAMES = 300; // in which a run is played from end to end, if it is that long
const SLOWEST_PLAY = 0.25; // passes per frame

/**
 * What movement needs of a laboratory: its fields, and the way to change them.
 * @typedef {Fields & {
 *   set(changes: Partial<Fields>, by?: By): void,
 *   setRun(record: RunRecord, changes: Partial<Fields>, by?: By): void,
 *   moveTo(theta: Float64Array): void,
 *   request(): void,
 * }} Movable
 */

/**
 * A training that may take several frames.
 * @typedef {object} Training
 * @property {Descent} descent
 * @property {boolean} stay whether θ stays where a hand has put it, off the run
 * @property {number} aim the pass to be shown, as soon as it is reached; Infinity for the last
 */

/** Makes runs, in the time that frames leave or step by step, and replays them. */
export class Movement {
  #lab;
  /** @type {Training | null} */
  #training = null;
  /** Whether the run is to be trained again in the next frame. */
  #due = false;
  /** @type {{ descent: Descent, batch: number } | null} training that goes step by step */
  #stepping = null;
  /** The moment of a run that is played, with its fraction. */
  #playhead = 0;

  /** @param {Movable} lab */
  constructor(lab) {
    this.#lab = lab;
  }

  // -- in each frame ---------------------------------------------------------------------------

  /** Whether the next frame has something to move. */
  get active() {
    return this.#training !== null || this.#lab.playing;
  }

  /** Trains or plays on, as far as a frame has time for. */
  advance() {
    if (this.#due) this.#begin();
    if (this.#training) this.#trainOn(this.#training);
    else if (this.#lab.playing) this.#playOn();
  }

  /** Ends training and stepping: θ or the run has been changed by something else. */
  stop() {
    this.#training = this.#stepping = null;
  }

  /** Ends a training that has failed. */
  fail() {
    this.#training = null;
    this.#lab.set({ playing: false, busy: null }, "time");
  }

  // -- training --------------------------------------------------------------------------------

  /** Trains all passes: from where a hand has put θ, or else again from the start of the run. */
  train() {
    const { moment, theta, run } = this.#lab;
    this.#training = null;
    this.#due = true;
    this.#lab.set({
      ...(moment === null ? { start: theta.slice() } : { moment: run?.length ?? 0 }),
      playing: false,
    });
  }

  /** Trains the run again from the same start in the next frame, after a change of settings or
   *  data. A run made step by step is left alone: its next step follows the change. */
  retrain() {
    const { run, settings } = this.#lab;
    if (!run || !settings.live || (run.stopped === null && !this.#training)) return;
    this.#due = true;
    this.#lab.request();
  }

  /** Follows a change of the data by hand. */
  followData() {
    this.#stepping = null;
    if (!this.#lab.settings.live) this.#training = null; // it would go on with the old data
    this.retrain();
  }

  #begin() {
    const { net, moment, run, data, settings, start, theta } = this.#lab;
    const stay = moment === null && run !== null && !equal(theta, start);
    const atEnd = moment === null || moment >= (run?.length ?? 0);
    const aim = this.#training?.aim ?? (atEnd ? Infinity : moment);
    this.#due = false;
    this.#stepping = null;
    this.#training = { descent: new Descent(net, data, { ...settings, theta: start }), stay, aim };
  }

  /** @param {Training} training */
  #trainOn({ descent, stay, aim }) {
    const finished = descent.run(TRAINING_TIME);
    const { stopped, done, passes } = descent;
    if (finished) this.#training = null;
    const record = { ...beginning(descent, done), stopped };
    this.#lab.setRun(record, { busy: finished ? null : { done, of: passes } }, "time");
    if (!stay) this.#show(aim, "time");
  }

  // -- step by step ----------------------------------------------------------------------------

  /** Makes one update; its example becomes the chosen one. */
  stepExample() {
    const descent = this.#descentToStep();
    const { next, done } = descent;
    descent.step();
    const theta = descent.theta.slice();
    this.#lab.set({ example: next, within: descent.next, theta, playing: false });
    if (descent.done > done || descent.stopped) this.#endPass(descent);
  }

  /** Makes a whole pass, or the rest of one that was begun by examples. */
  stepPass() {
    const descent = this.#descentToStep();
    const { done } = descent;
    while (descent.done === done && !descent.stopped) descent.step();
    this.#endPass(descent);
  }

  /** The descent of the previous step, or a new one if something has changed since. */
  #descentToStep() {
    const { settings, data, net, moment, run } = this.#lab;
    const { batch } = settings;
    const stepping = this.#stepping;
    if (stepping?.descent.data === data && stepping.batch === batch) {
      const { descent } = stepping;
      descent.rate = rateAfter(settings, run?.length ?? 0);
      return descent;
    }
    const start = this.#lab.theta.slice();
    this.#training = null;
    // Off the run, its past belongs to another network: a new run begins here.
    const record =
      run && moment !== null
        ? beginning(run, moment)
        : { thetas: [start], running: [], rates: [], stopped: null };
    const done = record.running.length;
    this.#lab.setRun(record, { ...(moment === null && { start }), moment: done, busy: null });
    const rate = rateAfter(settings, done);
    const options = { ...settings, theta: start, rate, passes: Infinity };
    const descent = new Descent(net, data, options);
    this.#stepping = { descent, batch };
    return descent;
  }

  /**
   * Adds the pass that has ended to the run, or notes that the run has diverged.
   * @param {Descent} descent
   */
  #endPass({ stopped, thetas, running, rates, done }) {
    const { run } = this.#lab;
    if (!run) return;
    const record = { ...beginning(run, run.length), stopped };
    if (stopped) {
      this.#stepping = null;
    } else {
      record.thetas.push(thetas[done]);
      record.running.push(running[done - 1]);
      record.rates.push(rates[done - 1]);
    }
    this.#lab.setRun(record, { playing: false });
    this.#show(record.running.length);
  }

  // -- time ------------------------------------------------------------------------------------

  /**
   * Shows a moment of the run.
   * @param {number} moment
   * @param {By} [by]
   */
  #show(moment, by) {
    const { run } = this.#lab;
    if (!run) return;
    const at = Math.max(0, Math.min(Math.round(moment), run.length));
    this.#lab.set({ moment: at, within: 0, theta: run.thetas[at].slice() }, by);
  }

  /** @param {number} moment */
  goTo(moment) {
    if (!this.#lab.run) return;
    this.#stepping = null;
    if (this.#training) Object.assign(this.#training, { aim: moment, stay: false });
    this.#lab.set({ playing: false });
    this.#show(moment);
  }

  /** Replays the run from where it is, or from its start if it is at the end or θ is off it. */
  play() {
    this.#stepping = null;
    if (!this.#lab.run?.length) this.train();
    const { moment, run } = this.#lab;
    this.#playhead = moment === null || moment >= (run?.length ?? 0) ? 0 : moment;
    this.#lab.set({ playing: true });
  }

  #playOn() {
    const { run, moment } = this.#lab;
    if (!run) return;
    this.#playhead += Math.max(SLOWEST_PLAY, run.length / PLAY_FRAMES);
    const at = Math.min(Math.floor(this.#playhead), run.length);
    if (at !== moment) this.#show(at, "time");
    if (at === run.length) this.#lab.set({ playing: false }, "time");
  }

  // -- starts ----------------------------------------------------------------------------------

  /** Brings θ back to where training began, exactly. */
  backToStart() {
    const { run, start } = this.#lab;
    if (run && equal(run.thetas[0], start)) {
      this.goTo(0);
    } else {
      this.#lab.moveTo(start);
    }
  }

  /**
   * A start as Network.initialise draws it from RandomState(seed); a run is trained again from it.
   * @param {Partial<Settings>} change of the seed or the kind
   */
  newStart(change) {
    const { net, run, moment } = this.#lab;
    const settings = { ...this.#lab.settings, ...change };
    const start = initialise(net, settings.kind, settings.seed);
    const rest = { start, settings, playing: false, busy: null };
    this.stop();
    if (run && run.stopped !== null && settings.live) {
      this.#due = true;
      this.#lab.set({ ...rest, moment: moment ?? run.length });
    } else {
      this.#lab.set({ ...rest, theta: start.slice(), run: null, moment: null, within: 0 });
    }
  }
}

/**
 * A run up to a pass, as one that goes on from there.
 * @param {RunRecord} run
 * @param {number} passes
 * @returns {RunRecord}
 */
function beginning({ thetas, running, rates }, passes) {
  return {
    thetas: thetas.slice(0, passes + 1),
    running: running.slice(0, passes),
    rates: rates.slice(0, passes),
    stopped: null,
  };
}

/**
 * @param {Float64Array} a
 * @param {Float64Array} b
 */
function equal(a, b) {
  return a.every((value, k) => value === b[k]);
}

/**
 * η after a number of passes, multiplied as training does it.
 * @param {Settings} settings
 * @param {number} passes
 */
function rateAfter({ rate, anneal }, passes) {
  for (let k = 0; k < passes; k++) rate *= anneal;
  return rate;
}
