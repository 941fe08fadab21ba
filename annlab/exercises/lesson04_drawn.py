"""Exercise of lesson 4: draw data that a network cannot learn."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from annlab._checks import Array
from annlab.exercises.answers import GoalExercise
from annlab.exercises.core import Mistake, prose

STARTS, PASSES, RATE = 8, 300, 2.0


@lru_cache(maxsize=8)
def _right(x: bytes, t: bytes) -> tuple[float, ...]:
    """The fraction of examples right after training, for each of eight starts, sorted."""
    from annlab.datasets import Dataset
    from annlab.network import Network
    from annlab.training import train

    net = Network([2, 6, 1])
    many = net.at(np.zeros((STARTS, len(net.names))))
    many = many.initialise("uniform", rng=np.random.default_rng(0))
    data = Dataset(np.frombuffer(x).reshape(-1, 2), np.frombuffer(t).reshape(-1, 1))
    run = train(many, data, rate=RATE, epochs=PASSES, progress=False)
    right = (run.network.predict(data.x) > 0.5) == data.t
    return tuple(sorted(right.mean(axis=(1, 2)).tolist()))


def _shares(history: Any) -> tuple[float, ...]:
    return _right(history.data.x.tobytes(), history.data.t.tobytes())


def _fits(history: Any) -> bool:
    return bool(history.data.x.shape[1] == 2 and history.data.t.shape[1] == 1)


def _given(history: Any) -> bool:
    """Whether these are the points that the lesson begins with."""
    from annlab import datasets

    first = datasets.gate("xor", copies=5, rng=np.random.RandomState(4))
    return np.array_equal(history.data.x, first.x) and np.array_equal(history.data.t, first.t)


def _too_few(history: Any) -> bool:
    ones = int((history.data.t > 0.5).sum())
    return min(ones, len(history.data) - ones) < 10


def _on_top(history: Any) -> bool:
    x, t = history.data.x, history.data.t
    near = np.linalg.norm(x[:, None] - x, axis=2) < 0.02
    return bool((near & ((t > 0.5) != (t.T > 0.5))).any())


def _unfair(history: Any) -> bool:
    return not _fits(history) or _given(history) or _too_few(history) or _on_top(history)


def _report(history: Any) -> str:
    if not _fits(history):
        return ""
    ones = int((history.data.t > 0.5).sum())
    report = f"There are {len(history.data)} points, {ones} of them in class 1."
    if _unfair(history):
        return report
    shares, constant = _shares(history), max(ones, len(history.data) - ones) / len(history.data)
    report += f" Right, from eight starts: {', '.join(f'{share:.0%}' for share in shares)}."
    if shares[0] < 0.9 <= shares[-1]:
        report += " You beat it from some starts and not from others: there descent was unlucky."
    elif shares[-1] <= constant + 0.01:
        report += f""" {constant:.0%} is what the best constant answer scores: from every start the
            network is still on its landing. So it is the descent that failed, whatever the shape
            needs, and more hidden units alone need not help."""
    elif shares[-1] < 0.9:
        report += f""" You beat it from every start, though it scores more than the
            {constant:.0%} of the best constant answer: six lines may be too few, or descent too
            slow. To try 20 units,
            `Lab(Network([2, 20, 1]).initialise("uniform", rng=np.random.RandomState(1)),
            drawing.data, panels=PANELS)`."""
    return prose(report)


def short_run(x: Array, t: Array) -> Any:
    """A short run on these points, as a laboratory would hold it."""
    from annlab.datasets import Dataset
    from annlab.network import Network
    from annlab.training import train

    net = Network([2, 6, 1]).initialise("uniform", rng=np.random.RandomState(4))
    return train(net, Dataset(x, t), rate=RATE, epochs=1, progress=False)


def _example(kind: str) -> Any:
    from annlab import datasets

    if kind == "given":
        few = datasets.gate("xor", copies=5, rng=np.random.RandomState(4))
        return short_run(few.x, few.t)
    rng = np.random.default_rng(2)
    x = rng.uniform(-0.5, 1.5, (8 if kind == "few" else 30, 2))
    t = (x[:, :1] > 0.5).astype(float)
    if kind == "on top":
        x[1], t[0], t[1] = x[0], 0, 1
    return short_run(x, t)


beat_the_network = GoalExercise(
    "beat_the_network",
    lesson=4,
    title="Draw what six hidden units cannot learn",
    task="""Draw points of two classes, at least ten of each and none on top of a point of the
    other class, such that a network with six hidden units gets fewer than 90 % of them right
    after 300 passes with η = 2, from at least one of eight starts. Give the laboratory in which
    you drew them.""",
    wants="history",
    accepts=lambda history: not _unfair(history) and _shares(history)[0] < 0.9,
    report=_report,
    mistakes=[
        Mistake(
            "other_network",
            when=lambda history: not _fits(history),
            example=lambda: _of_three_classes(),
            words="""These are not points in a plane with two classes: give the laboratory with
            the network of two inputs and one output.""",
        ),
        Mistake(
            "untouched",
            when=_given,
            example=lambda: _example("given"),
            words="""These are the points you were given. Choose a class in the menu above the
            picture, and click where you want its points.""",
        ),
        Mistake(
            "too_few",
            when=_too_few,
            example=lambda: _example("few"),
            words="""One class has fewer than ten points. A handful can always be memorised, and
            says little about the shape.""",
        ),
        Mistake(
            "on_top",
            when=_on_top,
            example=lambda: _example("on top"),
            words="""Two points of different classes lie on top of each other. Nobody could get
            both right, so that would not be a victory over the network.""",
        ),
        Mistake(
            "learned",
            when=lambda history: True,
            example=lambda: _example("easy"),
            words="""The network learned these, from every start. Count the straight lines that
            your shape needs: the network has six.""",
        ),
    ],
    hints=[
        "How many lines would you need to separate your classes? The network has six.",
        "Try many small islands, or a chessboard, or two spirals wound around each other.",
        "A chessboard of 4 × 4 squares with three points in each is enough.",
    ],
    solution="""
from annlab import Dataset

rng = np.random.default_rng(1)
x = rng.uniform(-0.5, 1.5, (96, 2))
t = np.floor(2.5 * x).sum(axis=1, keepdims=True) % 2  # a chessboard
net = Network([2, 6, 1]).initialise("uniform", rng=rng)
beat_the_network = train(net, Dataset(x, t), rate=2.0, epochs=300)
""",
)


def _of_three_classes() -> Any:
    from annlab import datasets
    from annlab.network import Network
    from annlab.training import train

    net = Network([2, 3], output="softmax", error="cross-entropy")
    net = net.initialise("uniform", rng=np.random.default_rng(1))
    blobs = datasets.blobs(3, n=30, noise=0.4, rng=np.random.default_rng(1))
    return train(net, blobs, rate=0.1, epochs=1, progress=False)
