"""Exercises of lesson 5: a curve too complex for three units, and errors on held-out data."""

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
    """A number `count` of networks of the same shape, each with its own start."""
    blank = net.at(np.zeros((count, len(net.names))))
    return blank.initialise(kind, rng=np.random.default_rng(seed))


# -- a function that three units cannot fit ------------------------------------------------------

_X = np.linspace(-5, 5, 100)[:, None]


class _CurveExercise(NumbersExercise):
    """Write a function of x: what counts is its values at 100 places from −5 to 5."""

    def _judge(self, answer: Any) -> Verdict:
        if running.is_stub(answer):
            return Verdict(NOT_YET, attempted=False)
        if not callable(answer) or hasattr(answer, "__array__"):
            return super()._judge(answer)
        words = running.arity_words(answer, ("x",))
        if words:
            return Verdict(words, mistakes=("arguments",))
        run = running.limited(lambda: running.run(answer, [(_X,)], [_X]), self.seconds)
        values = run.outcomes[0]
        if run.blank:
            return Verdict(NOT_YET, attempted=False)
        if isinstance(values, Raised):
            return Verdict(values.words, mistakes=("raises",))
        if isinstance(values, Unfit):
            return Verdict(values.sentence("It returns"), mistakes=(values.name,))
        if not run.steady:
            words = "Your function should be one curve, but it gives different values each time."
            return Verdict(words, mistakes=("not_steady",))
        return super()._judge(values)


@lru_cache(maxsize=16)
def _lowest_remaining_error(t: bytes, units: int) -> float:
    """The lowest error of 16 networks, as a fraction of that of always saying the mean."""
    from annlab.datasets import Dataset
    from annlab.network import Network
    from annlab.training import train

    values = np.frombuffer(t).reshape(-1, 1)
    data = Dataset(_X, (values - values.mean()) / values.std())
    net = starts(Network([1, units, 1], hidden="tanh", output="identity"), 16, kind="glorot")
    run = train(net, data, rate=0.05, epochs=800, batch=None, method="adam", progress=False)
    return float(run.network.error(data).min()) / 50


def _is_constant(t: Array) -> bool:
    return bool(np.ptp(t) < 1e-9 * (1 + np.abs(t).max()))


def _remaining_error(t: Array, units: int) -> float:
    return _lowest_remaining_error(np.ascontiguousarray(t, dtype=float).tobytes(), units)


def _too_much_report(t: Array) -> str:
    if _is_constant(t):
        return ""
    three, twelve = _remaining_error(t, 3), _remaining_error(t, 12)
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
    accepts=lambda t: (
        not _is_constant(t) and _remaining_error(t, 3) > 0.1 and _remaining_error(t, 12) < 0.02
    ),
    shape=(100, 1),
    report=_too_much_report,
    seconds=60,
    mistakes=[
        Mistake(
            "level",
            when=_is_constant,
            example=_answer_of(np.zeros_like),
            words="""It has the same value everywhere, and the bias of the output alone can do
            that. Give it flanks.""",
        ),
        Mistake(
            "three_can",
            when=lambda t: _remaining_error(t, 3) <= 0.1,
            example=_answer_of(np.sin),
            words="""Three units can fit that well. Each of them is one soft step, so three
            flanks are not too much: how many flanks does your function have between −5 and 5?""",
        ),
        Mistake(
            "twelve_cannot",
            when=lambda t: _remaining_error(t, 12) >= 0.02,
            example=_answer_of(lambda x: np.sin(8 * x)),
            words="""That is too much for three units, but also too much for twelve. Count its
            flanks: for twelve units there should be fewer than twelve, and none should be very
            narrow.""",
        ),
    ],
    hints=[
        "Each hidden unit can make one flank. How many flanks does sin x have on this stretch?",
        "sin x has three. How many does sin 2x have?",
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
        "difference": a - t,
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
    task="""Write `held_out_error(a, t)`: E per example, so that you can compare sets of
    different sizes, from the outputs a of a network and the targets t, both of shape (examples,
    outputs). E = ½ Σ (a − t)² over outputs and examples.""",
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
            """This is the sum, E itself. For an equally good network it is eight times as large
            on 200 held-out examples as on 25: divide by the number of examples.""",
        ),
        Mistake(
            "no_half",
            {"half": False},
            """The ½ is missing, so your error is twice as large as it should be. That does no
            harm by itself, but you cannot compare it with an E that has the ½.""",
        ),
        Mistake(
            "per_number",
            {"per": "number"},
            """You divide by the number of *numbers*, as `mean()` does, so you average over the
            outputs too. E adds up over the outputs; divide by the number of examples, `len(a)`.""",
        ),
        Mistake(
            "absolute",
            {"power": "absolute"},
            """You use absolute differences. That is a different error function, with other
            advantages (section 8); E uses squares.""",
        ),
        Mistake(
            "not_squared",
            {"power": "difference"},
            """The square is missing: differences upwards and downwards cancel, and a network
            that is far off in both directions seems perfect.""",
        ),
        Mistake(
            "root",
            wrong=lambda reference, a, t: np.sqrt(reference(a, t)),
            words="""You take the root at the end. That gives a distance in the units of t, which
            is nice to look at; but E per example has no root.""",
        ),
    ],
    hints=[
        "First compute E = ½ Σ (a − t)², then divide by the number of examples.",
        "`len(a)` is the number of examples; `a.size` is the number of numbers.",
    ],
    solution="""
def held_out_error(a, t):
    return ((a - t) ** 2).sum() / 2 / len(a)
""",
    praise="For a Dataset it is `net.error(data) / len(data)`.",
)


# -- beat a held-out error -----------------------------------------------------------------------

_BEAT, _TRUTH = (
    0.163,
    0.115,
)  # the held-out error to beat; the error of the true curve on the examples


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
    """The held-out error after the last pass."""
    lowest: float
    best: int
    """The lowest held-out error on the way was after this pass."""
    training: float
    lost: int


@lru_cache(maxsize=16)
def _medians(units: int, rate: float, epochs: int, anneal: float) -> _Medians:
    """The results of 16 starts with this recipe."""
    from annlab.network import Network
    from annlab.training import train

    few, held_out = _examples()
    net = starts(Network([1, units, 1], hidden="tanh", output="identity"), 16)
    run = train(net, few, rate=rate, epochs=epochs, anneal=anneal, progress=False)
    outside = np.median(run.error_on(held_out), axis=-1) / len(held_out)
    inside = float(np.median(run.error[-1])) / len(few)
    lost = int(np.isnan(run.running_error[-1]).sum())
    return _Medians(float(outside[-1]), float(outside.min()), int(outside.argmin()), inside, lost)


def _medians_of(recipe: Array) -> _Medians:
    units, rate, epochs, anneal = recipe.tolist()
    return _medians(int(units), rate, int(epochs), anneal)


def _recipe_report(recipe: Array) -> str:
    if not _possible(recipe):
        return ""
    medians = _medians_of(recipe)
    return (
        f"The median of the 16 held-out errors is {medians.end:.4f}, and of the training errors "
        f"{medians.training:.4f}. The lowest held-out median on the way was {medians.lowest:.4f}, "
        f"after pass {medians.best} of {int(recipe[2])}."
    )


my_recipe = NumbersExercise(
    "my_recipe",
    lesson=5,
    title="Beat a held-out error",
    task="""Write a recipe: {"units": …, "rate": …, "epochs": …, "anneal": …}, with at most 40
    hidden units and 3000 passes. Networks are trained with it online on the 25 examples, from 16
    starts. Get the median of the 16 held-out errors per example below 0.163.""",
    accepts=lambda recipe: (
        _possible(recipe) and not _medians_of(recipe).lost and _medians_of(recipe).end < _BEAT
    ),
    shape=(4,),
    names=("units", "rate", "epochs", "anneal"),
    report=_recipe_report,
    seconds=120,
    mistakes=[
        Mistake(
            "impossible",
            when=lambda recipe: not _possible(recipe),
            example=lambda: [2.5, 0.03, 100, 1.0],
            words="""This recipe cannot be tried. It needs a whole number of units from 1 to 40,
            a rate above 0, a whole number of passes up to 3000, and an anneal above 0 and at
            most 1.""",
        ),
        Mistake(
            "diverged",
            when=lambda recipe: bool(_medians_of(recipe).lost),
            example=lambda: [10, 0.5, 20, 1.0],
            words="""Some of the 16 have diverged. With J tanh units the rate must stay below 2 /
            (1 + J), preferably well below.""",
        ),
        Mistake(
            "too_stiff",
            when=lambda recipe: bool(recipe[0] <= 2),
            example=lambda: [2, 0.03, 100, 1.0],
            words="""With one or two units the curve is too stiff: the sine has three flanks
            here. It does as badly on the examples as on new data, which is called underfitting.""",
        ),
        Mistake(
            "learned_noise",
            when=lambda recipe: _medians_of(recipe).lowest < _BEAT,
            example=lambda: [10, 0.03, 500, 1.0],
            words="""It *was* below 0.163 on the way, but then it went on to learn the noise of
            the 25 examples. Stop sooner, or let η shrink so that it settles there.""",
        ),
        Mistake(
            "frozen",
            when=lambda recipe: bool(
                recipe[3] ** recipe[2] < 0.01 and _medians_of(recipe).training > _TRUTH
            ),
            example=lambda: [3, 0.1, 100, 0.8],
            words="""η shrank to almost nothing before the network had learned the shape: it does
            badly even on the 25 examples. Let η shrink more slowly.""",
        ),
        Mistake(
            "restless",
            when=lambda recipe: bool(recipe[1] >= 0.08 and recipe[3] > 0.99),
            example=lambda: [5, 0.15, 100, 1.0],
            words="""The rate is so large that, right to the end, each example undoes what the
            one before has taught. Use a smaller rate, or let it shrink.""",
        ),
        Mistake(
            "too_short",
            when=lambda recipe: _medians_of(recipe).training > _TRUTH,
            example=lambda: [10, 0.01, 20, 1.0],
            words="""It does badly even on the 25 examples: the true curve itself would have an
            error of 0.115 there. Give it more passes, or a few more units.""",
        ),
        Mistake(
            "still_falling",
            when=lambda recipe: _medians_of(recipe).best > 0.95 * recipe[2],
            example=lambda: [10, 0.03, 150, 0.99],
            words="""It was still getting better when it stopped. Give it more passes, a larger η,
            or an η that shrinks more slowly.""",
        ),
        Mistake(
            "never_low",
            when=lambda recipe: True,
            example=lambda: [10, 0.05, 250, 1.0],
            words="""It is past its best, and its best was not low enough, so fewer passes alone
            will not help. Change the number of units, or η.""",
        ),
    ],
    hints=[
        "Was it better on the way than at the end? The check says after which pass it was best.",
        "Which is the safer way to avoid learning the noise: few units, or few passes? Try both.",
        "Ten units with η = 0.03 and about 230 passes; or six, with an η that shrinks slowly.",
    ],
    solution="""
my_recipe = {"units": 6, "rate": 0.03, "epochs": 500, "anneal": 0.995}
""",
    praise="""You chose it by this held-out error, so that error may flatter it: test it on a
    third set, which nobody has looked at.""",
)
