// One view of a stepper: the stages, the diagram, the formula with its gap, and the way on.

import { make } from "./dom.js";
import { drawDiagram, shown } from "./stepper_diagram.js";
import { STAGES } from "../numbers/update_steps.js";

const TITLES = ["Forward", "Backward", "Gradients", "Update"];
const list = (values) => `(${Array.from(values, (value) => shown(value)).join(", ")})`;
let steppers = 0; // numbers ids

/** The parts of a formula as numbers, negative ones in brackets where something stands before. */
function inNumbers({ formula }) {
  return formula.map((part, k) => {
    if (!part.symbol) return part;
    const text = shown(part.value);
    return text.startsWith("−") && k && !formula[k - 1].endsWith("(") ? `(${text})` : text;
  });
}

export class StepperView {
  #closing = new AbortController();

  constructor(session, el) {
    this.session = session;
    const id = `annlab-stepper-${++steppers}`;
    const button = (text, title, action) => {
      const element = make("button", { type: "button", textContent: text, title });
      element.addEventListener("click", () => this.#attempt(action));
      return element;
    };
    this.tabs = TITLES.map((title, k) =>
      button(`${k + 1} ${title}`, `Jump to step ${k + 1}`, () => session.jump(STAGES[k])),
    );
    this.tabs.forEach((tab, k) => tab.classList.add(STAGES[k]));
    this.facts = make("p", { className: "facts" });
    this.svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    this.svg.setAttribute("role", "img");
    this.picture = make("div", { className: "picture" }, this.svg);
    this.last = make("p", { className: "last" });
    this.title = make("h4", { id: `${id}-title` });
    this.rule = make("p");
    this.formula = make("div", { className: "formula" });
    this.formula.setAttribute("aria-hidden", "true"); // it is read out from the line of text
    this.label = make("label", { htmlFor: id });
    this.input = make("input", { id, type: "text", autocomplete: "off", size: 10 });
    this.ask = make("form", {}, this.label, this.input, make("button", { textContent: "Check" }));
    this.said = make("p", { className: "said" });
    this.said.setAttribute("role", "status");
    this.backward = button("◂ Back", "Alt + ←", () => session.back());
    this.forward = button("Next ▸", "Alt + →, or Enter in the empty field", () => session.next());
    this.again = button("Start over", "From the first network and example", () =>
      session.restart(),
    );
    this.score = make("span", { className: "score" });
    this.ways = make(
      "div",
      { className: "ways" },
      this.backward,
      this.forward,
      this.again,
      this.score,
    );
    this.spoken = make("p", { className: "spoken" });
    this.spoken.setAttribute("role", "status");
    this.faults = make("p", { className: "faults", hidden: true });
    this.root = make(
      "section",
      { className: "annlab-stepper", ariaLabel: "Stepper" },
      make("div", { className: "tabs" }, ...this.tabs),
      this.facts,
      make(
        "div",
        { className: "both" },
        this.picture,
        make(
          "div",
          { className: "card" },
          this.ways,
          this.last,
          this.title,
          this.rule,
          this.formula,
          this.ask,
          this.said,
        ),
      ),
      this.spoken,
      this.faults,
    );
    el.append(this.root);

    const listen = (type, handler) =>
      this.root.addEventListener(type, (event) => this.#attempt(() => handler(event)), {
        signal: this.#closing.signal,
      });
    listen("submit", (event) => {
      event.preventDefault();
      if (session.found || !session.asked || !this.input.value.trim()) session.next();
      else session.check(this.input.value);
    });
    listen("keydown", (event) => {
      // JupyterLab swallows the line break by which Enter would submit the form.
      if (event.key === "Enter" && event.target === this.input) {
        event.preventDefault();
        this.ask.requestSubmit();
      }
      if (!event.altKey || !["ArrowLeft", "ArrowRight"].includes(event.key)) return;
      event.preventDefault();
      if (event.key === "ArrowLeft") session.back();
      else session.next();
    });
    // Keys pressed in here are no commands for JupyterLab, but for those with Ctrl or ⌘.
    for (const type of ["focusin", "keydown", "keyup"]) {
      listen(type, ({ target, ctrlKey, metaKey }) =>
        target.toggleAttribute("data-lm-suppress-shortcuts", !ctrlKey && !metaKey),
      );
    }
    this.resizing = new ResizeObserver(() => this.#attempt(() => this.#arrange()));
    this.resizing.observe(this.root);
    session.views.add(this);
    this.draw();
  }

  #attempt(action) {
    try {
      action();
    } catch (error) {
      this.faults.hidden = false;
      this.faults.textContent = String(error);
    }
  }

  #arrange() {
    const width = this.root.clientWidth;
    if (!width) return;
    this.root.classList.toggle("wide", width >= 700);
    drawDiagram(this.svg, this.session, Math.floor(this.picture.clientWidth));
  }

  draw() {
    this.#attempt(() => this.#draw());
  }

  #draw() {
    const { session } = this;
    const { asked, found, judged, data, net, example, trail } = session;
    const { stage } = session;
    this.root.dataset.stage = STAGES[stage];
    this.tabs.forEach((tab, k) => {
      tab.classList.toggle("past", k < stage || !asked);
      if (asked && k === stage) tab.setAttribute("aria-current", "step");
      else tab.removeAttribute("aria-current");
    });
    const row = (values, width) => list(values.subarray(example * width, (example + 1) * width));
    this.facts.textContent =
      `Example ${example + 1} of ${data.n}: x = ${row(data.x, net.inputs)}, ` +
      `t = ${row(data.t, net.outputs)}; η = ${shown(session.rate)}` +
      (trail.length ? `; after ${trail.length} update${trail.length > 1 ? "s" : ""}` : "") +
      (session.connected ? "" : "; the kernel is gone, Python does not follow");

    const { last } = session;
    const result = ({ symbol, value }) => `${symbol} = ${shown(value)}`;
    this.last.textContent =
      last.length === 1
        ? `${last[0].symbol} = ${inNumbers(last[0]).join("")} = ${shown(last[0].value)}`
        : last.map(result).join(",  ");
    this.formula.replaceChildren();
    if (asked) {
      this.title.textContent = `${asked.symbol}, ${asked.words}`;
      this.rule.textContent = asked.rule;
      this.#write(asked, found);
      this.label.textContent = `${asked.symbol} =`;
      if (found) this.input.value = shown(asked.value);
      else if (!judged) this.input.value = "";
      this.input.readOnly = found;
      this.said.textContent = judged ? judged.words + (found ? " Enter goes on." : "") : "";
      this.said.className = `said ${judged?.verdict ?? ""}`;
    } else {
      const E = session.items.find(({ at }) => at.kind === "E").value;
      this.title.textContent = "One step of learning, done";
      this.rule.textContent =
        `E of this example was ${shown(E)}; with the new values it is ` +
        `${shown(session.errorAfter())}.`;
      this.said.textContent = "";
    }
    this.forward.textContent = asked ? "Next ▸" : "Next example ▸";
    if (asked) this.ask.hidden = false;
    // What has the focus goes away: it moves on to Next, and from there back to the field.
    const focused = document.activeElement;
    if (focused === this.input) this.typing = !asked;
    if (focused === this.input ? !asked : session.atStart && focused?.parentNode === this.ways) {
      this.forward.focus();
    } else if (focused === this.forward && asked && this.typing) this.input.focus();
    this.ask.hidden = !asked;
    this.backward.disabled = this.again.disabled = session.atStart;
    const { tried, right } = session.score;
    this.score.textContent = tried ? `${right} of ${tried} right` : "";
    const words = [this.last.textContent, this.title.textContent, this.rule.textContent];
    if (asked) words.push(`${asked.symbol} = ${inNumbers(asked).join("")} = ?`);
    this.spoken.textContent = words.filter(Boolean).join(" ");
    this.svg.setAttribute(
      "aria-label",
      `Network at step ${stage + 1}, ${TITLES[stage]}. ` +
        session.items.slice(0, session.step).map(result).join(", "),
    );
    this.#arrange();
  }

  /** Each symbol above its number; the number asked for is left open. Lines break before a +. */
  #write(asked, found) {
    const { symbol, formula, value, stage } = asked;
    const pair = (above, below, kind = "") =>
      make(
        "span",
        { className: kind },
        make("span", { textContent: above }),
        make("span", { textContent: below }),
      );
    const numbers = inNumbers(asked);
    let piece;
    const next = () => this.formula.append((piece = make("span", { className: "piece" })));
    next();
    piece.append(pair(symbol, found ? shown(value) : "?", `${stage} asked`), pair(" = ", " = "));
    formula.forEach((part, k) => {
      if (part === " + ") next();
      piece.append(part.symbol ? pair(part.symbol, numbers[k], part.stage) : pair(part, part));
      if (k && part.at?.(-1) === "(") next();
    });
  }

  close() {
    this.session.views.delete(this);
    this.#closing.abort();
    this.resizing.disconnect();
    this.root.remove();
  }
}
