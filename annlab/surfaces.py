"""The error over parameter space: planes, lines split by example, and paths on planes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from annlab import _checks
from annlab._checks import Array
from annlab.datasets import Dataset
from annlab.network import Network, one_network
from annlab.training import History


@dataclass(frozen=True, eq=False)
class Plane:
    """The error over two parameters, with all others fixed at the network's values."""

    net: Network
    """A copy of the network as it was."""
    data: Dataset
    axes: tuple[str, str]
    u: Array
    """Values of the first parameter, shape (columns,)."""
    v: Array
    """Values of the second parameter, shape (rows,)."""
    error: Array
    """E at each pair, shape (rows, columns)."""

    @cached_property
    def per_example(self) -> Array:
        """The error of each example at each pair, shape (rows, columns, n): E before the sum."""
        return _over(self.net, self.axes, self.u, self.v).error_per_example(self.data)

    @property
    def here(self) -> tuple[float, float, float]:
        """The network's own values of the two parameters, and its error."""
        u, v = (float(self.net[name]) for name in self.axes)
        return u, v, float(self.net.error(self.data))

    def path(self, history: History) -> Array:
        """The path of a training run: both parameters and E after each pass, (passes + 1, 3).

        It lies on the surface if training moves these two parameters alone.
        Raises ValueError for a run of many networks at once.
        """
        if history.theta.ndim != 2:
            raise ValueError("history must be of one network, not of many trained at once")
        places = [history.start.index(name) for name in self.axes]
        return np.column_stack([history.theta[:, places], history.error_on(self.data)])


def plane(
    net: Network,
    data: Dataset,
    axes: Sequence[str],
    *,
    span: ArrayLike = (-10.0, 10.0),
    points: int | Sequence[int] = 41,
) -> Plane:
    """The error over a grid of values of two parameters.

    `axes` names two different parameters. `span` is (low, high) for both, or one such pair for
    each; `points` is the number of values of both, or one number for each.
    Raises ValueError for the same parameter twice, an unknown name, or an empty span.
    """
    net = _copy(net)
    if len(names := _checks.items("axes", axes, "two names")) != 2:
        raise ValueError(f"axes must name two parameters, not {axes!r}")
    first, second = names
    net.index(first), net.index(second)  # an unknown name is reported before an equal one
    if first == second:
        raise ValueError(
            f"axes must be two different parameters, not {first!r} twice; for the error along one "
            f"parameter use surfaces.line"
        )
    counts = points if isinstance(points, Sequence) else (points, points)
    if len(counts) != 2:
        raise ValueError(f"points must be one number or two, not {points!r}")
    u, v = (
        np.linspace(low, high, _checks.whole("points", count, at_least=2))
        for (low, high), count in zip(spans(span), counts, strict=True)
    )
    pair = (first, second)
    return Plane(net, data, pair, u, v, _over(net, pair, u, v).error(data))


def _over(net: Network, axes: tuple[str, str], u: Array, v: Array) -> Network:
    """A network at every pair of values: leading axes (rows, columns) = (len(v), len(u))."""
    return net.at({axes[0]: u, axes[1]: v[:, None]})


@dataclass(frozen=True, eq=False)
class Line:
    """The error along a line in parameter space, split by example."""

    net: Network
    data: Dataset
    s: Array
    """The place along the line, shape (m,)."""
    theta: Array
    """θ at each place, shape (m, P)."""
    per_example: Array
    """The error of each example, shape (m, n)."""
    label: str
    """The parameters that move, for example "w1 = s, w2 = s + 2"."""

    @property
    def error(self) -> Array:
        """E, the sum over the examples, shape (m,)."""
        total: Array = self.per_example.sum(-1)
        return total


def line(
    net: Network,
    data: Dataset,
    direction: Mapping[str, float] | str,
    *,
    origin: Mapping[str, float] | None = None,
    span: ArrayLike = (-10.0, 10.0),
    points: int = 201,
) -> Line:
    """The error along a line: each parameter of `direction` is origin + s · direction.

    `direction` maps each name to its change as s grows by 1; a single name changes by 1.
    `origin` gives their values at s = 0, by default 0: with direction {"w1": 1, "w2": 1} and
    origin {"w2": 2} the line is w1 = s, w2 = s + 2. Parameters not named keep their values.
    Raises ValueError for unknown names, no direction, or an origin of a parameter not in it.
    """
    net = _copy(net)
    if isinstance(direction, str):
        direction = {direction: 1.0}
    if not isinstance(direction, Mapping):
        raise TypeError(f"direction must be a name or map names to steps, not {direction!r}")
    steps = {name: _checks.number(name, step) for name, step in direction.items()}
    if not isinstance(origin, Mapping | None):
        raise TypeError(f"origin must map names to values, not {origin!r}")
    start = {name: _checks.number(name, at) for name, at in (origin or {}).items()}
    for name in (*steps, *start):
        net.index(name)
    if not any(steps.values()):
        raise ValueError(f"direction must move at least one parameter, not {direction!r}")
    if stray := [name for name in start if name not in steps]:
        raise ValueError(f"origin must name only parameters of the direction, not {stray[0]!r}")
    low, high = _span(span, (2,))
    s = np.linspace(low, high, _checks.whole("points", points, at_least=2))
    moved = net.at({name: start.get(name, 0.0) + s * step for name, step in steps.items()})
    label = ", ".join(
        f"{name} = {_term(step, start.get(name, 0.0))}" for name, step in steps.items()
    )
    return Line(net, data, s, moved.theta, moved.error_per_example(data), label)


def between(
    net: Network, data: Dataset, start: ArrayLike, stop: ArrayLike, *, points: int = 201
) -> Line:
    """The error along the straight line from θ = `start` (s = 0) to θ = `stop` (s = 1).

    Both have shape (P,), or are mappings as `Network.at` takes them.
    Raises ValueError for other shapes or equal ends.
    """
    net = _copy(net)
    first, last = net.at(start).theta, net.at(stop).theta
    if not first.shape == last.shape == (len(net.names),) or (first == last).all():
        raise ValueError(
            f"start and stop must be two different points θ of shape ({len(net.names)},), "
            f"not {first} and {last}"
        )
    s = np.linspace(0, 1, _checks.whole("points", points, at_least=2))
    moved = net.at(first + s[:, None] * (last - first))
    label = "θ = start + s (stop − start)"
    return Line(net, data, s, moved.theta, moved.error_per_example(data), label)


def _copy(net: Network) -> Network:
    """A copy of one network, unaffected by later changes to the original."""
    net = one_network(net)
    return net.at(net.theta)


def spans(span: ArrayLike) -> Array:
    """(low, high) of each axis of a plane, shape (2, 2), from one pair for both or one for each.

    Raises ValueError for another shape or an empty span.
    """
    return np.broadcast_to(_span(span, (2,), (2, 2)), (2, 2))


def _span(span: ArrayLike, *shapes: tuple[int, ...]) -> Array:
    ends = _checks.array("span", span)
    with np.errstate(over="ignore"):
        width = ends[..., -1] - ends[..., 0] if ends.ndim else ends
    if ends.shape not in shapes or not (np.isfinite(width) & (width > 0)).all():
        pair = ", or two of these" if (2, 2) in shapes else ""
        raise ValueError(f"span must be (low, high) with low < high{pair}, not {span!r}")
    return ends


def _term(step: float, start: float) -> str:
    """The right-hand side of "w2 = s + 2", without terms that are 0 and factors that are 1."""
    if step == 0:
        text = f"{start:g}"
    else:
        factor = {1.0: "", -1.0: "-"}.get(step, f"{step:g} ")
        text = f"{factor}s" + (f" {'-' if start < 0 else '+'} {abs(start):g}" if start else "")
    return text.replace("-", "−")
