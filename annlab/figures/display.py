"""Show a figure in a notebook as a PNG with its text alternative, exactly once."""

from __future__ import annotations

import io

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from PIL import Image

from annlab.figures import style
from annlab.figures.words import describe, folded


def show(where: Figure | Axes | None = None, *, alt: str | None = None) -> None:
    """Display a figure in a notebook as a PNG with a text alternative, then close it.

    The text also goes below the figure, collapsed under "In words": converted pages take it from
    the output's metadata, but JupyterLab 4.6 ignores it there.

    Args:
        where: a Figure, any Axes of it, or None for pyplot's current figure.
        alt: the text alternative; what `describe` says if None.

    Raises ValueError if there is no figure, or no text alternative for it.
    """
    figure = _figure(where)
    text = describe(figure) if alt is None else alt
    if not text.strip():
        raise ValueError("alt must say what the figure shows: no figure function described it")
    from IPython.display import display
    from matplotlib import pyplot

    # nbconvert looks for "alt" beside the type of the output first, then at the top.
    display(
        {"image/png": png(figure), "text/plain": text},
        raw=True,
        metadata={"image/png": {"alt": text}, "alt": text},
    )
    display({"text/html": folded(text), "text/plain": text}, raw=True)
    pyplot.close(figure)


def png(figure: Figure) -> bytes:
    """A figure as a PNG of at most 256 colours: a quarter of the size, with no visible loss.

    The picture is cropped to what is drawn, so that nothing is cut off and no margin is wasted.
    """
    full, small = io.BytesIO(), io.BytesIO()
    figure.savefig(
        full, format="png", dpi=figure.dpi, bbox_inches="tight", pad_inches=0.12,
        facecolor=style.PAPER, backend="agg",
    )  # fmt: skip
    with Image.open(full) as picture:
        reduced = picture.convert("RGB").quantize(
            256, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
        )
        reduced.save(small, "png", optimize=True)
    return small.getvalue()


def _figure(where: object) -> Figure:
    if where is None:
        from matplotlib import pyplot

        if not pyplot.get_fignums():
            raise ValueError("figure must be given: pyplot has none open")
        return pyplot.gcf()
    if isinstance(where, Axes):
        where = where.figure
    if not isinstance(where, Figure):
        raise TypeError(f"show takes a Figure or Axes, not {where!r}")
    return where
