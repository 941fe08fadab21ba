"""Controls for a lesson: sliders and menus, and beside them a picture that follows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

import ipywidgets as widgets
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from annlab import _checks, figures
from annlab.figures.words import folded


def slider(
    name: str, value: float, low: float, high: float, step: float | None = None
) -> widgets.Widget:
    """A slider from `low` to `high` that reports when it is let go.

    For whole numbers if `value` and the ends are whole numbers and `step` is too (or is left
    out: 1), else for any, by default in 200 steps. Raises ValueError unless low ≤ value ≤ high.
    """
    _checks.number(f"{name}: value", value, at_least=low, at_most=high)
    given = (value, low, high) if step is None else (value, low, high, step)
    if all(isinstance(number, int) for number in given):
        kind, usual = widgets.IntSlider, 1.0
    else:
        kind, usual = widgets.FloatSlider, (high - low) / 200
    return kind(
        value,
        min=low,
        max=high,
        step=usual if step is None else step,
        description=name,
        continuous_update=False,
    )


class Live:
    """Controls and what they draw, shown by a notebook; where no kernel runs, words in its place.

    `draw` is called with the value of every control by name, at once and whenever one moves. It
    returns a figure or its axes, or a pair of these and a line of text; None for no figure. What
    it raises is said in place of the text. `arrangement` is how the controls are laid out, by
    default one below the other. `words` say what can be moved, for a page where nothing can.
    """

    def __init__(
        self,
        draw: Callable[..., Any],
        words: str,
        controls: Mapping[str, widgets.Widget],
        arrangement: widgets.Widget | None = None,
    ) -> None:
        self.draw, self.words, self.controls = draw, words, dict(controls)
        self.text = widgets.HTML()
        # A picture put into an image is there at once: an output area would be emptied first.
        # A box gives its children margins of 2 px: a picture as wide as the cell leaves them room.
        wide = {"align_self": "flex-start", "max_width": "calc(100% - 4px)"}
        self.image = widgets.Image(layout=wide)
        self.alternative = widgets.HTML()
        if arrangement is None:
            arrangement = widgets.VBox(list(self.controls.values()))
        self.panel = widgets.VBox([arrangement, self.text, self.image, self.alternative])
        for control in self.controls.values():
            control.observe(self._redraw, "value")
        self._redraw()

    def _redraw(self, _: object = None) -> None:
        values = {name: control.value for name, control in self.controls.items()}
        try:
            drawn = self.draw(**values)
        except Exception as error:  # the learner's draw may raise anything, and must see it
            drawn = None, f"{type(error).__name__}: {error}"
        drawn, text = drawn if isinstance(drawn, tuple) else (drawn, "")
        self.text.value = f"<pre>{escape(text)}</pre>" if text else ""
        figure = drawn.figure if isinstance(drawn, Axes) else drawn
        self.image.layout.display = "" if isinstance(figure, Figure) else "none"
        said = ""
        if isinstance(figure, Figure):
            said = figures.describe(figure)
            self.image.value = figures.png(figure)
            _forget(figure)
        self.alternative.value = folded(said) if said else ""

    def __repr__(self) -> str:
        return f"[{self.words} Run the notebook to move them.]"

    def _repr_mimebundle_(self, **options: Any) -> dict[str, Any]:
        bundle: dict[str, Any] = self.panel._repr_mimebundle_(**options)
        return {**bundle, "text/plain": repr(self)}


def _forget(figure: Figure) -> None:
    """Close a figure, so that the notebook does not show it a second time."""
    from matplotlib import pyplot

    pyplot.close(figure)
