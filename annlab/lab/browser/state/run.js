// A training run as the laboratory holds it.

/** θ at the start and after each pass, and the errors there. */
export class Run {
  constructor(net, data, heldOut, { thetas, running, rates, stopped }, before) {
    Object.assign(this, { net, data, heldOut, thetas, running, rates, stopped });
    // Of a run that goes on from another one, or is cut off, only what is new is computed.
    this.before = before?.data === data ? { thetas: before.thetas, known: before.known } : null;
    this.known = {};
  }

  /** How many passes. */
  get length() {
    return this.running.length;
  }

  /** E on the data at the start and after each pass. */
  get error() {
    return this.errorsOn("data");
  }

  /** The same on data that training does not see; null without such data. */
  get heldOutError() {
    return this.heldOut && this.errorsOn("heldOut");
  }

  errorsOn(name) {
    const { thetas = [], known = {} } = this.before ?? {};
    return (this.known[name] ??= this.thetas.map(
      (theta, k) => (theta === thetas[k] && known[name]?.[k]) || this.net.error(theta, this[name]),
    ));
  }
}
