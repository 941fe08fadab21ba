"""Exercise of lesson 2: a start from which descent does not reach a solution."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from annlab.exercises.answers import GoalExercise
from annlab.exercises.core import Mistake

# -- stuck ---------------------------------------------------------------------------------------


class _Descent(NamedTuple):
    first: float
    last: float
    passes: int
    end: Any


@lru_cache(maxsize=8)
def _descent(theta: tuple[float, ...]) -> _Descent:
    """Descent from here: E before and after up to 5,000 passes with η = 2, and where it ends."""
    from annlab import datasets
    from annlab.network import Network

    net, xor = Network.xor().at(np.array(theta)), datasets.truth_table("xor")
    first = last = float(net.error(xor))
    passes = 0
    while passes < 5000 and last > 0.05:
        for _ in range(50):
            net.theta -= 2.0 * net.gradient(xor)
        passes, last = passes + 50, float(net.error(xor))
    return _Descent(first, last, passes, net)


def _is_ours(net: Any) -> bool:
    names = [g.name for g in net.activations]
    return net.theta.shape == (9,) and list(net.sizes) == [2, 2, 1] and names == ["logistic"] * 2


def _steepest(net: Any) -> float:
    from annlab import datasets

    return float(np.abs(net.gradient(datasets.truth_table("xor"))).max())


def _after(net: Any) -> _Descent:
    return _descent(tuple(net.theta.tolist()))


def _stuck(net: Any) -> bool:
    inside = _is_ours(net) and np.abs(net.theta).max() <= 10 and _steepest(net) > 1e-12
    return bool(inside and _after(net).last > 0.2)


def _stuck_report(net: Any) -> str:
    if not _is_ours(net):
        return ""
    from annlab import datasets

    first, last, passes, end = _after(net)
    outputs = ", ".join(f"{a:.2f}" for a in end.predict(datasets.truth_table("xor").x)[:, 0])
    report = (
        f"E = {first:.4f} at the start, {last:.4f} after {passes} passes; the outputs are then "
        f"{outputs}."
    )
    for name, level in {"½": 1 / 2, "⅓": 1 / 3, "¼": 1 / 4}.items():
        if abs(last - level) < 0.02:
            report += f" That is the landing at {name}."
    if last > 0.9:
        report += " It is confidently wrong, and no longer listens."
    return report


stuck = GoalExercise(
    "stuck",
    lesson=2,
    title="A start that gets stuck",
    task="""Find a start, with all nine parameters between −10 and 10, from which descent has not
    solved XOR after 5,000 passes with η = 2, each step using the slope over all four examples: E
    must still be above 0.2. Give the network at that start, `net.at({"w1": …, …})`, or a Lab
    whose ball you have put there. The slopes at your start must not all be 0: that would be too
    easy.""",
    wants="network",
    accepts=_stuck,
    report=_stuck_report,
    mistakes=[
        Mistake(
            "another_network",
            when=lambda net: not _is_ours(net),
            example=lambda: _network([3, 3, 1]),
            words="""This is a different network. The one in this lesson has two inputs, two
            hidden units and one output, logistic everywhere: begin with `net.at(…)`.""",
        ),
        Mistake(
            "too_far_out",
            when=lambda net: bool(np.abs(net.theta).max() > 10),
            example=lambda: _network(b1=50.0, w1=1.0),
            words="""A parameter lies outside −10 to 10. That far out everything is saturated; a
            start between −10 and 10 can get stuck too.""",
        ),
        Mistake(
            "level_ground",
            when=lambda net: _steepest(net) <= 1e-12,
            example=lambda: _at_zero(),
            words="""It is stuck, but only because all nine slopes are zero, or too small to tell
            from zero: a ball balanced on a peak would stay there as well. Find a start where they
            are not.""",
        ),
        Mistake(
            "solved_already",
            when=lambda net: bool(_after(net).first <= 0.2),
            example=lambda: _network(w1=8, w2=-8, b1=-4, w3=6, w4=6, b2=-3, w5=6, w6=6, b3=-9),
            words="This start solves XOR before the first step. Go far away from the valley.",
        ),
        Mistake(
            "got_through",
            when=lambda net: bool(_after(net).last <= 0.2),
            example=lambda: _network(),
            words="""It is not stuck: descent got through. Do not search at random; think of a
            reason. Sections 6 and 7 name two kinds of flat ground.""",
        ),
    ],
    hints=[
        """Either nothing that the hidden units do may reach the error, or the two must be unable
        to become different.""",
        """Twins: if N1 and N2 begin with the same numbers, and the output listens to both alike,
        every slope of one equals that of the other. How many hidden units is that really?""",
        """w1 = w2, w3 = w5, w4 = w6, b2 = b3. Or b1 = 10 with w1 and w2 positive: the output unit
        is saturated from the start.""",
    ],
    solution="""
stuck = Network.xor().at({
    "w1": 2, "w2": 2, "b1": -1, "w3": 3, "w4": 3, "b2": -1, "w5": 3, "w6": 3, "b3": -1,
})
""",
    praise="""What holds it is not a pit but flat ground, or a valley whose floor slopes less and
    less.""",
)


def _network(sizes: list[int] | None = None, **values: float) -> Any:
    """The lesson's network with some of its numbers changed, or one of other sizes."""
    from annlab.network import Network

    return Network(sizes) if sizes else Network.xor().at(values)


def _at_zero() -> Any:
    from annlab.network import Network

    return Network.xor().at(np.zeros(9))
