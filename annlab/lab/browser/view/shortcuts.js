// Keys pressed in a widget are not commands to JupyterLab, except those with Ctrl or ⌘.

/**
 * Marks the element that has the focus, so that JupyterLab leaves its keys alone. JupyterLab looks
 * at that element only; an attribute on an ancestor would come too late.
 * @param {FocusEvent | KeyboardEvent} event
 */
function mark(event) {
  const command = "ctrlKey" in event && (event.ctrlKey || event.metaKey);
  const { target } = event;
  if (target instanceof Element) target.toggleAttribute("data-lm-suppress-shortcuts", !command);
}

/** Handlers for everything inside a widget, by the events at which the mark is needed. */
export const keepFromJupyterLab = { focusin: mark, keydown: mark, keyup: mark };
