"""Two training runs on one timeline: what the one knob did in which they differ."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from annlab._checks import Array, index, instance, items, known
from annlab.figures import style
from annlab.figures.given import Bounds, classes, one_network
from annlab.figures.predictions import prediction
from annlab.figures.strips import Panels, spread
from annlab.figures.words import several, tell
from annlab.training import History

_COLOURS = (style.TRAINING, style.ERROR)
_DASHES = (style.DASHES[0], style.DASHES[1])


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
    """Two runs side by side in time: both curves, and below them what both say at some passes.

    Args:
        first, second: a History each, of one network with 1 or 2 inputs.
        labels: a name for each run, such as the value of the knob.
        passes: which passes; four, from the start to the end of the shorter run, if None.
        measure: "error", E after each pass; "squared", ½ Σ (a − t)² whatever the network was
            trained on, for runs whose E are different functions; "mistakes", how many examples
            are put into a wrong class.
        bounds, points: as for `prediction`.
        title: heading of the curves.
        ax: Axes for the curves, then for each pass of the first run, then of the second; a new
            figure if None.

    Returns the axes in that order. Raises ValueError for other networks, an unknown measure, a
    pass that one of the runs does not have, or E of two different error functions.
    """
    runs = instance("first", first, History), instance("second", second, History)
    for run in runs:
        one_network(run.start, inputs=(1, 2))
    names = [instance("labels", name, str) for name in items("labels", labels, "two strings")]
    if len(names) != 2:
        raise ValueError(f"labels must name 2 runs, not {len(names)}")
    measures: dict[str, tuple[str, Callable[[History], Array]]] = {
        "error": ("error $E$", lambda run: run.error),
        "squared": ("½ Σ ($a$ − $t$)²", _squared),
        "mistakes": ("mistakes", _mistakes),
    }
    name, of = known("measure", measure, measures)
    if measure == "error" and len({run.start.error_function for run in runs}) > 1:
        raise ValueError(
            "measure must not be 'error' for runs with different error functions: their E cannot "
            "be compared; take 'squared' or 'mistakes'"
        )
    last = min(map(len, runs))
    given = spread(last, 4) if passes is None else items("passes", passes, "numbers")
    chosen = [index("passes", number, last + 1) for number in given]
    if not chosen:
        raise ValueError("passes must name at least one pass")
    curves = [of(run) for run in runs]
    top, *below = panels = _panels(ax, len(chosen), flat=first.start.sizes[0] == 2)
    _timeline(top, curves, names, chosen, name, title)
    short = {"error": "$E$ = ", "squared": "", "mistakes": ""}[measure]
    for k, panel in enumerate(below):
        row, column = divmod(k, len(chosen))
        number, run = chosen[column], runs[row]
        prediction(
            run.at(number), run.data, bounds=bounds, points=points, bar=False, key=False, size=12,
            ax=panel,
        )  # fmt: skip
        value = f"{short}{style.number(float(curves[row][number]))}"
        when = f"pass {number}" if number else "start"
        style.heading(panel, f"{when}: {value}{' wrong' * (measure == 'mistakes')}")
        panel.locator_params(nbins=3)
        panel.tick_params(labelbottom=row == 1, labelleft=column == 0)
        panel.set_xlabel(panel.get_xlabel() if row == 1 else "")
        panel.set_ylabel(style.cut(names[row]) if column == 0 else "", color=_COLOURS[row])
    figure = top.figure
    same = np.array_equal(first.theta[0], second.theta[0])
    said = [
        f"{label}: {several([f'{curve[k]:.4g} at pass {k}' for k in chosen])}"
        for label, curve in zip(names, curves, strict=True)
    ]
    tell(
        figure,
        f"Two runs from {'the same start' if same else 'different starts'}, {name} of each on one "
        f"timeline. {'. '.join(said)}. Below, what both networks say at these passes.",
    )
    return panels


def _squared(run: History) -> Array:
    """½ Σ (a − t)² after each pass, (passes + 1,)."""
    out = run.start.at(run.theta).predict(run.data.x)
    total: Array = 0.5 * ((out - run.data.t) ** 2).sum((-2, -1))
    return total


def _mistakes(run: History) -> Array:
    """How many examples are wrong after each pass, (passes + 1,)."""
    truth = classes(run.data)
    out = run.start.at(run.theta).predict(run.data.x)
    said = out[..., 0] > 0.5 if out.shape[-1] == 1 else out.argmax(-1)
    return (said != truth).sum(-1).astype(float)


def _panels(ax: Panels | Sequence[Axes] | None, columns: int, *, flat: bool) -> Panels:
    """One panel for the curves and two rows for the predictions: those given, or new ones."""
    wanted = 1 + 2 * columns
    if ax is not None:
        found = np.asarray(ax, dtype=object).reshape(-1)
        if len(found) < wanted:
            raise ValueError(f"ax must hold {wanted} Axes, not {len(found)}")
        return np.array([style.axes(panel) for panel in found[:wanted]], dtype=object)
    from matplotlib import pyplot

    side = 10 / columns if flat else 2.3
    figure: Figure = pyplot.figure(
        figsize=(10, 2.9 + 2 * min(side, 3.2)), dpi=style.DPI, layout="constrained",
        facecolor=style.PAPER,
    )  # fmt: skip
    grid = figure.add_gridspec(3, columns, height_ratios=(2.7, min(side, 3.2), min(side, 3.2)))
    made = [figure.add_subplot(grid[0, :])]
    for row in (1, 2):
        for column in range(columns):
            beside = made[1] if len(made) > 1 else None
            made.append(figure.add_subplot(grid[row, column], sharex=beside, sharey=beside))
    return np.array(made, dtype=object)


def _timeline(
    ax: Axes, curves: Sequence[Array], names: Sequence[str], chosen: Sequence[int], name: str,
    title: str | None,
) -> None:  # fmt: skip
    """Both curves over the passes, with a mark on each where the predictions below are from."""
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
