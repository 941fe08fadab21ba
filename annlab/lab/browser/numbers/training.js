// Gradient descent on a network's error, which can pause anywhere and go on.

const LOOK_AT_CLOCK = 256; // examples between two looks

/** A training run: θ at the start and after each pass, E of each pass as met, η of each pass. */
export class Descent {
  constructor(net, data, { theta, rate, anneal = 1, passes, batch = 1 }) {
    Object.assign(this, { net, data, rate, anneal, passes, batch: batch || data.n });
    this.theta = Float64Array.from(theta);
    this.gradient = new Float64Array(net.P);
    // A layer makes its input longer by at most (units + 1) max |θ|: below this E is finite.
    const longest = Math.max(1, largestSize(data.x));
    this.safe = (1e150 / longest) ** (1 / net.layers) / (Math.max(...net.sizes) + 1);
    this.next = 0; // the first example of the next step
    this.met = 0; // E of this pass so far
    this.thetas = [this.theta.slice()];
    this.running = [];
    this.rates = [];
    this.stopped = Number.isFinite(net.error(theta, data)) ? null : "diverged";
  }

  get done() {
    return this.running.length;
  }

  /** Go on until finished or the time is up, perhaps within a pass; is it finished? */
  run(milliseconds = Infinity) {
    const until = performance.now() + milliseconds;
    do {
      for (let left = LOOK_AT_CLOCK; left > 0 && !this.stopped; left -= this.batch) this.step();
    } while (!this.stopped && performance.now() < until);
    return this.stopped !== null;
  }

  /** One step, on the gradient summed over one batch; the last of a pass records the pass. */
  step() {
    if (this.stopped) return;
    const { net, data, theta, gradient } = this;
    const stop = Math.min(this.next + this.batch, data.n);
    this.met += net.addGradient(theta, data, this.next, stop, gradient.fill(0));
    for (let p = 0; p < net.P; p++) theta[p] -= gradient[p] * this.rate;
    this.next = stop;
    if (stop === data.n) this.endPass();
  }

  endPass() {
    const { net, theta } = this;
    const largest = largestSize(theta);
    const error = largest < this.safe ? 0 : net.error(theta, this.data); // it overflows before θ
    if (Number.isFinite(this.met) && Number.isFinite(largest) && Number.isFinite(error)) {
      this.thetas.push(theta.slice());
      this.running.push(this.met);
      this.rates.push(this.rate);
      this.rate *= this.anneal;
      if (this.done === this.passes) this.stopped = "finished";
    } else {
      theta.set(this.thetas.at(-1));
      this.stopped = "diverged";
    }
    this.next = this.met = 0;
  }
}

function largestSize(numbers) {
  return numbers.reduce((largest, number) => Math.max(largest, Math.abs(number)), 0);
}
