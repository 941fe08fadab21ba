"""Exercises of lesson 2: measuring a slope, and walking downhill."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from annlab.exercises.core import Mistake
from annlab.exercises.functions import FunctionExercise

Rng = np.random.Generator

# -- slopes --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Curve:
    """A function of one number, with a text that says which one it is."""

    text: str
    rule: Callable[[Any], Any]

    def __call__(self, z: Any) -> Any:
        """Its value at z."""
        return self.rule(z)

    def __repr__(self) -> str:
        return self.text


_SQUARE = Curve("(the function z²)", lambda z: z**2)
_CUBE = Curve("(the function z³)", lambda z: z**3)
_LOGISTIC = Curve("(the logistic function)", lambda z: 1 / (1 + np.exp(-z)))
_CURVES = (_SQUARE, _CUBE, _LOGISTIC, Curve("np.exp", np.exp), Curve("np.sin", np.sin))


def _measure_slope(
    f: Curve, z: float, nudge: float, *, form: str = "both ways", sign: int = 1, by: str = "2ε"
) -> Any:
    up, here, down = f(z + nudge), f(z), f(z - nudge)
    rises = {
        "both ways": up - down,
        "forwards": 2 * (up - here),
        "backwards": 2 * (here - down),
        "bend": up - 2 * here + down,
        "sum": up + down,
    }
    return sign * rises[form] / {"2ε": 2 * nudge, "ε": nudge, "2": 2.0, "none": 1.0}[by]


measure_slope = FunctionExercise(
    "measure_slope",
    lesson=2,
    title="A slope, by nudging",
    task="""Write `measure_slope(f, z, nudge)`: the slope of the function f at z, measured by
    nudging z up and down by `nudge`.""",
    reference=_measure_slope,
    inputs=lambda rng: (
        _CURVES[rng.integers(len(_CURVES))],
        float(rng.uniform(-2, 2)),
        float(rng.uniform(0.02, 0.4)),
    ),
    edges=[
        (_SQUARE, 1.0, 0.5),
        (_CUBE, 1.0, 0.5),
        (_LOGISTIC, 0.0, 0.1),
        (_CUBE, 2, 1),
    ],
    mistakes=[
        Mistake(
            "one_sided",
            {"form": "forwards"},
            """You nudge upwards only: (f(z + ε) − f(z)) / ε. On a curve that is biased to one
            side, and its error is proportional to ε; nudging both ways makes it proportional to
            ε².""",
        ),
        Mistake(
            "one_sided_down",
            {"form": "backwards"},
            """You nudge downwards only: (f(z) − f(z − ε)) / ε. If you nudge both ways, the bend
            of the curve cancels, and the error is proportional to ε² instead of ε.""",
        ),
        Mistake(
            "half_the_width",
            {"by": "ε"},
            """Your slope is twice as large as it should be: from z − ε to z + ε is 2 ε, and you
            divide by ε.""",
        ),
        Mistake(
            "not_divided",
            {"by": "none"},
            """This is how much f changes. A slope is the change per unit of distance: divide by
            the width, 2 ε.""",
        ),
        Mistake(
            "brackets",
            wrong=lambda reference, f, z, nudge: reference(f, z, nudge) * nudge**2,
            words="""You divide by 2 and then multiply by ε: `/ 2 * nudge` is worked out from left
            to right. Put the width in brackets: `/ (2 * nudge)`.""",
        ),
        Mistake(
            "divided_by_two",
            {"by": "2"},
            """You divide by 2 but not by ε. The width is 2 ε; without it the slope depends on how
            far you nudge.""",
        ),
        Mistake(
            "sign",
            {"sign": -1},
            """The sign is the wrong way round: take the upper value minus the lower, f(z + ε) −
            f(z − ε). Where f grows, the slope is positive.""",
        ),
        Mistake(
            "bend",
            {"form": "bend"},
            """f(z + ε) − 2 f(z) + f(z − ε) tells you how the curve bends. For the slope you do
            not need f(z) itself.""",
        ),
        Mistake(
            "added",
            {"form": "sum"},
            "You add the two values. It is their difference that tells you how steep f is.",
        ),
        Mistake(
            "own_nudge",
            wrong=lambda reference, f, z, nudge: reference(f, z, 1e-5),
            words="""You nudge by a step of your own, 1e-5, whatever `nudge` is. That may be the
            better choice, but use the one you are given.""",
        ),
    ],
    hints=[
        "Evaluate f at two places, a little above z and a little below.",
        "Slope is rise over run. The rise is f(z + nudge) − f(z − nudge); how long is the run?",
        "(f(z + nudge) - f(z - nudge)) / (2 * nudge)",
    ],
    solution="""
def measure_slope(f, z, nudge):
    return (f(z + nudge) - f(z - nudge)) / (2 * nudge)
""",
    praise="This works for any f, and costs two calls for each parameter.",
)


# -- descent -------------------------------------------------------------------------------------


def _downhill(
    slope: Curve,
    w: float,
    rate: float,
    steps: int,
    *,
    direction: int = -1,
    by: str = "rate",
    at: str = "here",
    keeps: str = "all",
    old: bool = True,
    count: int = 0,
    length: str = "slope",
) -> Any:
    eta = {"rate": rate, "twice": rate**2, "none": 1.0}[by]
    path = [float(w)]
    for _ in range(steps + count):
        s = slope(path[-1] if at == "here" else w)
        step = eta * (np.sign(s) if length == "fixed" else s)
        path.append(old * path[-1] + direction * step)
    return np.array({"all": path, "no start": path[1:], "end": path[-1]}[keeps])


_SLOPES = (
    Curve("(the slope of w²: 2 w)", lambda w: 2 * w),
    Curve("(the slope w − 3)", lambda w: w - 3),
    Curve("np.tanh", np.tanh),
)

downhill = FunctionExercise(
    "downhill",
    lesson=2,
    title="Gradient descent in one dimension",
    task="""Write `downhill(slope, w, rate, steps)`: start at w, take `steps` steps of gradient
    descent with learning rate `rate`, and return an array of all the places visited, the start
    first: steps + 1 numbers. slope(w) is the slope of the error at w.""",
    reference=_downhill,
    inputs=lambda rng: (
        _SLOPES[rng.integers(len(_SLOPES))],
        float(rng.uniform(-2, 2)),
        float(rng.uniform(0.05, 0.45)),
        int(rng.integers(2, 7)),
    ),
    edges=[
        (_SLOPES[0], 1.0, 0.25, 2),
        (_SLOPES[1], 0.0, 0.5, 3),
        (_SLOPES[0], 2, 0.1, 1),
        (_SLOPES[2], 0.5, 0.1, 0),
    ],
    mistakes=[
        Mistake(
            "uphill",
            {"direction": 1},
            """You add. Where the slope is positive, the error grows with w, so w must shrink: w −
            η · slope.""",
        ),
        Mistake(
            "no_rate",
            {"by": "none"},
            "You do not use the rate: each step is the whole slope. η says how far to go.",
        ),
        Mistake(
            "rate_twice",
            {"by": "twice"},
            "You multiply by η twice, so the steps are η² · slope. Multiply once.",
        ),
        Mistake(
            "stale_slope",
            {"at": "start"},
            """You measure the slope once, at the start, and then walk straight on. The slope is
            different after each step: call slope(w) again, inside the loop.""",
        ),
        Mistake(
            "start_missing",
            {"keeps": "no start"},
            "The start is missing. There are steps + 1 places; the first is w itself.",
        ),
        Mistake(
            "end_only",
            {"keeps": "end"},
            """You return only the last place. Keep all of them, the start first: `path.append(w)`
            in the loop, and return the path after the loop.""",
        ),
        Mistake(
            "one_step_short",
            {"count": -1},
            "One step is missing: with the start there should be steps + 1 places.",
        ),
        Mistake(
            "one_step_more",
            {"count": 1},
            """You take one step too many: steps + 1 is the number of places, and the start is one
            of them.""",
        ),
        Mistake(
            "old_forgotten",
            {"old": False},
            """You go to −η · slope, but that is the step, not the place. The new place is the old
            one plus the step.""",
        ),
        Mistake(
            "fixed_length",
            {"length": "fixed"},
            """All your steps have the same length: you use only the sign of the slope. The step
            is long where it is steep and short where it is flat: η · slope.""",
        ),
    ],
    hints=[
        "One step: new w = old w − rate · slope there. Then the same again from the new place.",
        "Begin with path = [w]; in the loop take a step and append.",
        "for _ in range(steps): w = w - rate * slope(w); path.append(w)",
    ],
    solution="""
def downhill(slope, w, rate, steps):
    path = [w]
    for _ in range(steps):
        w = w - rate * slope(w)
        path.append(w)
    return np.array(path)
""",
    praise="With nine slopes instead of one it is the same loop.",
)
