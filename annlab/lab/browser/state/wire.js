// What the state shares with Python: traits of the widget's model, as plain values and as bytes.

import { floats, range, rowOf, zeros } from "../numbers/arrays.js";

/** @import { Data, NetworkDescription } from "../numbers/network.js" */
/** @import { By, Fields, Received } from "./fields.js" */
/** @import { RunRecord, Stopped } from "./run.js" */

const PAUSE = 150; // milliseconds of rest before large fields are sent
const LONGEST = 5e5; // numbers of a run: Jupyter's server takes 10 MB, and two may go together

/**
 * The widget's model, in Jupyter or on a page without a kernel. It knows no types: what it holds
 * is what Python packs in annlab/lab/wire.py.
 * @typedef {object} Model
 * @property {(name: string) => any} get
 * @property {(name: string, value: unknown) => void} set
 * @property {() => void} save_changes
 * @property {(event: string, handler: () => void) => void} on
 * @property {(event: string, handler: () => void) => void} off
 */

/**
 * How a field crosses the wire.
 * @template Value
 * @typedef {{
 *   trait?: string,
 *   read(sent: any, net: NetworkDescription): Value,
 *   send?(value: Value, net: NetworkDescription): unknown,
 *   large?: boolean,
 * }} Codec `trait` is its name in Python, by default that of the field, as Python writes names;
 *   without `send` it is only read; what is `large` is sent after a pause
 */

// -- numbers, data, runs ---------------------------------------------------------------------------

/** @typedef {DataView<ArrayBuffer>} Bytes */

/** @param {ArrayLike<number>} numbers */
const bytesOf = (numbers) => new DataView(floats(numbers).buffer);

/** @param {Bytes} sent */
function numbersOf({ buffer, byteOffset, byteLength }) {
  return new Float64Array(buffer.slice(byteOffset, byteOffset + byteLength));
}

/**
 * @param {{ x: Bytes, t: Bytes, n: number, name: string }} sent
 * @returns {Data}
 */
const readData = (sent) => ({ ...sent, x: numbersOf(sent.x), t: numbersOf(sent.t) });

/** @param {Data} data */
const sendData = (data) => ({ ...data, x: bytesOf(data.x), t: bytesOf(data.t) });

/**
 * @param {{ thetas: Bytes, running: Bytes, rates: Bytes, stopped: Stopped } | null} sent
 * @param {NetworkDescription} net
 * @returns {RunRecord | null}
 */
function readRun(sent, { names: { length: width } }) {
  if (!sent) return null;
  const all = numbersOf(sent.thetas);
  return {
    thetas: range(all.length / width, (k) => rowOf(all, k, width)),
    running: [...numbersOf(sent.running)],
    rates: [...numbersOf(sent.rates)],
    stopped: sent.stopped,
  };
}

/** @param {RunRecord | null} run */
function sendRun(run) {
  if (!run) return null;
  const size = run.thetas.length * run.thetas[0].length;
  if (size > LONGEST) throw new RangeError("the run is too long for Python: train fewer passes");
  const thetas = zeros(size);
  run.thetas.forEach((theta, k) => thetas.set(theta, k * theta.length));
  return {
    thetas: bytesOf(thetas),
    running: bytesOf(run.running),
    rates: bytesOf(run.rates),
    stopped: run.stopped ?? "callback",
  };
}

// -- the table -------------------------------------------------------------------------------------

const READ_ONLY = { read: (/** @type {any} */ sent) => sent };
const PLAIN = { ...READ_ONLY, send: (/** @type {unknown} */ value) => value };
const NUMBERS = { read: numbersOf, send: bytesOf };

/**
 * The fields that both halves know. Python has the same table: annlab.lab.widget.Lab.
 * @type {{ [Name in keyof Received]: Codec<Received[Name]> }}
 */
const SHARED = {
  panels: READ_ONLY,
  theta: NUMBERS,
  start: NUMBERS,
  axes: {
    read: ([first, second], { names }) => [names.indexOf(first), names.indexOf(second)],
    send: (axes, net) => axes.map((index) => net.names[index]),
  },
  span: PLAIN,
  data: { read: readData, send: sendData, large: true },
  heldOut: { read: (sent) => sent && readData(sent) },
  run: { trait: "history", read: readRun, send: sendRun, large: true },
  reference: { read: readRun, send: sendRun, large: true },
  moment: PLAIN,
  settings: {
    read: ({ epochs, batch, ...rest }) => ({ ...rest, passes: epochs, batch: batch ?? 0 }),
    send: ({ passes, batch, ...rest }) => ({ ...rest, epochs: passes, batch: batch || null }),
  },
  line: PLAIN,
  example: PLAIN,
  logHeight: PLAIN,
  showHidden: PLAIN,
  turn: { trait: "view", ...READ_ONLY },
};

const NAMES = /** @type {(keyof Received)[]} */ (Object.keys(SHARED));

/**
 * @param {keyof Received} name
 * @returns {Codec<unknown>}
 */
const codecOf = (name) => SHARED[name];

/**
 * The name of the trait that holds a field: "logHeight" is "log_height".
 * @param {keyof Received} name
 */
const traitOf = (name) =>
  codecOf(name).trait ?? name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The traits of all fields, and whether the browser sends them. */
export const traits = () =>
  NAMES.map((name) => ({ trait: traitOf(name), sent: "send" in SHARED[name] }));

// -- the wire --------------------------------------------------------------------------------------

/**
 * What the wire connects the model with.
 * @typedef {Fields & {
 *   set(changes: Partial<Fields>, by: By): void,
 *   hear(changes: Partial<Received>): void,
 *   fault(error: unknown): void,
 * }} Listener
 */

/** Sends what changes here, follows what changes in Python. */
export class Wire {
  #model;
  /** @type {Listener | null} */
  #lab = null;
  /** @type {Set<keyof Received>} fields to be sent */
  #waiting = new Set();
  #soon = 0; // timer until small fields are sent, right after a frame
  #later = 0; // timer until large fields are sent
  #sending = false;
  /** @type {[event: string, handler: () => void][]} */
  #listeners = [];
  /** @type {Set<keyof Received>} fields that Python has changed, to be taken together */
  #heard = new Set();

  /** @param {Model} model */
  constructor(model) {
    this.#model = model;
    /** @type {NetworkDescription} */
    this.network = model.get("_net");
  }

  /**
   * The values of fields as Python has sent them.
   * @param {Iterable<keyof Received>} names
   */
  #read(names) {
    return Object.fromEntries(
      Array.from(names, (name) => {
        const sent = this.#model.get(traitOf(name));
        return [name, codecOf(name).read(sent, this.network)];
      }),
    );
  }

  /** The values of all fields. */
  received() {
    return /** @type {Received} */ (this.#read(NAMES));
  }

  // -- from Python -----------------------------------------------------------------------------

  /**
   * Follows what Python changes.
   * @param {Listener} lab
   */
  connect(lab) {
    this.#lab = lab;
    for (const name of NAMES) {
      this.#listen(`change:${traitOf(name)}`, () => {
        if (!this.#sending) this.#hear(name);
      });
    }
    this.#listen("change:_fault", () => {
      const text = this.#model.get("_fault");
      if (text) lab.fault(text);
    });
    this.#listen("comm_live_update", () => lab.set({ connected: false }, "page"));
  }

  /**
   * @param {string} event
   * @param {() => void} handler
   */
  #listen(event, handler) {
    const guarded = () => this.#attempt(handler);
    this.#model.on(event, guarded);
    this.#listeners.push([event, guarded]);
  }

  /**
   * Takes a field that Python has changed, together with all others of the same message.
   * @param {keyof Received} name
   */
  #hear(name) {
    this.#heard.add(name);
    if (this.#heard.size > 1) return;
    queueMicrotask(() =>
      this.#attempt(() => {
        const names = [...this.#heard];
        this.#heard.clear();
        this.#lab?.hear(this.#read(names));
      }),
    );
  }

  // -- to Python -------------------------------------------------------------------------------

  /**
   * Marks fields to be sent; those that Python does not know are passed over.
   * @param {string[]} names
   */
  send(names) {
    for (const name of NAMES) {
      if (names.includes(name) && codecOf(name).send) this.#waiting.add(name);
    }
  }

  /** Sends what waits, at most once a frame and after it is painted: sending takes Jupyter a while. */
  flush() {
    if (this.#waiting.size) this.#soon ||= window.setTimeout(() => this.#flush());
  }

  #flush() {
    this.#soon = 0;
    const waiting = [...this.#waiting];
    this.#put(waiting.filter((name) => !codecOf(name).large));
    if (!this.#waiting.size) return;
    clearTimeout(this.#later);
    this.#later = window.setTimeout(() => this.#put([...this.#waiting]), PAUSE);
  }

  /** @param {(keyof Received)[]} names of fields that wait */
  #put(names) {
    for (const name of names) this.#waiting.delete(name);
    const lab = this.#lab;
    if (!names.length || !lab?.connected) return;
    this.#sending = true;
    for (const name of names) {
      this.#attempt(() => {
        this.#model.set(traitOf(name), codecOf(name).send?.(lab[name], this.network));
      });
    }
    this.#attempt(() => this.#model.save_changes());
    this.#sending = false;
  }

  /** @param {() => void} action */
  #attempt(action) {
    try {
      action();
    } catch (error) {
      this.#lab?.fault(error);
    }
  }

  close() {
    clearTimeout(this.#soon);
    clearTimeout(this.#later);
    this.#put([...this.#waiting]);
    for (const [event, handler] of this.#listeners) this.#model.off(event, handler);
  }
}
