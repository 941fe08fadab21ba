"""Exercises of lesson 5: a bump from two units, and a curve from bumps."""

from __future__ import annotations

from typing import Any

import numpy as np

from annlab._checks import Array
from annlab.exercises.answers import NumbersExercise
from annlab.exercises.core import Mistake
from annlab.exercises.functions import FunctionExercise

Rng = np.random.Generator

# -- seven numbers that make a bump --------------------------------------------------------------


def _output(p: Array, places: Any) -> Array:
    w1, w2, b1, b2, v1, v2, b = p
    x = np.asarray(places, dtype=float)
    outputs: Array = b + v1 * np.tanh(w1 * x + b1) + v2 * np.tanh(w2 * x + b2)
    return outputs


def _is_bump(p: Array) -> bool:
    ground = np.abs(_output(p, [-5, -3, -1, 0, 0.5, 3.5, 4, 5]) + 1).max()
    top = np.abs(_output(p, [1.5, 2, 2.5]) - 1).max()
    return bool(ground < 0.1 and top < 0.1)


def _scaled(p: Array, *, hidden: float = 1, b: float = 1, v: float = 1, lift: float = 0) -> Array:
    """The seven numbers, with the hidden layer, its biases or the output weights scaled."""
    w1, w2, b1, b2, v1, v2, c = p
    return np.array(
        [w1 * hidden, w2 * hidden, b1 * hidden * b, b2 * hidden * b, v1 * v, v2 * v, c + lift]
    )


def _height(p: Array) -> float:
    return float(_output(p, 2) - _output(p, -5))


def _at_the_right_level(p: Array) -> Array:
    return _scaled(p, lift=-1 - float(_output(p, -5)))


def _of_the_right_height(p: Array) -> Array:
    return _scaled(p, v=2 / _height(p)) if _height(p) > 0.1 else p


def _is_the_first(p: Array) -> bool:
    """Whether it is the bump that the laboratory asks for, between −1 and 1."""
    outside = np.abs(_output(p, [-5, -2, 2, 5])).max()
    return bool(outside < 0.15 and abs(_output(p, 0) - 2) < 0.15)


def _has_places_for_biases(p: Array) -> bool:
    w1, w2, b1, b2, *rest = p
    return any(_is_bump(np.array([w1, w2, s * w1 * b1, s * w2 * b2, *rest])) for s in (-1, 1))


my_bump = NumbersExercise(
    "my_bump",
    lesson=5,
    title="A bump of your own",
    task="""Give seven numbers, in the order w1, w2, b1, b2, v1, v2, b, such that two tanh units
    make a bump: +1 between x = 1 and x = 3, and −1 outside. (Within half a unit of an edge
    anything goes.)""",
    accepts=_is_bump,
    shape=(7,),
    report=lambda p: (
        "It says "
        + ", ".join(f"{_output(p, x):.2f} at x = {x}" for x in (-3, 2, 5)).replace("-", "−")
        + "."
    ),
    mistakes=[
        Mistake(
            "the_first_bump",
            when=_is_the_first,
            example=lambda: [2, 2, 2, -2, 1, -1, 0],
            words="""That is the bump from the laboratory, between −1 and 1. Now make one between
            1 and 3.""",
        ),
        Mistake(
            "places_for_biases",
            when=_has_places_for_biases,
            example=lambda: [3, 3, -1, -3, 1, -1, -1],
            words="""Your biases are the positions themselves. A step is where z = w x + b is 0,
            so at x = −b / w: for a step at x = 1, b must be −w.""",
        ),
        Mistake(
            "edges_mirrored",
            when=lambda p: _is_bump(_scaled(p, b=-1)),
            example=lambda: [5, 5, 5, 15, 1, -1, -1],
            words="""It is a good bump, but on the other side of 0. A step is where z = w x + b
            is 0, so at x = −b / w: for a step at x = 1, the bias must be −w.""",
        ),
        Mistake(
            "upside_down",
            when=lambda p: _is_bump(_scaled(p, v=-1, lift=-2 * p[6])),
            example=lambda: [5, 5, -5, -15, -1, 1, 1],
            words="""It is upside down: a hole. The first step should go up, so v1 w1 must be
            positive, and the second should go down.""",
        ),
        Mistake(
            "wrong_ground",
            when=lambda p: _is_bump(_at_the_right_level(p)),
            example=lambda: [5, 5, -5, -15, 1, -1, 0],
            words="""The edges and the height are right, but the bump starts from the wrong
            level. Far to the left both tanh are −1, and the network says b − v1 − v2: change b.""",
        ),
        Mistake(
            "wrong_height",
            when=lambda p: _is_bump(_of_the_right_height(p)),
            example=lambda: [5, 5, -5, -15, 0.5, -0.5, -1],
            words="""The level outside and the edges are right, but the height is not. tanh
            climbs by 2, from −1 to 1, so the step is 2 v1 high: for a bump 2 high use v1 = 1 and
            v2 = −1.""",
        ),
        Mistake(
            "wrong_ground_and_height",
            when=lambda p: _is_bump(_at_the_right_level(_of_the_right_height(p))),
            example=lambda: [3, 3, -3, -9, 2, -2, 1],
            words="""The edges are right, but the height and the level outside are not. tanh
            climbs by 2, so the step is 2 v1 high: for a bump 2 high use v1 = 1 and v2 = −1. Then
            change b until the network says −1 far to the left.""",
        ),
        Mistake(
            "too_soft",
            when=lambda p: _is_bump(_scaled(p, hidden=10)),
            example=lambda: [1, 1, -1, -3, 1, -1, -1],
            words="""The steps are in the right places, but so soft that the bump is not fully up
            before it has to come down again. Multiply w1 and b1, and w2 and b2, by the same
            number: that makes a step steeper and leaves it where it is.""",
        ),
        Mistake(
            "only_steps",
            when=lambda p: bool(abs(_output(p, 50) - _output(p, -50)) > 0.2),
            example=lambda: [5, 5, -5, -15, 1, 1, -1],
            words="""It does not come back down: far to the right it says something different
            from far to the left. One unit must step up and the other down again, by the same
            height: v2 = −v1, if w1 and w2 have the same sign.""",
        ),
    ],
    hints=[
        "Where should −b1 / w1 and −b2 / w2 be?",
        """If w1, w2 > 0, both tanh are −1 far to the left, so the level there is b − v1 − v2.
        The bump climbs by 2 v1.""",
        """Take w1 = w2 = 3, so b1 = −3 and b2 = −9; v1 = 1 and v2 = −1; then b is the level
        outside.""",
    ],
    solution="my_bump = [3, 3, -3, -9, 1, -1, -1]",
    praise="You can build any bump like this, and any curve from bumps.",
)


# -- a bump as a function ------------------------------------------------------------------------


def _bump(
    x: Array,
    left: float,
    right: float,
    steepness: float,
    *,
    divided: bool = True,
    second: int = -1,
    edge: str = "right",
    steps: str = "tanh",
    sign: int = 1,
) -> Array:
    if edge == "width":
        right = left + right

    def z(place: float) -> Array:
        if edge == "outside":
            return steepness * x - place
        if edge == "mirrored":
            return steepness * (x + place)
        return (x - place) / steepness if edge == "divided" else steepness * (x - place)

    if steps == "logistic":
        return sign * (1 / (1 + np.exp(-z(left))) + second / (1 + np.exp(-z(right))))
    return sign * (np.tanh(z(left)) + second * np.tanh(z(right))) / (2 if divided else 1)


def _places(rng: Rng) -> tuple[Any, ...]:
    left = float(rng.uniform(-3, 1))
    return (
        rng.uniform(-5, 5, rng.integers(3, 9)),
        left,
        left + float(rng.uniform(1, 3)),
        float(rng.uniform(2, 5)),
    )


bump = FunctionExercise(
    "bump",
    lesson=5,
    title="A bump as a function",
    task="""Write `bump(x, left, right, steepness)`: nearly 1 between left and right and nearly 0
    outside, made from two tanh steps. x is an array; steepness is the weight of both units.""",
    reference=_bump,
    inputs=_places,
    edges=[
        (np.array([0.0, 2.0, 4.0]), 1.0, 3.0, 2.0),
        (np.array([[-1.5], [0.0], [1.5], [5.0]]), -1.0, 2.0, 3.0),
    ],
    mistakes=[
        Mistake(
            "not_halved",
            {"divided": False},
            """It is twice as high as it should be: tanh climbs by 2, from −1 to 1. Take half of
            each.""",
        ),
        Mistake(
            "both_up",
            {"second": 1},
            """Both steps go up, so you get a staircase. The second must come down again:
            subtract it.""",
        ),
        Mistake(
            "upside_down",
            {"sign": -1},
            """It is upside down. It should go up at the left edge and down at the right: the
            tanh for left minus the tanh for right.""",
        ),
        Mistake(
            "edges_moved",
            {"edge": "outside"},
            """With steepness · x − left the step is at left / steepness. Subtract first, then
            multiply: steepness · (x − left), which is the same as a bias of −steepness · left.""",
        ),
        Mistake(
            "edges_mirrored",
            {"edge": "mirrored"},
            "With x + left the step is at −left. It should be where x − left is 0.",
        ),
        Mistake(
            "a_box",
            wrong=lambda reference, x, left, right, steepness: 1.0 * ((left < x) & (x < right)),
            words="""That is a box, with perfectly sharp edges. No tanh network can draw that:
            make it from two tanh steps.""",
        ),
        Mistake(
            "steepness_divides",
            {"edge": "divided"},
            """You divide by the steepness, so a larger one makes a softer step. It is a weight:
            multiply.""",
        ),
        Mistake(
            "right_as_width",
            {"edge": "width"},
            """You take `right` to be the width of the bump. It is the place where the bump comes
            down.""",
        ),
        Mistake(
            "logistic",
            {"steps": "logistic"},
            """Your steps are logistic, only half as steep as tanh with the same weight. Use tanh
            steps: half of tanh(…) minus half of tanh(…).""",
        ),
    ],
    hints=[
        "A step up at `left`: tanh(steepness · (x − left)), from −1 to 1.",
        "Subtract a step at `right`. How high is the bump now?",
        "It is 2 high: divide by 2.",
    ],
    solution="""
def bump(x, left, right, steepness):
    return (np.tanh(steepness * (x - left)) - np.tanh(steepness * (x - right))) / 2
""",
    praise="Outside, the two −1 or the two 1 cancel; that is why the bump comes back to 0.",
)


# -- a curve from bumps --------------------------------------------------------------------------


def _sum_of_bumps(
    x: Array,
    edges: Array,
    heights: Array,
    steepness: float,
    *,
    together: str = "sum",
    which: str = "all",
    height: str = "own",
    divided: bool = True,
) -> Array:
    level = {"own": heights, "none": np.ones_like(heights), "next": np.roll(heights, -1)}[height]
    chosen = {"all": slice(None), "no last": slice(-1), "no first": slice(1, None)}[which]
    bumps = np.array(
        [
            h * _bump(x, left, right, steepness, divided=divided)
            for left, right, h in zip(edges[:-1], edges[1:], level, strict=True)
        ]
    )[chosen]
    combined: dict[str, Any] = {"sum": bumps.sum, "mean": bumps.mean, "largest": bumps.max}
    total: Array = bumps[-1] if together == "last" else combined[together](axis=0)
    return total


def _pixels(rng: Rng) -> tuple[Any, ...]:
    count = rng.integers(2, 5)
    edges = np.sort(rng.permutation(np.arange(-4, 5))[: count + 1]).astype(float)
    return (
        rng.uniform(-5, 5, rng.integers(6, 10)),
        edges,
        rng.uniform(0.5, 3, count),
        float(rng.uniform(2, 5)),
    )


sum_of_bumps = FunctionExercise(
    "sum_of_bumps",
    lesson=5,
    title="A curve from bumps",
    task="""Write `sum_of_bumps(x, edges, heights, steepness)`: bumps side by side, added up. The
    first lies between edges[0] and edges[1] and is heights[0] high, and so on; there is one more
    edge than there are heights. You may use the bump from before, (tanh(s (x − left)) − tanh(s
    (x − right))) / 2.""",
    reference=_sum_of_bumps,
    inputs=_pixels,
    edges=[
        (np.array([-0.5, 0.5, 1.5, 3.0]), np.array([0.0, 1.0, 2.0]), np.array([3.0, 1.0]), 4.0),
        (
            np.array([-1.0, 0.5, 1.7]),
            np.array([-2.0, 0.0, 1.0, 3.0]),
            np.array([1.0, 2.0, 0.5]),
            3.0,
        ),
    ],
    mistakes=[
        Mistake(
            "averaged",
            {"together": "mean"},
            """You take the mean of the bumps. Each covers its own stretch, and is as high as the
            curve there: add them up.""",
        ),
        Mistake(
            "only_last",
            {"together": "last"},
            """Only the last bump is left: each pass through your loop overwrites the result.
            Start from zeros and add.""",
        ),
        Mistake(
            "largest",
            {"together": "largest"},
            """You take the largest bump at each place. Where two of them meet, each is half up,
            and only their sum is as high as the curve.""",
        ),
        Mistake(
            "last_missing",
            {"which": "no last"},
            """The last bump is missing. There is one more edge than there are bumps: loop over
            all the heights, not all but one.""",
        ),
        Mistake(
            "first_missing",
            {"which": "no first"},
            "The first bump is missing: it lies between edges[0] and edges[1].",
        ),
        Mistake(
            "no_heights",
            {"height": "none"},
            """All bumps are 1 high. Multiply each by its own height.""",
        ),
        Mistake(
            "next_height",
            {"height": "next"},
            """The heights are off by one: bump k, between edges[k] and edges[k + 1], has
            heights[k].""",
        ),
        Mistake(
            "not_halved",
            {"divided": False},
            "It is twice as high as it should be: the difference of two tanh steps is 2 high.",
        ),
    ],
    hints=[
        "There is one bump for each height; go through the pairs of neighbouring edges.",
        "`zip(edges[:-1], edges[1:], heights)` gives left, right and height for each bump.",
        "Start with `total = 0 * x`, and in the loop `total = total + height * bump(…)`.",
    ],
    solution="""
def sum_of_bumps(x, edges, heights, steepness):
    total = np.zeros_like(x, dtype=float)
    for left, right, height in zip(edges[:-1], edges[1:], heights):
        up, down = np.tanh(steepness * (x - left)), np.tanh(steepness * (x - right))
        total = total + height * (up - down) / 2
    return total
""",
    praise="With enough bumps you can get as close as you like to any continuous curve.",
)
