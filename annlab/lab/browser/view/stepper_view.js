// One view of a stepper: draws the session, and passes clicks, keys and answers on to it.

import { make } from "./dom.js";
import { drawDiagram } from "./stepper_diagram.js";
import { buildPage } from "./stepper_page.js";
import {
  diagramText,
  factsText,
  formulaInNumbers,
  lastText,
  numberText,
  outcomeText,
} from "./stepper_words.js";
import { STAGES } from "../numbers/stepper/all_items.js";
import { keepFromJupyterLab } from "./shortcuts.js";

/** @import { Session } from "../state/stepper_session.js" */
/** @import { Item } from "../numbers/stepper/all_items.js" */

const WIDE = 700; // CSS px from which the picture stands beside the card

export class StepperView {
  #closing = new AbortController();
  #resizing = new ResizeObserver(() => this.#attempt(() => this.#arrange()));
  #session;
  #page;
  /** Whether the field had the focus when it was hidden. */
  #typing = false;

  /**
   * @param {Session} session
   * @param {HTMLElement} parent
   */
  constructor(session, parent) {
    this.#session = session;
    this.#page = buildPage();
    parent.append(this.#page.root);
    this.#listenToButtons();
    this.#listenToKeys();
    this.#resizing.observe(this.#page.root);
    session.views.add(this);
    this.draw();
  }

  // -- worked by hand --------------------------------------------------------------------------

  /**
   * Listens until the view is closed; an error that the handler throws is shown.
   * @template {keyof HTMLElementEventMap} Type
   * @param {HTMLElement} target
   * @param {Type} type
   * @param {(event: HTMLElementEventMap[Type]) => void} handler
   */
  #listen(target, type, handler) {
    target.addEventListener(type, (event) => this.#attempt(() => handler(event)), {
      signal: this.#closing.signal,
    });
  }

  /** @param {() => void} action */
  #attempt(action) {
    try {
      action();
    } catch (error) {
      this.#page.faults.hidden = false;
      this.#page.faults.textContent = String(error);
    }
  }

  #listenToButtons() {
    const session = this.#session;
    const { root, tabs, backward, forward, again } = this.#page;
    tabs.forEach((tab, k) => this.#listen(tab, "click", () => session.jump(STAGES[k])));
    this.#listen(backward, "click", () => session.back());
    this.#listen(forward, "click", () => session.next());
    this.#listen(again, "click", () => session.restart());
    this.#listen(root, "submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
  }

  /** Checks what was typed; goes on if there is nothing to check. */
  #submit() {
    const session = this.#session;
    const { value } = this.#page.input;
    if (session.answered || !session.asked || !value.trim()) session.next();
    else session.check(value);
  }

  #listenToKeys() {
    const { root } = this.#page;
    this.#listen(root, "keydown", (event) => this.#key(event));
    this.#listen(root, "focusin", keepFromJupyterLab.focusin);
    this.#listen(root, "keydown", keepFromJupyterLab.keydown);
    this.#listen(root, "keyup", keepFromJupyterLab.keyup);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const { key, altKey, target } = event;
    const { input, form } = this.#page;
    // JupyterLab swallows the key press with which Enter would submit the form.
    if (key === "Enter" && target === input) {
      event.preventDefault();
      form.requestSubmit();
    }
    if (!altKey || (key !== "ArrowLeft" && key !== "ArrowRight")) return;
    event.preventDefault();
    if (key === "ArrowLeft") this.#session.back();
    else this.#session.next();
  }

  // -- drawn -----------------------------------------------------------------------------------

  /** Draws everything again. */
  draw() {
    this.#attempt(() => {
      const { asked } = this.#session;
      this.#drawStage();
      this.#page.facts.textContent = factsText(this.#session);
      this.#page.last.textContent = lastText(this.#session);
      if (asked) this.#drawQuestion(asked);
      else this.#drawOutcome();
      this.#drawJudgement();
      this.#drawButtons();
      this.#speak();
      this.#arrange();
    });
  }

  #drawStage() {
    const { asked, stage } = this.#session;
    this.#page.root.dataset.stage = STAGES[stage];
    this.#page.tabs.forEach((tab, k) => {
      tab.classList.toggle("annlab-past", k < stage || !asked);
      if (asked && k === stage) tab.setAttribute("aria-current", "step");
      else tab.removeAttribute("aria-current");
    });
  }

  /** @param {Item} asked */
  #drawQuestion(asked) {
    const { answered, judgement } = this.#session;
    const page = this.#page;
    page.title.textContent = `${asked.symbol}, ${asked.words}`;
    page.rule.textContent = asked.rule;
    drawFormula(page.formula, asked, answered);
    page.label.textContent = `${asked.symbol} =`;
    if (answered) page.input.value = numberText(asked.value);
    else if (!judgement) page.input.value = "";
    page.input.readOnly = answered;
  }

  #drawOutcome() {
    const page = this.#page;
    page.title.textContent = "One learning step done";
    page.rule.textContent = outcomeText(this.#session);
    page.formula.replaceChildren();
  }

  /** The reply to the last typed answer. */
  #drawJudgement() {
    const { answered, judgement } = this.#session;
    const element = this.#page.judgement;
    const more = answered ? " Press Enter to go on." : "";
    element.textContent = judgement ? judgement.words + more : "";
    element.className = "annlab-judgement";
    if (judgement) element.classList.add(`annlab-${judgement.verdict}`);
  }

  #drawButtons() {
    const { asked, atStart, score } = this.#session;
    const page = this.#page;
    page.forward.textContent = asked ? "Next ▸" : "Next example ▸";
    if (asked) page.form.hidden = false; // a hidden field cannot take the focus
    this.#moveFocus();
    page.form.hidden = !asked;
    page.backward.disabled = page.again.disabled = atStart;
    page.score.textContent = score.tried ? `${score.right} of ${score.tried} right` : "";
  }

  /** Moves the focus to Next when the focused element goes, and from there back to the field. */
  #moveFocus() {
    const { asked, atStart } = this.#session;
    const { input, forward, buttons } = this.#page;
    const focused = document.activeElement;
    if (focused === input) {
      this.#typing = !asked;
      if (!asked) forward.focus();
    } else if (atStart && focused?.parentNode === buttons) {
      forward.focus();
    } else if (focused === forward && asked && this.#typing) {
      input.focus();
    }
  }

  /** The text for screen readers: the last result and the next question. */
  #speak() {
    const { asked } = this.#session;
    const { last, title, rule, spoken, svg } = this.#page;
    const words = [last.textContent, title.textContent, rule.textContent];
    if (asked) words.push(`${asked.symbol} = ${formulaInNumbers(asked).join("")} = ?`);
    spoken.textContent = words.filter(Boolean).join(" ");
    svg.setAttribute("aria-label", diagramText(this.#session));
  }

  /** Draws what depends on the width. */
  #arrange() {
    const { root, picture, svg } = this.#page;
    const width = root.clientWidth;
    if (!width) return; // hidden
    root.classList.toggle("annlab-wide", width >= WIDE);
    drawDiagram(svg, this.#session, Math.floor(picture.clientWidth));
  }

  close() {
    this.#session.views.delete(this);
    this.#closing.abort();
    this.#resizing.disconnect();
    this.#page.root.remove();
  }
}

/**
 * Each symbol above its number; the number asked for is left open. Lines break before a + and after
 * an opening bracket.
 * @param {HTMLElement} element
 * @param {Item} asked
 * @param {boolean} answered
 */
function drawFormula(element, asked, answered) {
  const { symbol, formula, value, stage } = asked;
  /** @param {string} above @param {string} below @param {string} [className] */
  const pair = (above, below, className = "") =>
    make(
      "span",
      { className },
      make("span", { textContent: above }),
      make("span", { textContent: below }),
    );
  const newPiece = () => make("span", { className: "annlab-piece" });
  const pieces = [newPiece()];
  /** @param {HTMLElement[]} pairs */
  const add = (...pairs) => pieces[pieces.length - 1].append(...pairs);
  const result = answered ? numberText(value) : "?";
  add(pair(symbol, result, `annlab-${stage} annlab-asked`), pair(" = ", " = "));
  const numbers = formulaInNumbers(asked);
  formula.forEach((part, k) => {
    if (part === " + ") pieces.push(newPiece());
    if (typeof part !== "string") add(pair(part.symbol, numbers[k], `annlab-${part.stage}`));
    else {
      add(pair(part, part));
      if (k && part.endsWith("(")) pieces.push(newPiece());
    }
  });
  element.replaceChildren(...pieces);
}
