// Brings the laboratories and steppers of an exported lesson to life: each gets a model, as a
// notebook would hand it one, but with no kernel behind it.

class Model {
  #values;
  #listeners = new Map();

  constructor(values) {
    this.#values = values;
  }

  get(name) {
    return this.#values[name];
  }

  set(name, value) {
    if (this.#values[name] === value) return;
    this.#values[name] = value;
    for (const event of [`change:${name}`, "change"]) {
      for (const listener of this.#listeners.get(event) ?? []) listener(this, value);
    }
  }

  on(event, listener) {
    if (!this.#listeners.has(event)) this.#listeners.set(event, new Set());
    this.#listeners.get(event).add(listener);
  }

  off(event, listener) {
    if (event === undefined) this.#listeners.clear();
    else if (listener === undefined) this.#listeners.delete(event);
    else this.#listeners.get(event)?.delete(listener);
  }

  save_changes() {} // nobody is there to be told
  send() {}
}

/** The numbers that Python has written as text are bytes again. */
function revived(_, value) {
  if (typeof value?.base64 !== "string") return value;
  return new DataView(Uint8Array.from(atob(value.base64), (letter) => letter.charCodeAt(0)).buffer);
}

async function start(place, loading) {
  const still = place.querySelector(".still");
  const live = document.createElement("div");
  place.append(live); // before it is drawn, so that it has a width
  try {
    const model = new Model(JSON.parse(place.querySelector("script").textContent, revived));
    const { default: widget } = await loading;
    const lab = typeof widget === "function" ? await widget() : widget;
    await lab.initialize?.({ model });
    await lab.render({ model, el: live });
    still.remove();
  } catch (error) {
    live.textContent = `This laboratory could not be started. ${error}`;
    console.error(error);
  }
}

// A page opened from a disk may load no module from a file, but may from a text of its own.
const loading = {};
for (const script of document.querySelectorAll('script[type="text/plain"]')) {
  const url = URL.createObjectURL(new Blob([script.textContent], { type: "text/javascript" }));
  loading[script.id] = import(url);
}
for (const place of document.querySelectorAll(".annlab-place")) {
  await start(place, loading[`annlab-${place.dataset.widget}`]);
}
