"""The data sets of the course: inputs x with their targets t, and functions that make them."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Self

import numpy as np
from numpy.typing import NDArray

from annlab import _checks, _letters
from annlab._checks import Array


@dataclass(frozen=True, eq=False, repr=False)
class Dataset:
    """Examples to learn from: inputs x of shape (n, inputs), targets t of shape (n, outputs).

    Both are copied and made read-only. If each row of x is a picture, `shape` is its number of rows
    and columns of cells. Raises TypeError for anything but arrays of numbers; ValueError for
    arrays that are not two-dimensional, empty, of different lengths or not finite, and for a shape
    that is not two numbers whose product is the number of inputs.
    """

    x: Array
    t: Array
    name: str = "data"
    shape: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        for argument in ("x", "t"):
            table = _checks.table(argument, getattr(self, argument))
            table.flags.writeable = False
            object.__setattr__(self, argument, table)
        _checks.same_length(self.x, self.t)
        _checks.instance("name", self.name, str)
        if self.shape is not None:
            object.__setattr__(self, "shape", _picture_shape(self.shape, self.x.shape[1]))

    def __reduce__(self) -> tuple[type[Self], tuple[object, ...]]:
        # A copy is as read-only as this.
        return type(self), (self.x, self.t, self.name, self.shape)

    def __len__(self) -> int:
        return len(self.x)

    def take(
        self, rows: NDArray[np.integer] | NDArray[np.bool_] | slice, name: str | None = None
    ) -> Self:
        """The data set of some of the rows, in the order given.

        `rows` is a slice, an array of row numbers, or one boolean per row.
        Raises ValueError for other numbers or shapes, TypeError for anything else.
        """
        if not isinstance(rows, slice):
            rows = np.asarray(rows)
            if rows.dtype.kind not in "biu":
                raise TypeError(f"rows must hold whole numbers or booleans, not {rows.dtype}")
            if rows.ndim != 1:
                raise ValueError(f"rows must have one axis, not shape {rows.shape}")
            if rows.dtype.kind == "b" and len(rows) != len(self):
                raise ValueError(f"rows must hold {len(self)} booleans, not {len(rows)}")
            for row in rows if rows.dtype.kind != "b" else ():
                _checks.index("rows", row, len(self), negative=True)
        return type(self)(self.x[rows], self.t[rows], name or self.name, self.shape)

    def shuffled(self, *, rng: _checks.Rng) -> Self:
        """The same examples in an order drawn at random."""
        return self.take(_checks.generator(rng).permutation(len(self)))

    def split(
        self, *, rng: _checks.Rng, fractions: Sequence[float] = (0.6, 0.2, 0.2)
    ) -> tuple[Self, Self, Self]:
        """Training, validation and test set: three parts without overlap, drawn at random.

        `fractions` are their shares, positive numbers that add up to 1; the test set gets what
        rounding leaves. Raises ValueError for other fractions or if a part would be empty.
        """
        parts = _checks.array("fractions", fractions)
        if parts.shape != (3,) or (parts <= 0).any() or not np.isclose(parts.sum(), 1):
            raise ValueError(
                f"fractions must be 3 positive numbers that add up to 1, not {fractions}"
            )
        ends = np.round(np.cumsum(parts[:2]) * len(self)).astype(int)
        groups = np.split(_checks.generator(rng).permutation(len(self)), ends)
        if min(map(len, groups)) == 0:
            raise ValueError(f"fractions {fractions} of {len(self)} examples leave a part empty")
        names = ("training", "validation", "test")
        training, validation, test = (
            self.take(group, f"{self.name}, {part}")
            for group, part in zip(groups, names, strict=True)
        )
        return training, validation, test

    def __repr__(self) -> str:
        counts = {"example": len(self), "input": self.x.shape[1], "output": self.t.shape[1]}
        of = ", ".join(f"{n} {what}{'s' * (n != 1)}" for what, n in counts.items())
        return f"<Dataset {self.name}: {of}>"

    def _repr_html_(self) -> str:
        """The first ten examples as a table, with at most eight inputs each."""
        from html import escape

        shown = min(self.x.shape[1], 8)
        heads = [f"x{_sub(i + 1)}" for i in range(shown)]
        heads += ["…"] * (shown < self.x.shape[1])
        heads += (
            ["t"] if self.t.shape[1] == 1 else [f"t{_sub(i + 1)}" for i in range(self.t.shape[1])]
        )
        rows = []
        for i, (x, t) in enumerate(zip(self.x[:10], self.t[:10], strict=True), start=1):
            cells = [f"{v:.3f}".rstrip("0").rstrip(".") for v in x[:shown]]
            cells += ["…"] * (shown < len(x)) + [f"{v:.4g}" for v in t]
            rows.append(f"<tr><th>{i}</th>" + "".join(f"<td>{c}</td>" for c in cells) + "</tr>")
        if len(self) > 10:
            rows.append(f"<tr><th>…</th><td colspan={len(heads)}>{len(self) - 10} more</td></tr>")
        head = "<th></th>" + "".join(f"<th>{h}</th>" for h in heads)
        return (
            f"<table><caption>{escape(self.name)}: {len(self)} examples</caption>"
            f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
        )


def _picture_shape(shape: object, inputs: int) -> tuple[int, int]:
    sides = _checks.items("shape", shape, "two whole numbers")
    sides = [_checks.whole("shape", side, at_least=1) for side in sides]
    if len(sides) != 2 or sides[0] * sides[1] != inputs:
        raise ValueError(
            f"shape must be (rows, columns) of a picture of {inputs} inputs, not {shape!r}"
        )
    return sides[0], sides[1]


def _sub(i: int) -> str:
    return str(i).translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))


# -- truth tables and noisy gates --------------------------------------------------------------

# Each takes the number of inputs that are 1 and the number of inputs.
_GATES: dict[str, Callable[[Array, int], NDArray[np.bool_]]] = {
    "and": lambda ones, inputs: ones == inputs,
    "or": lambda ones, inputs: ones > 0,
    "xor": lambda ones, inputs: ones == 1,
    "nand": lambda ones, inputs: ones < inputs,
    "nor": lambda ones, inputs: ones == 0,
    "xnor": lambda ones, inputs: ones != 1,
}
_TABLES: dict[str, Callable[[Array, int], NDArray[np.bool_]]] = {
    **_GATES,
    "majority": lambda ones, inputs: ones > inputs / 2,
    "parity": lambda ones, inputs: ones % 2 == 1,
}


def truth_table(name: str, *, inputs: int | None = None) -> Dataset:
    """Every row of a Boolean function: x (2^inputs, inputs) counts up in binary, t (2^inputs, 1).

    "and", "or", "nand" and "nor" have two inputs by default, "majority" (more ones than zeros)
    and "parity" (an odd number of ones) three; up to 16 can be asked for. "xor" and "xnor" always
    have two. Raises ValueError for another name or number of inputs.
    """
    rule = _checks.known("name", name, _TABLES)
    usual = 2 if name in _GATES else 3
    inputs = usual if inputs is None else _checks.whole("inputs", inputs, at_least=1)
    if inputs != 2 and name in ("xor", "xnor"):
        raise ValueError(f"inputs of {name!r} must be 2, not {inputs}; for more, see 'parity'")
    if inputs > 16:
        raise ValueError(f"inputs must be at most 16, not {inputs}: the table would be too long")
    x = np.array(list(itertools.product((0.0, 1.0), repeat=inputs)))
    title = name.upper() if inputs == usual == 2 else f"{inputs}-bit {name}"
    return Dataset(x, rule(x.sum(1), inputs)[:, None].astype(float), title)


def gate(kind: str, *, copies: int = 50, noise: float = 0.15, rng: _checks.Rng) -> Dataset:
    """A noisy gate: the four corners of the unit square, `copies` times, each with noise.

    x has shape (4 copies, 2); the class t is that of the corner before the noise, which is normal
    with standard deviation `noise`. `kind` is a name of `truth_table` with two inputs. `rng` is
    drawn from twice: the noise as one array, then one permutation of the examples.
    """
    _checks.known("kind", kind, _GATES)
    corners = truth_table(kind)
    return _scattered(corners, copies, noise, rng, f"noisy {corners.name}")


def ring(*, copies: int = 50, noise: float = 0.15, rng: _checks.Rng) -> Dataset:
    """A ring of class 1 around a centre of class 0: nine points, `copies` times, with noise.

    The points are the corners of the unit square, its centre and the midpoints of its sides; x has
    shape (9 copies, 2). Noise and `rng` as in `gate`.
    """
    corners = list(itertools.product((0.0, 1.0), repeat=2))
    x = np.array([*corners, (0.5, 0.5), (1, 0.5), (0, 0.5), (0.5, 0), (0.5, 1)])
    t = (x != 0.5).any(1)
    return _scattered(Dataset(x, t[:, None]), copies, noise, rng, "ring")


def _scattered(points: Dataset, copies: int, noise: float, rng: _checks.Rng, name: str) -> Dataset:
    copies = _checks.whole("copies", copies, at_least=1)
    noise = _checks.number("noise", noise, at_least=0)
    rng = _checks.generator(rng)
    x = np.tile(points.x, (copies, 1))
    x = x + noise * rng.standard_normal(x.shape)
    return Dataset(x, np.tile(points.t, (copies, 1)), name).shuffled(rng=rng)


# -- points in the plane -----------------------------------------------------------------------


def half_plane(n: int = 50, *, rng: _checks.Rng) -> Dataset:
    """Points uniform in the unit square, t = 1 where x1 + x2 > 1: x (n, 2), t (n, 1)."""
    x = _checks.generator(rng).uniform(size=(_checks.whole("n", n, at_least=1), 2))
    return Dataset(x, (x.sum(1) > 1)[:, None], "half plane")


def moons(n: int = 200, *, noise: float = 0.1, rng: _checks.Rng) -> Dataset:
    """Two interlocking half circles of radius 1: x (n, 2), t (n, 1)."""
    angle, t, rng = _two_arms(n, rng)
    angle = np.pi * angle
    x = np.stack([np.cos(angle), np.sin(angle)], 1)
    x = np.where(t, (1, 0.5) - x, x)
    return _with_noise(x, t, noise, rng, "moons")


def spirals(n: int = 200, *, turns: float = 1.5, noise: float = 0.02, rng: _checks.Rng) -> Dataset:
    """Two interlocking spirals within the unit circle: x (n, 2), t (n, 1)."""
    turns = _checks.number("turns", turns, above=0)
    part, t, rng = _two_arms(n, rng)
    radius = 0.1 + 0.9 * part
    angle = 2 * np.pi * turns * part
    x = radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], 1)
    return _with_noise(np.where(t, -x, x), t, noise, rng, "spirals")


def blobs(classes: int = 3, *, n: int = 150, noise: float = 0.3, rng: _checks.Rng) -> Dataset:
    """Round clouds around points evenly spaced on the unit circle, one for each class.

    x has shape (n, 2); t has shape (n, classes), 1 in the column of the class and 0 elsewhere.
    """
    classes = _checks.whole("classes", classes, at_least=2)
    n = _checks.whole("n", n, at_least=1)
    rng = _checks.generator(rng)
    label = np.arange(n) % classes
    angle = np.pi / 2 + 2 * np.pi * label / classes
    x = np.stack([np.cos(angle), np.sin(angle)], 1)
    return _with_noise(x, np.eye(classes)[label], noise, rng, f"{classes} blobs")


def _two_arms(n: int, rng: _checks.Rng) -> tuple[Array, Array, _checks.Rng]:
    """Positions along two arms, uniform in (0, 1), and which arm: shapes (n,), (n, 1)."""
    n = _checks.whole("n", n, at_least=1)
    rng = _checks.generator(rng)
    return rng.uniform(size=n), (np.arange(n) % 2 == 1)[:, None], rng


def _with_noise(x: Array, t: Array, noise: float, rng: _checks.Rng, name: str) -> Dataset:
    noise = _checks.number("noise", noise, at_least=0)
    return Dataset(x + noise * rng.standard_normal(x.shape), t, name).shuffled(rng=rng)


# -- curves and pictures -----------------------------------------------------------------------

_CURVES: dict[str, Callable[[Array], Array]] = {"sin": lambda x: 2.5 + np.sin(x), "abs": np.abs}


def curve(kind: str, *, n: int = 200, noise: float = 0.5, rng: _checks.Rng) -> Dataset:
    """Points on a curve with noise in t: 2.5 + sin x or |x|, at n even steps over [−5, 5].

    x and t have shape (n, 1). `rng` is drawn from twice: the noise as one array of n normal
    numbers, scaled by `noise`, then one permutation of the examples.
    """
    f = _checks.known("kind", kind, _CURVES)
    n = _checks.whole("n", n, at_least=1)
    noise = _checks.number("noise", noise, at_least=0)
    rng = _checks.generator(rng)
    x = np.linspace(-5, 5, n)
    t = f(x) + noise * rng.standard_normal(n)
    return Dataset(x[:, None], t[:, None], f"noisy {kind}").shuffled(rng=rng)


def letters(
    pair: Sequence[str] = ("T", "L"),
    *,
    n: int = 200,
    noise: float = 0.05,
    shift: int = 2,
    rng: _checks.Rng,
) -> Dataset:
    """Pictures of two letters, 20 × 20 photocells as the Mark I had, each 0 (dark) or 1 (lit).

    x has shape (n, 400), row by row; t (n, 1) is 0 for the first letter of the pair and 1 for the
    second. Each picture is shifted by up to `shift` cells (0 to 4) in each direction, and each
    cell is flipped with probability `noise`. Raises ValueError for a letter without a drawing.
    """
    if not isinstance(pair, Sequence) or len(pair) != 2 or pair[0] == pair[1]:
        raise ValueError(f"pair must be two different letters, not {pair!r}")
    drawings = np.stack([_checks.known("pair", letter, _letters.PICTURES) for letter in pair])
    n = _checks.whole("n", n, at_least=1)
    noise = _checks.number("noise", noise, at_least=0, at_most=1)
    shift = _checks.whole("shift", shift, at_least=0)
    if shift > 4:
        raise ValueError(f"shift must be at most 4, to keep the letter in the picture, not {shift}")
    rng = _checks.generator(rng)
    label = np.arange(n) % 2
    moves = rng.uniform(-shift - 0.5, shift + 0.5, size=(n, 2)).round().astype(int)
    x = np.stack([np.roll(drawings[k], move, (0, 1)) for k, move in zip(label, moves, strict=True)])
    x = x.reshape(n, -1) != (rng.uniform(size=(n, 400)) < noise)
    name = f"letters {pair[0]} and {pair[1]}"
    return Dataset(x, label[:, None].astype(float), name, (20, 20)).shuffled(rng=rng)


_PARTS = {"train": slice(0, 1287), "new writers": slice(1287, None)}


def digits(part: Literal["train", "new writers"] | None = None) -> Dataset:
    """Handwritten digits: 1,797 pictures of 8 × 8 cells, in the order of their source.

    x has shape (n, 64), each cell from 0 (paper) to 1 (ink) in sixteenths; t (n, 10) is 1 in the
    column of the digit and 0 elsewhere. `part` "train" is the first 1,287 of them and "new writers"
    the last 510, which stand for people whose writing is new to the network; None is all.
    Thirteen people wrote them, one after another as it seems: the source does not say who wrote
    which (E. Alpaydin & C. Kaynak 1998, Optical Recognition of Handwritten Digits, the test part,
    CC BY 4.0; see annlab/data/digits.txt). Raises ValueError for another part.
    """
    rows = slice(None) if part is None else _checks.known("part", part, _PARTS)
    numbers = _digits_file()[rows]
    name = "handwritten digits" if part is None else f"handwritten digits, {part}"
    return Dataset(numbers[:, :64] / 16, np.eye(10)[numbers[:, 64]], name, (8, 8))


@functools.cache
def _digits_file() -> NDArray[np.uint8]:
    """Each line of the file: 64 counts from 0 to 16 and the digit, shape (1797, 65)."""
    import gzip  # here, because few runs need them
    from importlib import resources

    path = resources.files("annlab") / "data" / "digits.csv.gz"
    with path.open("rb") as packed, gzip.open(packed, "rt", encoding="ascii") as lines:
        return np.loadtxt(lines, delimiter=",", dtype=np.uint8)
