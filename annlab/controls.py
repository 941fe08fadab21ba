"""Controls for a lesson: sliders and menus beside a picture that follows them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import ipywidgets as widgets

from annlab import _checks


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

    `draw` is called with the value of every control by name, at once and whenever one moves; what
    it shows or prints stands below the controls. `arrangement` is how they are laid out, by
    default one below the other. `words` say what could be moved here, for a page that cannot.
    """

    def __init__(
        self,
        draw: Callable[..., object],
        words: str,
        controls: Mapping[str, widgets.Widget],
        arrangement: widgets.Widget | None = None,
    ) -> None:
        self.words = words
        self.controls = dict(controls)
        self.picture = widgets.interactive_output(draw, self.controls)
        top = [*self.controls.values()] if arrangement is None else [arrangement]
        self.panel = widgets.VBox([*top, self.picture])

    def __repr__(self) -> str:
        return f"[{self.words} Run the notebook to move them.]"

    def _repr_mimebundle_(self, **options: Any) -> dict[str, Any]:
        bundle: dict[str, Any] = self.panel._repr_mimebundle_(**options)
        return {**bundle, "text/plain": repr(self)}
