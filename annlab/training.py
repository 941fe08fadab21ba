"""Training: gradient descent on a network's error, and the history it leaves."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from annlab import _checks, _descent
from annlab._checks import Array
from annlab._divergence import DivergenceWarning as DivergenceWarning
from annlab._record import (
    Callback,
    ProgressLine,
    Record,
    Stopped,
    StopRule,
    for_each_network,
    orders,
)
from annlab.datasets import Dataset
from annlab.network import Network


@dataclass(frozen=True, eq=False, repr=False)
class History:
    """The record of a training run: θ at the start and after each pass, and no derived values.

    With many networks trained at once, each array has their leading axes `...`.
    """

    start: Network
    """The network as it was given."""
    data: Dataset
    theta: Array
    """θ at the start and after each pass, (epochs + 1, ..., P)."""
    running_error: Array
    """E of each pass, with each example's error before its step: (epochs, ...)."""
    rate: Array
    """η of each pass, (epochs, ...)."""
    stopped: Stopped
    """Why it ended: all passes done, target error reached, stopped by the callback, or diverged."""

    def __len__(self) -> int:
        """The number of completed passes."""
        return len(self.running_error)

    def at(self, number: int) -> Network:
        """The network after that many passes; 0 is the start, −1 the end."""
        number = _checks.index("number", number, len(self.theta), negative=True)
        return self.start.at(self.theta[number])

    @property
    def network(self) -> Network:
        """The network at the end."""
        return self.at(-1)

    @cached_property
    def error(self) -> Array:
        """E on the training data at the start and after each pass, (epochs + 1, ...)."""
        return self.error_on(self.data)

    def error_on(self, data: Dataset) -> Array:
        """E on any data at the start and after each pass, (epochs + 1, ...)."""
        return self.start.at(self.theta).error(data)

    def __repr__(self) -> str:
        many = f", {' × '.join(map(str, self.start.shape))} networks" if self.start.shape else ""
        error = "" if many else f", E from {self.error[0]:.6g} to {self.error[-1]:.6g}"
        return f"<History of {self.data.name}: {len(self)} passes ({self.stopped}){many}{error}>"


def train(
    net: Network,
    data: Dataset,
    *,
    rate: ArrayLike,
    epochs: int,
    batch: int | None = 1,
    anneal: float = 1.0,
    method: Literal["gradient", "momentum", "adam"] = "gradient",
    momentum: float | None = None,
    decay: ArrayLike = 0.0,
    shuffle: bool = False,
    rng: _checks.Rng | None = None,
    callback: Callback | None = None,
    target_error: float | None = None,
    progress: bool = True,
) -> History:
    """Train a copy of `net` on `data` by gradient descent; neither is changed.

    A pass (epoch) shows every example once: one at a time in the data's order (`batch` 1, the
    default), in batches of a given size, or all at once (None). After each batch θ moves against
    the gradient summed over it. η is `rate`, and is multiplied by `anneal` (above 0, at most 1)
    after each pass.

    - `method`: "gradient" descent, gradient descent with "momentum", or "adam";
    - `momentum`: μ in [0, 1) for gradient descent; with method "momentum" 0.9 by default;
    - `decay`: λ ≥ 0 of the weight decay. A step on m of the n examples adds m (λ / n) w to the
      gradient of every weight w, not of biases, as if E were E + λ/2 Σ w²; errors are without it;
    - `shuffle`: a new order for each pass, drawn from `rng`; neither works without the other;
    - `callback(number, network, running_error)` is called after each pass; if it returns a true
      value, training ends;
    - `target_error`: training ends once E on the data is at most this, for every network that has
      not diverged;
    - `progress`: whether a run of more than two seconds prints how far it is.

    A θ of shape (..., P) trains that many networks in lock-step, each on the same examples in the
    same order; `rate` and `decay` may then be arrays that broadcast to (...).

    If θ or the error overflows, a DivergenceWarning says in which pass, and the history ends
    before that pass. Of many networks, one that diverges keeps its last finite θ, with NaN as its
    running error, and the others go on.
    Raises TypeError or ValueError for an argument that is not as described, and ValueError for a
    network whose θ or error is not finite at the start.
    """
    _checks.instance("net", net, Network)
    if 0 in net.shape:
        raise ValueError(f"net must hold at least one network, not {net.shape} of them")
    x, t = net._examples(_checks.instance("data", data, Dataset), None)
    theta = net.theta.copy()
    eta = for_each_network("rate", rate, net.shape, above_zero=True)
    shrink = for_each_network("decay", decay, net.shape)
    make_pass = _descent.make_pass(net, theta, len(x), method, momentum, batch, shrink)

    epochs = _checks.whole("epochs", epochs, at_least=1)
    anneal = _checks.number("anneal", anneal, above=0, at_most=1)
    next_order = orders(len(x), shuffle, rng)
    record, stop_rule = Record(net, data, theta, eta), StopRule(net, data, callback, target_error)
    stopped: Stopped = "finished"

    with ProgressLine(epochs if progress else 0) as progress_line:
        for _ in range(epochs):
            order = next_order()
            with np.errstate(all="ignore"):  # record.add detects a pass that overflows
                running_error = make_pass(x[order], t[order], eta)
            record.add(running_error)
            eta *= anneal
            if reason := stop_rule(record):
                stopped = reason
                break
            progress_line.show(record)
    return History(net.at(net.theta), data, *record.arrays(), stopped)
