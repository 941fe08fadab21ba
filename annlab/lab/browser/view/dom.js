// Elements of the page: made in one line, and changed only where something is different.

/** An element with properties and children, made in one line. */
export function make(tag, properties = {}, ...children) {
  const { dataset, style, ...rest } = properties;
  const element = Object.assign(document.createElement(tag), rest);
  Object.assign(element.dataset, dataset);
  Object.assign(element.style, style);
  element.append(...children);
  return element;
}

/** Puts a text where another is; true if it is another one. */
export function put(element, text) {
  if (element.textContent === text) return false;
  if (element.firstChild)
    element.firstChild.data = text; // cheaper than another node
  else element.textContent = text;
  return true;
}
