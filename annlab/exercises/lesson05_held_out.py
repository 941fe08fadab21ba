"""Exercises of lesson 5, continued: too much for three units, and data that are held out."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any, NamedTuple

import numpy as np

from annlab._checks import Array
from annlab.exercises import running
from annlab.exercises.answers import NumbersExercise
from annlab.exercises.compare import Raised, Unfit
from annlab.exercises.core import NOT_YET, Mistake, Verdict
from annlab.exercises.functions import FunctionExercise

Rng = np.random.Generator


def starts(net: Any, count: int, *, seed: int = 1, kind: str = "uniform") -> Any:
    """That many networks of one shape, each with a start of its own."""
    blank = net.at(np.zeros((count, len(net.names))))
    return blank.initialise(kind, rng=np.random.default_rng(seed))


# -- a function that three units cannot fit ------------------------------------------------------

_X = np.linspace(-5, 5, 100)[:, None]


class _CurveExercise(NumbersExercise):
    """A function of x of which only the values count: at 100 places from −5 to 5."""

    def _judge(self, answer: Any) -> Verdict:
        if running.is_stub(answer):
            return Verdict(NOT_YET, attempted=False)
        if not callable(answer) or hasattr(answer, "__array__"):
            return super()._judge(answer)
        words = running.arity_words(answer, ("x",))
        if words:
            return Verdict(words, mistakes=("arguments",))
        run = running.limited(lambda: running.run(answer, [(_X,)], [_X]), self.seconds)
        said = run.outcomes[0]
        if run.blank:
            return Verdict(NOT_YET, attempted=False)
        if isinstance(said, Raised):
            return Verdict(said.words, mistakes=("raises",))
        if isinstance(said, Unfit):
            return Verdict(said.sentence("It gives"), mistakes=(said.name,))
        if not run.steady:
            words = "It is to be one curve, and every time you ask it is another."
            return Verdict(words, mistakes=("not_steady",))
        return super()._judge(said)


@lru_cache(maxsize=16)
def _left(t: bytes, units: int) -> float:
    """What the best of 16 networks leaves of the error of always saying the mean."""
    from annlab.datasets import Dataset
    from annlab.network import Network
    from annlab.training import train

    values = np.frombuffer(t).reshape(-1, 1)
    data = Dataset(_X, (values - values.mean()) / values.std())
    net = starts(Network([1, units, 1], hidden="tanh", output="identity"), 16, kind="glorot")
    run = train(net, data, rate=0.05, epochs=800, batch=None, method="adam", progress=False)
    return float(run.network.error(data).min()) / 50


def _level(t: Array) -> bool:
    return bool(np.ptp(t) < 1e-9 * (1 + np.abs(t).max()))


def _fits(t: Array, units: int) -> float:
    return _left(np.ascontiguousarray(t, dtype=float).tobytes(), units)


def _leaves(t: Array) -> str:
    if _level(t):
        return ""
    three, twelve = _fits(t, 3), _fits(t, 12)
    return (
        f"The best of 16 starts leaves {three:.1%} of the error with 3 units, {twelve:.1%} with 12."
    )


def _answer_of(f: Callable[[Array], Array]) -> Callable[[], Callable[[Array], Array]]:
    return lambda: f


too_much = _CurveExercise(
    "too_much",
    lesson=5,
    title="Too much for three units",
    task="""Write `too_much(x)`, a continuous function on [−5, 5] that three tanh hidden units
    cannot fit, but twelve can. x is an array of shape (100, 1), and so is what you return. Three
    units fail if the best of 16 starts leaves more than 10 % of the error of always saying the
    mean; twelve succeed if they leave less than 2 %.""",
    accepts=lambda t: not _level(t) and _fits(t, 3) > 0.1 and _fits(t, 12) < 0.02,
    shape=(100, 1),
    report=_leaves,
    seconds=60,
    mistakes=[
        Mistake(
            "level",
            when=_level,
            example=_answer_of(np.zeros_like),
            words="""It says the same everywhere, and the bias of the output alone can do that. Give
            it flanks.""",
        ),
        Mistake(
            "three_can",
            when=lambda t: _fits(t, 3) <= 0.1,
            example=_answer_of(np.sin),
            words="""Three units can do that well. Each of them is one soft step, so three flanks
            are not too much: how many has your function between −5 and 5?""",
        ),
        Mistake(
            "twelve_cannot",
            when=lambda t: _fits(t, 12) >= 0.02,
            example=_answer_of(lambda x: np.sin(8 * x)),
            words="""Too much for three, but too much for twelve as well. Count its flanks: with
            twelve units there should be fewer than twelve, and none should be very narrow.""",
        ),
    ],
    hints=[
        "Each hidden unit is one flank. How many flanks has sin x on this stretch?",
        "sin x has three. How many has sin 2x?",
    ],
    solution="""
def too_much(x):
    return np.sin(2 * x)
""",
    praise="Count the flanks, and you know roughly how many units a curve needs.",
)


# -- the error on held-out data ------------------------------------------------------------------


def _held_out_error(
    a: Array, t: Array, *, per: str = "example", half: bool = True, power: str = "squares"
) -> Any:
    cost = {
        "squares": (a - t) ** 2,
        "absolute": np.abs(a - t),
        "miss": a - t,
    }[power]
    parts = {"example": len(a), "number": a.size, "none": 1}[per]
    return cost.sum() / parts * (0.5 if half else 1)


def _two(rng: Rng) -> tuple[Array, Array]:
    n, outputs = rng.integers(4, 9), rng.integers(1, 4)
    return rng.normal(size=(n, outputs)), rng.normal(size=(n, outputs))


held_out_error = FunctionExercise(
    "held_out_error",
    lesson=5,
    title="The error per example",
    task="""Write `held_out_error(a, t)`: E per example, so that sets of different sizes can be
    compared, from what a network says, a, and the targets t, both of shape (examples, outputs).
    E = ½ Σ (a − t)² over outputs and examples.""",
    reference=_held_out_error,
    inputs=_two,
    edges=[
        (np.array([[1.0], [3.0], [2.0], [5.0]]), np.array([[1.0], [2.0], [4.0], [5.0]])),
        (np.array([[1.0, 2.0], [0.0, 4.0], [2.0, 2.0]]), np.array([[0, 2], [1, 1], [2, 1]])),
    ],
    mistakes=[
        Mistake(
            "sum",
            {"per": "none"},
            """This is the sum, E itself. On 200 held-out examples it is eight times as large as on
            25, however good the network is: divide by the number of examples.""",
        ),
        Mistake(
            "no_half",
            {"half": False},
            """The ½ is missing, so that it is twice too large. It does no harm by itself, but it
            cannot be compared with an E that has it.""",
        ),
        Mistake(
            "per_number",
            {"per": "number"},
            """You divide by the number of *numbers*, as `mean()` does: outputs are averaged, too.
            E adds up over the outputs; divide by the number of examples, `len(a)`.""",
        ),
        Mistake(
            "absolute",
            {"power": "absolute"},
            """You have the absolute misses. That is another error function, with other virtues
            (section 8); E has squares.""",
        ),
        Mistake(
            "not_squared",
            {"power": "miss"},
            """The square is missing: misses up and misses down cancel, and a network that is far
            off in both directions seems perfect.""",
        ),
        Mistake(
            "root",
            wrong=lambda reference, a, t: np.sqrt(reference(a, t)),
            words="""You take the root at the end. That gives a distance, in the units of t, which
            is good to look at; E per example has no root.""",
        ),
    ],
    hints=[
        "First E = ½ Σ (a − t)², then divide by how many examples there are.",
        "`len(a)` is the number of examples; `a.size` is the number of numbers.",
    ],
    solution="""
def held_out_error(a, t):
    return ((a - t) ** 2).sum() / 2 / len(a)
""",
    praise="For a Dataset it is `net.error(data) / len(data)`.",
)


# -- beat a held-out error -----------------------------------------------------------------------

_BEAT, _TRUTH = 0.163, 0.115  # to be beaten, held out; of the true curve, on the examples


def _scattered(n: int, rng: Rng) -> Any:
    from annlab.datasets import Dataset

    x = rng.uniform(-5, 5, (n, 1))
    return Dataset(x, 2.5 + np.sin(x) + 0.5 * rng.standard_normal((n, 1)), "scattered sine")


@cache
def _examples() -> tuple[Any, Any]:
    rng = np.random.default_rng(5)
    return _scattered(25, rng), _scattered(200, rng)


def _possible(recipe: Array) -> bool:
    units, rate, epochs, anneal = recipe
    whole = bool((recipe[[0, 2]] == np.round(recipe[[0, 2]])).all())
    sizes = 1 <= units <= 40 and 1 <= epochs <= 3000
    return whole and bool(sizes and rate > 0 and 0 < anneal <= 1)


class _Medians(NamedTuple):
    """Medians of 16 starts, per example, and how many of the 16 diverged."""

    end: float
    """Held out, after the last pass."""
    lowest: float
    best: int
    """The lowest held-out error on the way, and after which pass."""
    training: float
    lost: int


@lru_cache(maxsize=16)
def _tried(units: int, rate: float, epochs: int, anneal: float) -> _Medians:
    """What becomes of 16 starts with that recipe."""
    from annlab.network import Network
    from annlab.training import train

    few, held_out = _examples()
    net = starts(Network([1, units, 1], hidden="tanh", output="identity"), 16)
    run = train(net, few, rate=rate, epochs=epochs, anneal=anneal, progress=False)
    outside = np.median(run.error_on(held_out), axis=-1) / len(held_out)
    inside = float(np.median(run.error[-1])) / len(few)
    lost = int(np.isnan(run.running_error[-1]).sum())
    return _Medians(float(outside[-1]), float(outside.min()), int(outside.argmin()), inside, lost)


def _result(recipe: Array) -> _Medians:
    units, rate, epochs, anneal = recipe.tolist()
    return _tried(int(units), rate, int(epochs), anneal)


def _score(recipe: Array) -> str:
    if not _possible(recipe):
        return ""
    found = _result(recipe)
    return (
        f"The median of 16 held-out errors is {found.end:.4f}, of the training errors "
        f"{found.training:.4f}. The lowest on the way was {found.lowest:.4f}, after pass "
        f"{found.best} of {int(recipe[2])}."
    )


my_recipe = NumbersExercise(
    "my_recipe",
    lesson=5,
    title="Beat a held-out error",
    task="""Write a recipe: {"units": …, "rate": …, "epochs": …, "anneal": …}, with at most 40
    hidden units and 3000 passes. It is trained online on the 25 examples, from 16 starts. Get the
    median of the 16 held-out errors per example below 0.163.""",
    accepts=lambda recipe: (
        _possible(recipe) and not _result(recipe).lost and _result(recipe).end < _BEAT
    ),
    shape=(4,),
    names=("units", "rate", "epochs", "anneal"),
    report=_score,
    seconds=120,
    mistakes=[
        Mistake(
            "impossible",
            when=lambda recipe: not _possible(recipe),
            example=lambda: [2.5, 0.03, 100, 1.0],
            words="""Such a recipe cannot be tried. It needs a whole number of units from 1 to 40, a
            rate above 0, a whole number of passes up to 3000, and an anneal above 0 and at most
            1.""",
        ),
        Mistake(
            "diverged",
            when=lambda recipe: bool(_result(recipe).lost),
            example=lambda: [10, 0.5, 20, 1.0],
            words="""Some of the 16 have diverged. With J tanh units the rate must stay below
            2 / (1 + J), and well below it is better.""",
        ),
        Mistake(
            "too_stiff",
            when=lambda recipe: bool(recipe[0] <= 2),
            example=lambda: [2, 0.03, 100, 1.0],
            words="""With one or two units the curve is too stiff: the sine has three flanks here.
            It is as bad on the examples as on new data, and that is underfitting.""",
        ),
        Mistake(
            "learned_noise",
            when=lambda recipe: _result(recipe).lowest < _BEAT,
            example=lambda: [10, 0.03, 500, 1.0],
            words="""On the way it *was* below 0.163, and then went on to learn the noise of the 25
            examples. Stop sooner, or let η shrink so that it comes to rest there.""",
        ),
        Mistake(
            "frozen",
            when=lambda recipe: bool(
                recipe[3] ** recipe[2] < 0.01 and _result(recipe).training > _TRUTH
            ),
            example=lambda: [3, 0.1, 100, 0.8],
            words="""η has shrunk to nothing before the network had the shape: it is not good even
            on the 25 examples. Let it shrink more slowly.""",
        ),
        Mistake(
            "restless",
            when=lambda recipe: bool(recipe[1] >= 0.08 and recipe[3] > 0.99),
            example=lambda: [5, 0.15, 100, 1.0],
            words="""The rate is so large that each example overrides what the last one said, to the
            end. Take a smaller one, or let it shrink.""",
        ),
        Mistake(
            "too_short",
            when=lambda recipe: _result(recipe).training > _TRUTH,
            example=lambda: [10, 0.01, 20, 1.0],
            words="""It is not good even on the 25 examples: the true curve itself would have 0.115
            there. Give it more passes, or a few units more.""",
        ),
        Mistake(
            "still_falling",
            when=lambda recipe: _result(recipe).best > 0.95 * recipe[2],
            example=lambda: [10, 0.03, 300, 0.99],
            words="""It was still getting better when it stopped. Give it more passes, a larger η,
            or an η that shrinks more slowly.""",
        ),
        Mistake(
            "never_low",
            when=lambda recipe: True,
            example=lambda: [20, 0.03, 300, 1.0],
            words="""It has passed its best, and the best was not low enough, so fewer passes are no
            help by themselves. Change the number of units, or η.""",
        ),
    ],
    hints=[
        "Was it better on the way than at the end? The check says after which pass it was best.",
        "Which is the safer way not to learn the noise: few units, or few passes? Try both.",
        "Ten units with η = 0.03 and about 230 passes; or six, with an η that shrinks slowly.",
    ],
    solution="""
my_recipe = {"units": 6, "rate": 0.03, "epochs": 500, "anneal": 0.995}
""",
    praise="""Chosen because of this held-out error, it may be flattered by it: ask a third set,
    which nobody has looked at.""",
)
