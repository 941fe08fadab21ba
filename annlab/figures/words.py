"""The text alternative of a figure: what it shows, in words and true numbers."""

from __future__ import annotations

from html import escape

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text

_MARK = "annlab.words"


def tell(where: Axes | Figure, words: str) -> None:
    """Record on axes, or on a whole figure, what has been drawn there.

    The record is an invisible text on the axes or figure, so that clearing them, as an animation
    does, clears it too. The dollar signs of mathematics are left out.
    """
    words = words.replace("$", "")
    where.add_artist(Text(0, 0, words, visible=False, gid=_MARK, in_layout=False))


def describe(where: Axes | Figure) -> str:
    """The text alternative of axes or of a figure; "" if nothing of this package is drawn there.

    A figure with words of its own returns those, any other the words of all its axes.
    Raises TypeError for anything else.
    """
    if not isinstance(where, (Axes, Figure)):
        raise TypeError(f"describe takes Axes or a Figure, not {where!r}")
    notes = [note for note in where.get_children() if note.get_gid() == _MARK]
    own = " ".join(note.get_text() for note in notes if isinstance(note, Text))
    if own or isinstance(where, Axes):
        return own
    return " ".join(filter(None, map(describe, where.axes)))


def folded(words: str) -> str:
    """The words as HTML to go under a picture, collapsed under "In words"."""
    summary = '<summary style="cursor: pointer; opacity: 0.7">In words</summary>'
    return f"<details>{summary}{escape(words)}</details>"


def several(items: list[str]) -> str:
    """A list as prose: "a", "a and b", "a, b and c"."""
    return " and ".join(filter(None, [", ".join(items[:-1]), *items[-1:]]))


def in_brackets(title: str) -> str:
    """The title of a panel, to follow a word: " (pass 3)"; "" if there is none."""
    return f" ({title})" if title else ""


def counted(number: int, noun: str) -> str:
    """A number and its noun: "1 example", "4 examples", "2 passes"."""
    plural = "es" if noun.endswith("s") else "s"
    return f"{number} {noun}{'' if number == 1 else plural}"
