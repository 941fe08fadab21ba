// The elements of a stepper's view, in the order of the page.

import { make } from "./dom.js";
import { TITLES } from "./stepper_words.js";
import { svgNode } from "./svg.js";
import { STAGES } from "../numbers/stepper/all_items.js";

/** @typedef {ReturnType<typeof buildPage>} StepperPage */

let steppers = 0; // numbers the ids

/**
 * @param {string} textContent
 * @param {string} title
 */
function button(textContent, title) {
  return make("button", { type: "button", textContent, title });
}

/** A line that screen readers read out whenever its text changes. @param {string} className */
function status(className) {
  const line = make("p", { className });
  line.setAttribute("role", "status");
  return line;
}

/** The card: buttons, the last result, the question with its formula, a field and the judgement. */
function buildCard() {
  const id = `annlab-stepper-${++steppers}`;
  const backward = button("◂ Back", "Alt + ←");
  const forward = button("Next ▸", "Alt + →, or Enter in the empty field");
  const again = button("Start over", "Back to the first network and example");
  const score = make("span", { className: "annlab-score" });
  const last = make("p", { className: "annlab-last" });
  const title = make("h4");
  const rule = make("p");
  const formula = make("div", { className: "annlab-formula" });
  formula.setAttribute("aria-hidden", "true"); // the spoken line has it as text
  const label = make("label", { htmlFor: id });
  const input = make("input", { id, type: "text", autocomplete: "off", size: 10 });
  const form = make("form", {}, label, input, make("button", { textContent: "Check" }));
  const judgement = status("annlab-judgement");
  const buttons = make("div", { className: "annlab-buttons" }, backward, forward, again, score);
  const card = make(
    "div",
    { className: "annlab-card" },
    buttons,
    last,
    title,
    rule,
    formula,
    form,
    judgement,
  );
  const question = { last, title, rule, formula, form, label, input, judgement };
  return { card, buttons, backward, forward, again, score, ...question };
}

/** The whole page: tabs for the stages, the facts, the picture and the card. */
export function buildPage() {
  const tabs = TITLES.map((title, k) => {
    const tab = button(`${k + 1} ${title}`, `Jump to step ${k + 1}`);
    tab.classList.add(`annlab-${STAGES[k]}`);
    return tab;
  });
  const facts = make("p", { className: "annlab-facts" });
  const svg = svgNode(null, "svg", { role: "img" });
  const picture = make("div", { className: "annlab-picture" }, svg);
  const { card, ...parts } = buildCard();
  const spoken = status("annlab-spoken");
  const faults = make("p", { className: "annlab-faults", hidden: true });
  const root = make(
    "section",
    { className: "annlab-stepper", ariaLabel: "Stepper" },
    make("div", { className: "annlab-tabs" }, ...tabs),
    facts,
    make("div", { className: "annlab-both" }, picture, card),
    spoken,
    faults,
  );
  return { root, tabs, facts, svg, picture, spoken, faults, ...parts };
}
