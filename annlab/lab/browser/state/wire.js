// What the state shares with Python: traits of the widget's model, as numbers and as bytes.

const PAUSE = 150; // milliseconds of rest before what is large is sent
const LONGEST = 5e5; // numbers of a run: Jupyter's server takes 10 MB, and two may go together

const bytesOf = (numbers) => new DataView(Float64Array.from(numbers).buffer);

function numbersOf(view) {
  return new Float64Array(view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength));
}

function rowsOf(view, width) {
  const all = numbersOf(view);
  return Array.from({ length: all.length / width }, (_, k) =>
    all.slice(k * width, (k + 1) * width),
  );
}

const readData = (sent) => sent && { ...sent, x: numbersOf(sent.x), t: numbersOf(sent.t) };
const sendData = (data) => ({ ...data, x: bytesOf(data.x), t: bytesOf(data.t) });
const readRun = (sent, { names }) =>
  sent && {
    thetas: rowsOf(sent.thetas, names.length),
    running: [...numbersOf(sent.running)],
    rates: [...numbersOf(sent.rates)],
    stopped: sent.stopped,
  };

function sendRun(run) {
  if (!run) return null;
  const size = run.thetas.length * run.thetas[0].length;
  if (size > LONGEST) throw new RangeError("the run is too long for Python: train fewer passes");
  const thetas = new Float64Array(size);
  run.thetas.forEach((theta, k) => thetas.set(theta, k * theta.length));
  return {
    thetas: bytesOf(thetas),
    running: bytesOf(run.running),
    rates: bytesOf(run.rates),
    stopped: run.stopped ?? "callback",
  };
}

const same = (value) => value;
const PLAIN = { read: same, send: same };
const NUMBERS = { read: numbersOf, send: bytesOf };
// Of each field that both halves know: how it is read, how it is sent, and whether it is large.
const SHARED = {
  theta: NUMBERS,
  start: NUMBERS,
  axes: {
    read: (names, net) => names.map((name) => net.names.indexOf(name)),
    send: (axes, net) => axes.map((index) => net.names[index]),
  },
  moment: PLAIN,
  settings: {
    read: ({ epochs, batch, ...rest }) => ({ ...rest, passes: epochs, batch: batch ?? 0 }),
    send: ({ passes, batch, ...rest }) => ({ ...rest, epochs: passes, batch: batch || null }),
  },
  span: PLAIN,
  line: PLAIN,
  example: PLAIN,
  logHeight: PLAIN,
  showHidden: PLAIN,
  data: { read: readData, send: sendData, large: true },
  heldOut: { read: readData },
  turn: { trait: "view", read: same },
  run: { trait: "history", read: readRun, send: sendRun, large: true },
  reference: { read: readRun, send: sendRun, large: true },
};
const LARGE = Object.keys(SHARED).filter((name) => SHARED[name].large);

/** The name of the trait that holds a field: "logHeight" is "log_height". */
const traitOf = (name) =>
  SHARED[name].trait ?? name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

export class Wire {
  #model;
  #state;
  #waiting = new Set();
  #soon = 0; // timers: of what is sent after a frame, and of what is large
  #later = 0;
  #sending = false;
  #listening = [];
  #heard = new Map();

  constructor(model, state) {
    this.#model = model;
    this.#state = state;
  }

  /** Everything that Python says at the beginning. */
  read() {
    const net = this.#model.get("_net");
    const fields = {};
    for (const [name, { read }] of Object.entries(SHARED)) {
      fields[name] = read(this.#model.get(traitOf(name)), net);
    }
    fields.panels = this.#model.get("panels");
    return { net, fields };
  }

  /** Follows what Python changes; changes that arrive together are drawn in one frame. */
  listen() {
    const on = (event, handler) => {
      const guarded = () => this.#attempt(handler);
      this.#model.on(event, guarded);
      this.#listening.push([event, guarded]);
    };
    for (const name of Object.keys(SHARED)) {
      on(`change:${traitOf(name)}`, () => {
        if (!this.#sending) this.#hear(name);
      });
    }
    on("change:_fault", () => {
      const text = this.#model.get("_fault");
      if (text) this.#state.fault(text);
    });
    on("comm_live_update", () => this.#state.set({ connected: false }, { sync: false }));
  }

  #attempt(action) {
    try {
      action();
    } catch (error) {
      this.#state.fault(error);
    }
  }

  /** One message of Python's may change several traits: they are taken together, data first. */
  #hear(name) {
    const value = SHARED[name].read(this.#model.get(traitOf(name)), this.#state.net);
    this.#heard.set(name, value);
    if (this.#heard.size > 1) return;
    queueMicrotask(() => {
      const changes = Object.fromEntries(this.#heard);
      this.#heard.clear();
      this.#state.hear(changes);
    });
  }

  /** Marks what is to be sent; flush sends it, at most once a frame. */
  send(changes) {
    for (const name of Object.keys(changes)) if (SHARED[name]?.send) this.#waiting.add(name);
  }

  /** Sends what waits once this frame is painted, for sending takes Jupyter a while. */
  flush() {
    if (this.#waiting.size) this.#soon ||= setTimeout(() => this.#attempt(() => this.#flush()));
  }

  #flush() {
    this.#soon = 0;
    const large = LARGE.some((name) => this.#waiting.has(name));
    this.#put([...this.#waiting].filter((name) => !SHARED[name].large));
    if (!large) return;
    clearTimeout(this.#later);
    this.#later = setTimeout(() => this.#attempt(() => this.#put(LARGE)), PAUSE);
  }

  #put(names) {
    const ready = names.filter((name) => this.#waiting.delete(name));
    if (!ready.length || !this.#state.connected) return;
    this.#sending = true;
    try {
      for (const name of ready) {
        const { [name]: value, net } = this.#state;
        this.#attempt(() => this.#model.set(traitOf(name), SHARED[name].send(value, net)));
      }
      this.#model.save_changes();
    } finally {
      this.#sending = false;
    }
  }

  close() {
    clearTimeout(this.#soon);
    clearTimeout(this.#later);
    this.#put([...this.#waiting]);
    for (const [event, handler] of this.#listening) this.#model.off(event, handler);
  }
}
