"""Two training runs compared on the same passes, to see what a single change does."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from matplotlib.axes import Axes

from annlab._checks import Array, index, instance, items, known
from annlab.figures import style
from annlab.figures.checks import Bounds, classes, one_network
from annlab.figures.predictions import prediction
from annlab.figures.strips import Panels, spread
from annlab.figures.words import several, tell
from annlab.training import History

_COLOURS = (style.TRAINING, style.ERROR)
_DASHES = (style.DASHES[0], style.DASHES[1])


@style.look()
def compare(
    first: History,
    second: History,
    *,
    labels: Sequence[str],
    passes: Sequence[int] | None = None,
    measure: str = "error",
    bounds: Bounds | None = None,
    points: int = 61,
    title: str | None = None,
    ax: Panels | Sequence[Axes] | None = None,
) -> Panels:
    """Two runs: their curves over the passes, and below, their predictions after some passes.

    Args:
        first, second: a History each, of one network with 1 or 2 inputs.
        labels: a name for each run, such as its learning rate.
        passes: which passes; if None, four, from the start to the end of the shorter run.
        measure: "error", E after each pass; or "mistakes", the number of examples put into a wrong
            class, for runs with different error functions.
        bounds, points: as for `prediction`.
        title: heading of the curves.
        ax: Axes for the curves, then for each pass of the first run, then of the second; a new
            figure if None.

    Returns the axes in that order. Raises ValueError for other networks, an unknown measure, a
    pass that one of the runs does not have, or "error" for two different error functions.
    """
    runs = instance("first", first, History), instance("second", second, History)
    for run in runs:
        one_network(run.start, inputs=(1, 2))
    names = [instance("labels", name, str) for name in items("labels", labels, "two strings")]
    if len(names) != 2:
        raise ValueError(f"labels must name 2 runs, not {len(names)}")
    measures: dict[str, tuple[str, Callable[[History], Array]]] = {
        "error": ("error $E$", lambda run: run.error),
        "mistakes": ("mistakes", _mistakes),
    }
    name, of = known("measure", measure, measures)
    if measure == "error" and len({run.start.error_function for run in runs}) > 1:
        raise ValueError(
            "measure must not be 'error' for runs with different error functions: their E cannot "
            "be compared; take 'mistakes'"
        )
    last = min(map(len, runs))
    wanted = spread(last, 4) if passes is None else items("passes", passes, "numbers")
    chosen = [index("passes", number, last + 1) for number in wanted]
    if not chosen:
        raise ValueError("passes must name at least one pass")
    curves = [of(run) for run in runs]
    top, *below = panels = _panels(ax, len(chosen), flat=first.start.sizes[0] == 2)
    _timeline(top, curves, names, chosen, name, title)
    prefix, suffix = ("$E$ = ", "") if measure == "error" else ("", " wrong")
    for k, panel in enumerate(below):
        row, column = divmod(k, len(chosen))
        number, run = chosen[column], runs[row]
        prediction(
            run.at(number), run.data, bounds=bounds, points=points, bar=False, key=False, size=12,
            ax=panel,
        )  # fmt: skip
        value = f"{prefix}{style.number(float(curves[row][number]))}{suffix}"
        style.heading(panel, f"{f'pass {number}' if number else 'start'}: {value}")
        panel.locator_params(nbins=3)
        panel.tick_params(labelbottom=row == 1, labelleft=column == 0)
        panel.set_xlabel(panel.get_xlabel() if row == 1 else "")
        panel.set_ylabel(style.cut(names[row]) if column == 0 else "", color=_COLOURS[row])
    figure = top.figure
    same = np.array_equal(first.theta[0], second.theta[0])
    values = [
        f"{label}: {several([f'{curve[k]:.4g} at pass {k}' for k in chosen])}"
        for label, curve in zip(names, curves, strict=True)
    ]
    tell(
        figure,
        f"Two runs from {'the same start' if same else 'different starts'}, and the {name} of each "
        f"over the passes. {'. '.join(values)}. Below, the predictions of both networks after "
        "these passes.",
    )
    return panels


def _mistakes(run: History) -> Array:
    """The number of examples put into a wrong class after each pass, (passes + 1,)."""
    truth = classes(run.data)
    out = run.start.at(run.theta).predict(run.data.x)
    predicted = out[..., 0] > 0.5 if out.shape[-1] == 1 else out.argmax(-1)
    return (predicted != truth).sum(-1).astype(float)


def _panels(ax: Panels | Sequence[Axes] | None, columns: int, *, flat: bool) -> Panels:
    """One panel for the curves and two rows for the predictions: those given, or new ones."""
    wanted = 1 + 2 * columns
    if ax is not None:
        given = np.asarray(ax, dtype=object).reshape(-1)
        if len(given) < wanted:
            raise ValueError(f"ax must hold {wanted} Axes, not {len(given)}")
        return np.array([style.axes(panel) for panel in given[:wanted]], dtype=object)
    from matplotlib import pyplot

    side = 10 / columns if flat else 2.3
    figure = pyplot.figure(figsize=(10, 2.9 + 2 * min(side, 3.2)))
    grid = figure.add_gridspec(3, columns, height_ratios=(2.7, min(side, 3.2), min(side, 3.2)))
    panels = [figure.add_subplot(grid[0, :])]
    for row in (1, 2):
        for column in range(columns):
            shared = panels[1] if len(panels) > 1 else None
            panels.append(figure.add_subplot(grid[row, column], sharex=shared, sharey=shared))
    return np.array(panels, dtype=object)


def _timeline(
    ax: Axes, curves: Sequence[Array], names: Sequence[str], chosen: Sequence[int], name: str,
    title: str | None,
) -> None:  # fmt: skip
    """Draw both curves over the passes, marked at the passes whose predictions are below."""
    style.plain(style.axes(ax), x="passes", y=name, title=title)
    ends = []
    for curve, label, colour, dash in zip(curves, names, _COLOURS, _DASHES, strict=True):
        ax.plot(curve, color=colour, linestyle=dash, linewidth=2.2, zorder=3)
        ax.plot(chosen, curve[list(chosen)], "o", color=colour, markersize=7, mec=style.PAPER,
                zorder=4, clip_on=False)  # fmt: skip
        ends.append((float(curve[-1]), colour, label))
    for number in chosen:
        ax.axvline(number, color=style.RULE, linewidth=1, zorder=1)
    ax.set(xlim=(0, max(1, *(len(curve) - 1 for curve in curves))), ylim=(0, None))
    style.label_ends(ax, ends)
