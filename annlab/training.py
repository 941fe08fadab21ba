"""Training: gradient descent on a network's error, and the history it leaves."""

from __future__ import annotations

import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from annlab import _checks, _descent
from annlab._checks import Array
from annlab.datasets import Dataset
from annlab.network import Network

Callback = Callable[[int, Network, Array], object]


class DivergenceWarning(RuntimeWarning):
    """A training run left the finite numbers."""


@dataclass(frozen=True, eq=False, repr=False)
class History:
    """Where training led: θ at the start and after each pass, and nothing that can be derived.

    With many networks trained at once, of leading axes `...`, each array has them too.
    """

    start: Network
    """The network as it was given."""
    data: Dataset
    theta: Array
    """θ at the start and after each pass, (epochs + 1, ..., P)."""
    running_error: Array
    """E of each pass, each example's as met, before the step it led to: (epochs, ...)."""
    rate: Array
    """η of each pass, (epochs, ...)."""
    stopped: Literal["finished", "target", "callback", "diverged"]
    """Why it ended: all passes done, target error reached, stopped by the callback, or diverged."""

    def __len__(self) -> int:
        """The number of passes done."""
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
    shuffle: bool = False,
    rng: _checks.Rng | None = None,
    callback: Callback | None = None,
    target_error: float | None = None,
    progress: bool = True,
) -> History:
    """Train a copy of `net` on `data` by gradient descent; neither is changed.

    A pass (epoch) shows every example once: one at a time in the data's order (`batch` 1, the
    default), in batches of a given size, or all at once (None). After each group θ moves against
    the gradient summed over it. η is `rate`, times `anneal` (above 0, at most 1) after each pass.

    - `method`: "gradient" descent, the same with "momentum", or "adam";
    - `momentum`: μ in [0, 1) for gradient descent; with method "momentum" 0.9 by default;
    - `shuffle`: a new order for each pass, drawn from `rng`; one needs the other;
    - `callback(number, network, running_error)` is called after each pass; a true answer ends it;
    - `target_error`: end after the pass that brings E on the data to it, of every network that
      has not diverged;
    - `progress`: a run of more than two seconds prints how far it is.

    A θ of shape (..., P) trains that many networks in lock-step, each on the same examples in the
    same order; `rate` may then be an array that broadcasts to (...), a rate for each.

    If θ or the error overflows, a DivergenceWarning says in which pass, and the history ends with
    the last finite one. Of many networks, one that diverges stays there, with NaN for its running
    error, and the others go on.
    Raises TypeError or ValueError for an argument that is not as described, and ValueError for a
    network whose θ or error is not finite from the start.
    """
    _checks.instance("net", net, Network)
    x, t = net._examples(_checks.instance("data", data, Dataset), None)
    if 0 in net.shape:
        raise ValueError(f"net must hold at least one network, not {net.shape} of them")
    eta = _rates(rate, net.shape)
    epochs = _checks.whole("epochs", epochs, at_least=1)
    anneal = _checks.number("anneal", anneal, above=0, at_most=1)
    if target_error is not None:
        target_error = _checks.number("target_error", target_error, at_least=0)
    if not isinstance(shuffle, bool):
        raise TypeError(f"shuffle must be True or False, not {shuffle!r}")
    if shuffle:
        rng = _checks.generator(rng)
    elif rng is not None:
        raise ValueError(f"rng must come with shuffle=True, not alone: {rng!r} would not be used")
    _checks.array("theta of net", net.theta)
    if not np.isfinite(start_error := net.error(data)).all():
        raise ValueError(
            f"net must have a finite error on the data to start with, not {start_error}"
        )
    if callback is not None and not callable(callback):
        raise TypeError(f"callback must be a function, not {callback!r}")

    theta = net.theta.copy()
    make_pass = _make_pass(net, theta, method, momentum, batch, len(x))
    z = np.empty((*net.shape, len(x), net.sizes[-1]))
    thetas, errors, rates = [theta.copy()], [], []
    lost = np.zeros(net.shape, bool)
    stopped: Literal["finished", "target", "callback", "diverged"] = "finished"
    progress_line = _Progress(epochs if progress else 0)

    for number in range(1, epochs + 1):
        order = rng.permutation(len(x)) if shuffle and rng is not None else slice(None)
        with np.errstate(all="ignore"):  # a pass that overflows is noticed as a whole, below
            make_pass(x[order], t[order], z, eta)
            error = net.error_function.value(net.activations[-1], z, t[order]).sum(-1)
        finite = _finite(net, data, theta) & np.isfinite(error) & ~lost
        if not finite.any():
            stopped = "diverged"
        if not (finite | lost).all():
            _warn(number, finite | lost, eta)
        if stopped == "diverged" and not net.shape:
            break
        lost = ~finite
        # A lost network stays at its last finite place, where steps of size 0 keep it.
        theta[lost] = thetas[-1][lost]
        eta[lost] = 0.0
        thetas.append(theta.copy())
        errors.append(np.where(lost, np.nan, error))
        rates.append(eta.reshape(net.shape).copy())
        if stopped == "diverged":
            break
        eta *= anneal
        progress_line.show(number, errors[-1])
        if callback is not None and callback(number, net.at(theta), errors[-1]):
            stopped = "callback"
            break
        if target_error is not None:
            reached = net.at(theta).error(data) <= target_error
            if (reached | lost).all():
                stopped = "target"
                break
    progress_line.clear()
    shape = (len(errors), *net.shape)
    return History(
        net.at(net.theta),
        data,
        np.array(thetas),
        np.array(errors).reshape(shape),
        np.array(rates).reshape(shape),
        stopped,
    )


def _rates(rate: ArrayLike, shape: tuple[int, ...]) -> Array:
    """η for θ of shape (..., P): an array (..., 1); for one network a single number ()."""
    rates = _checks.array("rate", rate)
    if not (rates > 0).all():
        raise ValueError(f"rate must be above 0, not {rate!r}")
    try:
        each = np.broadcast_to(rates, shape).copy()
        return each[..., None] if shape else each
    except ValueError:
        raise ValueError(
            f"rate must be one number, or one for each of {shape or 'one'} network"
            f"{'s' * bool(shape)}, not of shape {rates.shape}"
        ) from None


def _make_pass(
    net: Network, theta: Array, method: str, momentum: float | None, batch: int | None, n: int
) -> _descent.Pass:
    if momentum is not None and method == "gradient":
        method = "momentum"
    elif momentum is not None and method == "adam":
        raise ValueError(f"momentum must not be given with method 'adam', but is {momentum}")
    momentum = _checks.number("momentum", 0.9 if momentum is None else momentum, at_least=0)
    if momentum >= 1:
        raise ValueError(f"momentum must be below 1, not {momentum}")
    step: _descent.Step = _checks.known(
        "method",
        method,
        {
            "gradient": _descent.gradient_step,
            "momentum": _descent.momentum_step(momentum),
            "adam": _descent.adam_step(),
        },
    )
    size = n if batch is None else _checks.whole("batch", batch, at_least=1)
    if size == 1 and batch is not None:
        return _descent.OnlinePass(net, theta, step)
    return _descent.BatchPass(net, theta, step, size)


def _finite(net: Network, data: Dataset, theta: Array) -> NDArray[np.bool_]:
    """Is a network still at a finite place, of finite error?"""
    finite: NDArray[np.bool_] = np.asarray(np.isfinite(theta).all(-1))
    # E overflows before θ does, and the history will be asked for it. A layer makes its input
    # longer by at most `reach` times; below the root of the largest number nothing overflows.
    reach = np.abs(theta).max(-1) * (max(net.sizes) + 1)
    longest = max(1.0, float(np.abs(data.x).max()))
    if not (reach < (1e150 / longest) ** (1 / net.layers)).all():
        finite = finite & np.isfinite(net.at(np.where(finite[..., None], theta, 0)).error(data))
    return finite


def _warn(number: int, well: NDArray[np.bool_], eta: Array) -> None:
    which = (
        f"networks {', '.join(str(tuple(i.tolist())) for i in np.argwhere(~well)[:5])}"
        if well.ndim
        else "the run"
    )
    warnings.warn(
        f"{which} diverged in pass {number}: θ or the error is no longer finite. The rate "
        f"(up to {eta[~well].max():g} here) is too high for this start; try a smaller one",
        DivergenceWarning,
        stacklevel=3,
    )


class _Progress:
    """One line that says how far a long run is, wiped out at its end."""

    def __init__(self, epochs: int) -> None:
        self.epochs, self.next, self.width = epochs, time.monotonic() + 2.0, 0

    def show(self, number: int, error: Array) -> None:
        if not self.epochs or time.monotonic() < self.next:
            return
        self.next = time.monotonic() + 0.5
        text = f"pass {number} of {self.epochs}, error {np.nanmean(error):.4g}"
        self.width = max(self.width, len(text))
        sys.stdout.write("\r" + text.ljust(self.width))
        sys.stdout.flush()

    def clear(self) -> None:
        if self.width:
            sys.stdout.write("\r" + " " * self.width + "\r")
            sys.stdout.flush()
