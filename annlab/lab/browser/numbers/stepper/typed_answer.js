// Is a typed number the right one, and if not, which slip would give it?

/**
 * A wrong value, and what to say to someone who types it.
 * @typedef {[value: number, words: string]} Slip
 */

/**
 * A number that is asked for. `size` is the largest part of the sum that it is.
 * @typedef {{ value: number, size: number, slips: Slip[] }} Question
 */

/** @typedef {{ verdict: "right" | "close" | "wrong" | "none", words: string }} Judgement */

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * The number in a text, with a comma or a point and any kind of minus; null if there is none.
 * @param {string} text
 * @returns {number | null}
 */
export function numberIn(text) {
  const plain = text.replace(/\s/g, "").replace(/[−–‒]/g, "-").replace(",", ".");
  return NUMBER.test(plain) && Number.isFinite(Number(plain)) ? Number(plain) : null;
}

/**
 * Do two numbers agree to three digits? A sum that is computed from displayed numbers is no more
 * accurate than its largest part.
 * @param {number} typed
 * @param {number} value
 * @param {number} size of the largest part
 */
function near(typed, value, size) {
  if (!Number.isFinite(value)) return false;
  const thirdDigit = value === 0 ? 0 : 10 ** (Math.floor(Math.log10(Math.abs(value))) - 2);
  return Math.abs(typed - value) <= Math.max(0.6 * thirdDigit, 3e-4 * size, 1e-12);
}

/**
 * What to say to a typed text.
 * @param {Question} question
 * @param {string} text
 * @returns {Judgement}
 */
export function judge({ value, size, slips }, text) {
  const typed = numberIn(text);
  if (typed === null) return { verdict: "none", words: "Type one number, such as −0.25." };
  if (near(typed, value, size)) return { verdict: "right", words: "Right." };
  const slip = slips.find(([slipped]) => slipped !== 0 && near(typed, slipped, Math.abs(slipped)));
  if (slip) return { verdict: "wrong", words: slip[1] };
  if (Number.isFinite(value) && Math.abs(typed - value) <= 0.03 * Math.abs(value)) {
    return { verdict: "close", words: "Close: three digits, please." };
  }
  return { verdict: "wrong", words: "Not yet. Try again, or let Next show it." };
}
