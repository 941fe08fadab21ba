// SVG elements: made in one line, and changed only where they differ.

/** @typedef {{ x: number, y: number }} Point in CSS px */

const NAMESPACE = "http://www.w3.org/2000/svg";

/**
 * Sets the attributes that differ: setting one is expensive even if its value stays the same.
 * @template {Element} E
 * @param {E} element
 * @param {Record<string, string | number>} attributes
 * @returns {E} the same element
 */
export function setAttributes(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (element.getAttribute(name) !== `${value}`) element.setAttribute(name, `${value}`);
  }
  return element;
}

/**
 * A new element, appended to a parent if there is one.
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Element | null} parent
 * @param {Tag} tag
 * @param {Record<string, string | number>} [attributes]
 * @param {string} [text]
 * @returns {SVGElementTagNameMap[Tag]}
 */
export function svgNode(parent, tag, attributes = {}, text = "") {
  const element = setAttributes(document.createElementNS(NAMESPACE, tag), attributes);
  element.textContent = text;
  parent?.append(element);
  return element;
}

/**
 * Points along a line.
 * @param {Point} from
 * @param {Point} to
 * @returns {(part: number) => Point} `part` is 0 at its start and 1 at its end
 */
export function along(from, to) {
  return (part) => ({ x: from.x + part * (to.x - from.x), y: from.y + part * (to.y - from.y) });
}
