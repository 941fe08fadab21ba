// A training run as the laboratory holds it.

/** @import { Data, Network } from "../numbers/network.js" */

/**
 * Why a run has ended; null while it goes on, or if it is made step by step.
 * @typedef {"finished" | "target" | "callback" | "diverged" | null} Stopped
 */

/**
 * What is recorded of a run.
 * @typedef {object} RunRecord
 * @property {Float64Array[]} thetas θ at the start and after each pass
 * @property {number[]} running E of each pass, each example's as met
 * @property {number[]} rates η of each pass
 * @property {Stopped} stopped
 */

/** @typedef {{ thetas: Float64Array[], errors: number[] }} KnownErrors */

/** θ at the start and after each pass, and the errors there. */
export class Run {
  /** @type {{ data?: KnownErrors, heldOut?: KnownErrors }} errors computed so far */
  #known;

  /**
   * @param {Network} net
   * @param {Data} data
   * @param {Data | null} heldOut
   * @param {RunRecord} record
   * @param {Run | null} [before] a run that this one may continue or cut short: errors that are the
   *   same are not computed again
   */
  constructor(net, data, heldOut, { thetas, running, rates, stopped }, before) {
    this.net = net;
    this.data = data;
    this.heldOut = heldOut;
    this.thetas = thetas;
    this.running = running;
    this.rates = rates;
    this.stopped = stopped;
    this.#known = before?.data === data ? before.#known : {};
  }

  /** The number of passes. */
  get length() {
    return this.running.length;
  }

  /** E on the data at the start and after each pass. */
  get error() {
    return this.#errorsOn("data", this.data);
  }

  /** The same on data that training does not see; null without such data. */
  get heldOutError() {
    return this.heldOut && this.#errorsOn("heldOut", this.heldOut);
  }

  /**
   * @param {"data" | "heldOut"} name
   * @param {Data} data
   */
  #errorsOn(name, data) {
    const known = this.#known[name];
    if (known?.thetas === this.thetas) return known.errors;
    const errors = this.thetas.map((theta, k) =>
      known && theta === known.thetas[k] ? known.errors[k] : this.net.error(theta, data),
    );
    this.#known = { ...this.#known, [name]: { thetas: this.thetas, errors } };
    return errors;
  }
}
