"""Controls for a lesson: sliders and menus, with a picture that follows them."""

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
    """A slider from `low` to `high` that reports its value when it is released.

    It gives whole numbers, by default in steps of 1, if all its arguments are whole numbers, and
    otherwise floats, by default in 200 steps. Raises ValueError unless low ≤ value ≤ high.
    """
    _checks.number(f"{name}: value", value, at_least=low, at_most=high)
    given = (value, low, high) if step is None else (value, low, high, step)
    if all(isinstance(number, int) for number in given):
        kind, default = widgets.IntSlider, 1.0
    else:
        kind, default = widgets.FloatSlider, (high - low) / 200
    return kind(
        value,
        min=low,
        max=high,
        step=default if step is None else step,
        description=name,
        continuous_update=False,
    )


class Live:
    """Controls and the picture they change, for a notebook; without a kernel, words instead.

    `draw` is called with the value of every control, by name: once at first, then whenever one
    changes. It returns a figure or axes, or None for no figure, or a pair of one of these and a
    text to show above it. An exception is shown in place of that text. `words` say what the
    controls do, for a page where they do not work. `controls` are shown one below the other.
    """

    def __init__(
        self, draw: Callable[..., Any], words: str, controls: Mapping[str, widgets.Widget]
    ) -> None:
        self.draw, self.words, self.controls = draw, words, dict(controls)
        self.text = widgets.HTML()
        # An Image changes without flicker; an Output would be empty for a moment. A VBox gives
        # its children margins of 2 px, which are left free here.
        layout = {"align_self": "flex-start", "max_width": "calc(100% - 4px)"}
        self.image = widgets.Image(layout=layout)
        self.alternative = widgets.HTML()
        rows = widgets.VBox(list(self.controls.values()))
        self.panel = widgets.VBox([rows, self.text, self.image, self.alternative])
        for control in self.controls.values():
            control.observe(self._redraw, "value")
        self._redraw()

    def _redraw(self, _: object = None) -> None:
        values = {name: control.value for name, control in self.controls.items()}
        try:
            drawn = self.draw(**values)
        except (
            Exception
        ) as error:  # the learner's draw may raise anything, and the learner must see it
            drawn = None, f"{type(error).__name__}: {error}"
        drawn, text = drawn if isinstance(drawn, tuple) else (drawn, "")
        self.text.value = f"<pre>{escape(text)}</pre>" if text else ""
        figure = drawn.figure if isinstance(drawn, Axes) else drawn
        self.image.layout.display = "" if isinstance(figure, Figure) else "none"
        alternative = ""
        if isinstance(figure, Figure):
            alternative = figures.describe(figure)
            self.image.value = figures.png(figure)
            _close(figure)
        self.alternative.value = folded(alternative) if alternative else ""

    def __repr__(self) -> str:
        return f"[{self.words} Run the notebook to move them.]"

    def _repr_mimebundle_(self, **options: Any) -> dict[str, Any]:
        bundle: dict[str, Any] = self.panel._repr_mimebundle_(**options)
        return {**bundle, "text/plain": repr(self)}


def _close(figure: Figure) -> None:
    """Close a figure, so that the notebook does not show it again."""
    from matplotlib import pyplot

    pyplot.close(figure)
