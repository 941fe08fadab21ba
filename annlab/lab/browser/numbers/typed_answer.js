// Is a number that was typed the one asked for, and if not, which slip would give it?

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** The number in a text, with a comma or a point and any kind of minus; null if there is none. */
export function numberIn(text) {
  const plain = text.replace(/\s/g, "").replace(/[−–‒]/g, "-").replace(",", ".");
  return NUMBER.test(plain) && Number.isFinite(Number(plain)) ? Number(plain) : null;
}

/** As near as three digits are; a sum of shown numbers has no more digits than its largest part. */
function near(typed, value, size) {
  if (!Number.isFinite(value)) return false;
  const digits = value && 0.6 * 10 ** (Math.floor(Math.log10(Math.abs(value))) - 2);
  return Math.abs(typed - value) <= Math.max(digits, 3e-4 * size, 1e-12);
}

/** What is said to a text: { verdict: "right" | "close" | "wrong" | "none", words }. */
export function judge({ value, size, slips }, text) {
  const typed = numberIn(text);
  if (typed === null) return { verdict: "none", words: "Type one number, such as −0.25." };
  if (near(typed, value, size)) return { verdict: "right", words: "Right." };
  const slip = slips.find(([slipped]) => slipped !== 0 && near(typed, slipped, Math.abs(slipped)));
  if (slip) return { verdict: "wrong", words: slip[1] };
  if (Math.abs(typed - value) <= 0.03 * Math.abs(value)) {
    return { verdict: "close", words: "Close: three digits, please." };
  }
  return { verdict: "wrong", words: "Not yet. Try again, or let Next show it." };
}
