"""Exercise of lesson 3: slopes along a chain, and along the two paths of a fork."""

from __future__ import annotations

import numpy as np

from annlab._checks import Array
from annlab.exercises.answers import NumbersExercise
from annlab.exercises.core import Mistake


def _chain_slopes(
    *, u: float = -2.0, first: int = -3, together: str = "product", fork: str = "right"
) -> Array:
    slopes = np.array([first, 2 * u, 5.0])
    products = {
        "product": np.prod(slopes),
        "sum": slopes.sum(),
        "without the first": slopes[1] * slopes[2],
        "without the last": slopes[0] * slopes[1],
    }
    by_r, by_s = -2.0 * 2, 1.0 * -3  # s dr/dx and r ds/dx
    forks = {
        "right": (by_r, by_s, by_r + by_s),
        "multiplied": (by_r, by_s, by_r * by_s),
        "itself": (1.0 * 2, -2.0 * -3, 1.0 * 2 - 2.0 * -3),
        "no inner": (-2.0, 1.0, -2.0 + 1.0),
    }
    return np.array([*slopes, products[together], *forks[fork]])


chain_slopes = NumbersExercise(
    "chain_slopes",
    lesson=3,
    title="One chain, and one fork",
    task="""u = 1 − 3x, v = u², E = 5v, all at x = 1. Find the slopes du/dx, dv/du, dE/dv, and
    dE/dx. Then r = x², s = 1 − 3x, A = r s, again at x = 1: find the slope of A through r alone,
    through s alone, and in total.""",
    reference=_chain_slopes,
    names=("du_dx", "dv_du", "dE_dv", "dE_dx", "by_r", "by_s", "dA_dx"),
    mistakes=[
        Mistake(
            "u_at_x",
            {"u": 1.0},
            "You evaluate dv/du = 2u at u = 1, but 1 is x. At x = 1, u is 1 − 3 = −2.",
        ),
        Mistake(
            "sign_of_u",
            {"u": 2.0},
            """At x = 1 the value of u is −2, so dv/du = 2u is negative: where u is negative, u²
            falls as u grows. (4 is also the value of v = u² itself; its slope is 2u.)""",
        ),
        Mistake(
            "sign_of_first",
            {"first": 3},
            "u = 1 − 3x falls as x grows: its slope is −3.",
        ),
        Mistake(
            "added",
            {"together": "sum"},
            """For dE/dx you add the three slopes. Along one chain they multiply, like exchange
            rates; you add only over several paths side by side.""",
        ),
        Mistake(
            "first_forgotten",
            {"together": "without the first"},
            "Your dE/dx stops at u: it is dE/du. To get to x, multiply by du/dx as well.",
        ),
        Mistake(
            "last_forgotten",
            {"together": "without the last"},
            """Your dE/dx leaves out the last link: it is dv/dx. Multiply by dE/dv as well.""",
        ),
        Mistake(
            "ways_multiplied",
            {"fork": "multiplied"},
            """For dA/dx you multiply the two paths. Slopes multiply along a path; paths side by
            side are added, like the two strips of the rectangle.""",
        ),
        Mistake(
            "the_moving_side",
            {"fork": "itself"},
            """Through r you multiply dr/dx by r itself. The slope of A = r s with respect to r is
            s, the side that does not move; the slope with respect to s is r.""",
        ),
        Mistake(
            "inner_forgotten",
            {"fork": "no inner"},
            """In the fork you have ∂A/∂r and ∂A/∂s. Each path starts at x: multiply by dr/dx, or
            by ds/dx.""",
        ),
    ],
    hints=[
        "First find u at x = 1. The slope of u² at u is 2u.",
        "For dE/dx multiply the three slopes. Minus times minus is plus.",
        "At x = 1, r is 1 and s is −2. Through r: ∂A/∂r = s, times dr/dx = 2x.",
    ],
    solution="""
chain_slopes = {
    "du_dx": -3, "dv_du": -4, "dE_dv": 5, "dE_dx": 60,
    "by_r": -4, "by_s": -3, "dA_dx": -7,
}
""",
    praise="""Nudge x by a thousandth: E moves by sixty thousandths, and A by minus seven
    thousandths, four along one path and three along the other.""",
)
