// Starts for learning, drawn as NumPy draws them: from its RandomState, the Mersenne Twister.

import { zeros } from "./arrays.js";

/** @import { Network } from "./network.js" */

const WORDS = 624;
/** @type {Record<string, number>} */
const SCALES = { uniform: 0.5, gaussian: 0.05, glorot: 1, zeros: 1 };

/** The numbers of numpy.random.RandomState(seed). */
export class RandomState {
  #words;
  #at = WORDS;
  /** @type {number | null} normal numbers are made two at a time: the one that is left */
  #spare = null;

  /** @param {number} seed a whole number from 0 to 2³² − 1 */
  constructor(seed) {
    const words = new Uint32Array(WORDS).fill(seed);
    for (let k = 1; k < WORDS; k++) {
      const before = words[k - 1];
      words[k] = Math.imul(1812433253, before ^ (before >>> 30)) + k;
    }
    this.#words = words;
  }

  /** 32 random bits (MT19937, Matsumoto & Nishimura 1998). */
  bits() {
    const words = this.#words;
    if (this.#at === WORDS) {
      for (let k = 0; k < WORDS; k++) {
        const y = (words[k] & 0x80000000) | (words[(k + 1) % WORDS] & 0x7fffffff);
        words[k] = words[(k + 397) % WORDS] ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
      }
      this.#at = 0;
    }
    let y = words[this.#at++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  /** From 0 up to 1, in steps of 2⁻⁵³. */
  random() {
    const high = this.bits() >>> 5;
    return (high * 2 ** 26 + (this.bits() >>> 6)) / 2 ** 53;
  }

  /**
   * @param {number} low
   * @param {number} high
   */
  uniform(low, high) {
    return low + (high - low) * this.random();
  }

  /**
   * By the polar method (Marsaglia & Bray 1964): a point in the unit disc gives two numbers.
   * @param {number} mean
   * @param {number} deviation
   */
  normal(mean, deviation) {
    let standard = this.#spare;
    this.#spare = null;
    if (standard === null) {
      let x, y, square;
      do {
        x = 2 * this.random() - 1;
        y = 2 * this.random() - 1;
        square = x * x + y * y;
      } while (square >= 1 || square === 0);
      const factor = Math.sqrt((-2 * Math.log(square)) / square);
      standard = factor * y;
      this.#spare = factor * x;
    }
    return mean + deviation * standard;
  }
}

/**
 * θ of Network.initialise(kind, rng=RandomState(seed)): all weights are drawn, then all biases.
 * @param {Network} net
 * @param {string} kind "uniform", "gaussian", "glorot" or "zeros"
 * @param {number} seed
 * @param {number} [scale]
 * @returns {Float64Array}
 */
export function initialise(net, kind, seed, scale = SCALES[kind]) {
  if (!(kind in SCALES)) throw new Error(`unknown kind of start "${kind}"`);
  const theta = zeros(net.P);
  const random = new RandomState(seed);
  /** @param {number} from @param {number} to @param {number} size */
  const draw = (from, to, size) => {
    for (let p = from; p < to; p++) {
      theta[p] = kind === "gaussian" ? random.normal(0, size) : random.uniform(-size, size);
    }
  };
  /** @param {number} layer */
  const biases = (layer) => net.place(layer, net.sizes[layer - 1], 0);
  if (kind === "zeros") return theta;
  for (let l = 1; l <= net.layers; l++) {
    const units = net.sizes[l - 1] + net.sizes[l];
    draw(net.offsets[l], biases(l), kind === "glorot" ? scale * Math.sqrt(6 / units) : scale);
  }
  if (kind === "glorot") return theta;
  for (let l = 1; l <= net.layers; l++) draw(biases(l), net.offsets[l + 1], scale);
  return theta;
}
