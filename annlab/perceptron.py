"""Threshold units, any Boolean function built from them, and the perceptron that learns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from annlab import _checks, activations
from annlab._checks import Array
from annlab.datasets import Dataset
from annlab.network import Network


@dataclass(eq=False)
class ThresholdUnit:
    """A threshold logic unit: 1 where w·x + b > 0, else 0 (McCulloch & Pitts 1943).

    w has shape (inputs,); b is a number. Raises TypeError or ValueError otherwise.
    """

    w: Array
    b: float

    def __post_init__(self) -> None:
        self.w = _checks.array("w", self.w)
        if self.w.ndim != 1 or self.w.size == 0:
            raise ValueError(f"w must have shape (inputs,), not {self.w.shape}")
        self.b = _checks.number("b", self.b)

    def __call__(self, x: ArrayLike) -> Array:
        """0.0 or 1.0 for each x of shape (..., inputs): shape (...)."""
        x = _checks.array("x", x)
        if x.ndim == 0 or x.shape[-1] != len(self.w):
            raise ValueError(f"x must have shape (..., {len(self.w)}), not {x.shape}")
        with np.errstate(over="ignore", invalid="ignore"):
            return activations.step(x @ self.w + self.b)

    @classmethod
    def AND(cls, inputs: int = 2) -> Self:
        """1 if all inputs are 1: their sum is above inputs − ½."""
        n = _checks.whole("inputs", inputs, at_least=1)
        return cls(np.ones(n), 0.5 - n)

    @classmethod
    def OR(cls, inputs: int = 2) -> Self:
        """1 if any input is 1: their sum is above ½."""
        return cls(np.ones(_checks.whole("inputs", inputs, at_least=1)), -0.5)

    @classmethod
    def NOT(cls) -> Self:
        """1 if its one input is 0."""
        return cls(np.array([-1.0]), 0.5)


# -- Boolean functions as networks -------------------------------------------------------------


def disjunctive(table: Dataset) -> Network:
    """A network of threshold units from a truth table, by its disjunctive normal form.

    One hidden unit per row with t = 1, an AND that fires for that row alone; the output is the OR
    of them. `table` lists rows of zeros and ones; missing rows count as t = 0.
    Raises ValueError for other numbers, several outputs, or a row listed with both targets.
    """
    rows = _rows(table, 1.0)
    # +1 for each input that must be 1, −1 for each that must be 0. Only the row itself reaches
    # the number of its ones; every other row falls short by at least 1.
    weights = 2 * rows - 1
    return _two_layers(weights, 0.5 - rows.sum(1), np.ones(len(rows)), -0.5)


def conjunctive(table: Dataset) -> Network:
    """A network of threshold units from a truth table, by its conjunctive normal form.

    One hidden unit per row with t = 0, an OR that gives 0 for that row alone; the output is the
    AND of them. Otherwise as `disjunctive`; missing rows count as t = 1.
    """
    rows = _rows(table, 0.0)
    weights = 1 - 2 * rows
    return _two_layers(weights, rows.sum(1) - 0.5, np.ones(len(rows)), 0.5 - len(rows))


def _rows(table: Dataset, target: float) -> Array:
    _checks.instance("table", table, Dataset)
    for argument, numbers in (("x", table.x), ("t", table.t)):
        odd = numbers[(numbers != 0) & (numbers != 1)]
        if odd.size:
            raise ValueError(f"{argument} of a truth table must be 0 or 1, not {odd[0]}")
    if table.t.shape[1] != 1:
        raise ValueError(f"t of a truth table must have one column, not {table.t.shape[1]}")
    rows, which = np.unique(table.x, axis=0, return_inverse=True)
    ones = np.bincount(which.ravel(), weights=table.t[:, 0])
    share = ones / np.bincount(which.ravel())
    if contradictory := rows[(share > 0) & (share < 1)].astype(int).tolist():
        raise ValueError(f"x = {contradictory[0]} is listed with both targets")
    listed: Array = rows[share == target]
    return listed


def _two_layers(weights: Array, biases: Array, outer: Array, outer_bias: float) -> Network:
    """Hidden units with these weights (units, inputs) and biases, and one output unit."""
    units, inputs = weights.shape
    net = Network([inputs, max(units, 1), 1], hidden="step", output="step")
    if units:
        net.weights[0][...] = weights.T
        net.biases[0][...] = biases
        net.weights[1][:, 0] = outer
    # Without any row, the one hidden unit always gives 0 and the output is that of the bias alone.
    net.biases[1][...] = outer_bias
    return net


# -- the perceptron ----------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class PerceptronRecord:
    """The record of a run of the perceptron rule: parameters and mistakes per pass."""

    w: Array
    """Weights at the start and after each pass, shape (passes + 1, inputs)."""
    b: Array
    """Bias at the start and after each pass, shape (passes + 1,)."""
    mistakes: NDArray[np.int64]
    """Mistakes made in each pass, shape (passes,)."""

    def __len__(self) -> int:
        return len(self.mistakes)

    def at(self, number: int) -> ThresholdUnit:
        """The unit after that many passes; 0 is the start, −1 the end."""
        number = _checks.index("number", number, len(self.b), negative=True)
        return ThresholdUnit(self.w[number], float(self.b[number]))


class Perceptron(ThresholdUnit):
    """A threshold unit that learns from its mistakes (Rosenblatt 1958).

    The rule, for one example with output ŷ: w += α (t − ŷ) x, b += α (t − ŷ). `rate` is α, in
    (0, 1]. The weights given are copied. Raises TypeError or ValueError for a bad w, b or rate.
    """

    def __init__(self, w: ArrayLike, b: float = 0.0, *, rate: float = 0.1) -> None:
        super().__init__(w, b)  # type: ignore[arg-type]
        self.rate = _checks.number("rate", rate, above=0, at_most=1)

    def __repr__(self) -> str:
        return f"Perceptron(w={self.w}, b={self.b:g}, rate={self.rate:g})"

    def predict(self, x: ArrayLike) -> Array:
        """0.0 or 1.0 for each row of x, shape (n, inputs): shape (n,)."""
        return self(x)

    def learn(self, x: ArrayLike, t: float) -> bool:
        """Apply the rule to one example, x of shape (inputs,) and t 0 or 1: was it a mistake?"""
        x = _checks.array("x", x)
        if x.shape != self.w.shape:
            raise ValueError(f"x must have shape {self.w.shape}, not {x.shape}")
        if _checks.number("t", t) not in (0, 1):
            raise ValueError(f"t must be 0 or 1, not {t}")
        return self._learn(x, float(t))

    def _learn(self, x: Array, t: float) -> bool:
        with np.errstate(over="ignore", invalid="ignore"):
            miss = t - float(x @ self.w + self.b > 0)
        if miss:
            self.w += self.rate * miss * x
            self.b += self.rate * miss
        return miss != 0

    def learn_pass(self, data: Dataset) -> int:
        """Learn from each example once, in the data's order; returns the number of mistakes."""
        x, t = self._examples(data)
        return sum(self._learn(*example) for example in zip(x, t.tolist(), strict=True))

    def run(self, data: Dataset, *, passes: int) -> PerceptronRecord:
        """Learn for that many passes, even if one of them makes no mistakes."""
        passes = _checks.whole("passes", passes, at_least=1)
        w, b, mistakes = [self.w.copy()], [self.b], []
        for _ in range(passes):
            mistakes.append(self.learn_pass(data))
            w.append(self.w.copy())
            b.append(self.b)
        return PerceptronRecord(np.array(w), np.array(b), np.array(mistakes))

    def _examples(self, data: Dataset) -> tuple[Array, Array]:
        _checks.instance("data", data, Dataset)
        if data.x.shape[1] != len(self.w) or data.t.shape[1] != 1:
            raise ValueError(
                f"data must have {len(self.w)} inputs and one target each, "
                f"not {data.x.shape[1]} and {data.t.shape[1]}"
            )
        if not np.isin(data.t, (0, 1)).all():
            raise ValueError("t must be 0 or 1 in every example")
        return data.x, data.t[:, 0]


def mistake_bound(data: Dataset, w: ArrayLike, b: float) -> float:
    """(R/γ)²: the most mistakes the perceptron rule can make on `data`, started from zero.

    w and b are those of any unit that separates the data. R is the length of the longest input,
    including the constant input 1 of the bias, and γ the distance of the nearest input from the
    separating plane. The wider the margin of that plane, the tighter the bound.
    (Block 1962; Novikoff 1962.) Raises ValueError if w and b do not separate the data.
    """
    unit = Perceptron(w, b)
    x, t = unit._examples(data)
    with_one = np.column_stack([x, np.ones(len(x))])
    plane = np.append(unit.w, unit.b)
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        plane = plane / np.abs(plane).max()  # the length of w does not matter, and may overflow
        margins = np.where(t, 1, -1) * (with_one @ plane) / np.linalg.norm(plane)
    if not margins.min() > 0:
        raise ValueError(
            f"w = {unit.w} and b = {unit.b} must separate the data, but example "
            f"{int(np.argmin(margins))} lies on the wrong side or on the plane itself"
        )
    return float((with_one**2).sum(1).max() / margins.min() ** 2)
