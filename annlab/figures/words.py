"""The text alternative of a figure: what it shows, said in words and true numbers."""

from __future__ import annotations

from html import escape

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text

_MARK = "annlab.words"


def tell(where: Axes | Figure, words: str) -> None:
    """Note on axes, or on a whole figure, what has been drawn there.

    The note is an invisible text among the other things drawn, so that clearing the axes, as an
    animation does, clears it too. The dollar signs of mathematics are left out.
    """
    words = words.replace("$", "")
    where.add_artist(Text(0, 0, words, visible=False, gid=_MARK, in_layout=False))


def describe(where: Axes | Figure) -> str:
    """The text alternative of axes or of a figure, "" if nothing of this package is drawn there.

    A figure that has words of its own gives those, any other the words of all its axes.
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
    """The words as HTML to be put under a picture, folded up under "In words"."""
    summary = '<summary style="cursor: pointer; opacity: 0.7">In words</summary>'
    return f"<details>{summary}{escape(words)}</details>"


def several(items: list[str]) -> str:
    """A list as prose: "a", "a and b", "a, b and c"."""
    return " and ".join(filter(None, [", ".join(items[:-1]), *items[-1:]]))


def counted(number: int, noun: str) -> str:
    """ "1 example", "4 examples"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
