// Elements of an SVG drawing: made in one line, and changed only where something is different.

const NAMESPACE = "http://www.w3.org/2000/svg";

/**
 * Sets attributes, but only those with another value: setting one is expensive even if it stays.
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
 * A new element at the end of its parent, if it has one.
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
