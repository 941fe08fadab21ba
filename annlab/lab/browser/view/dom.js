// Elements of the page: made in one line, and changed only where they differ.

/**
 * Properties of an element; `dataset` and `style` are filled in one by one.
 * @template {HTMLElement} E
 * @typedef {Partial<Omit<E, "dataset" | "style">> & {
 *   dataset?: Record<string, string>,
 *   style?: Partial<CSSStyleDeclaration>,
 * }} Properties
 */

/**
 * An element with properties and children, made in one line.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Properties<HTMLElementTagNameMap[Tag]>} [properties]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, properties = {}, ...children) {
  const { dataset, style, ...rest } = properties;
  const element = Object.assign(document.createElement(tag), rest);
  Object.assign(element.dataset, dataset);
  Object.assign(element.style, style);
  element.append(...children);
  return element;
}

/**
 * Replaces the text of an element if it differs.
 * @param {Node} element
 * @param {string} text
 * @returns {boolean} whether it differed
 */
export function put(element, text) {
  if (element.textContent === text) return false;
  const { firstChild } = element;
  if (firstChild instanceof Text)
    firstChild.data = text; // cheaper than a new node
  else element.textContent = text;
  return true;
}

/**
 * The 2D context of a canvas. It is never null, since no canvas here has a context of another kind.
 * @param {HTMLCanvasElement} canvas
 * @param {CanvasRenderingContext2DSettings} [settings]
 * @returns {CanvasRenderingContext2D}
 */
export function context2d(canvas, settings) {
  return /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", settings));
}
