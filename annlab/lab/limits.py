"""What a laboratory takes: checks that name the argument, and say what to do beyond its limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from annlab import _checks, _starts
from annlab.datasets import Dataset
from annlab.network import Network
from annlab.training import History

PANELS = ("surface", "map", "split", "network", "prediction", "error", "controls")
LINES = ("first", "second", "gradient", "start")
MOST_PARAMETERS = 2_000
MOST_EXAMPLES = 2_000
MOST_NUMBERS = 2_000_000
"""Of a history: passes × parameters."""


def network(net: Network) -> Network:
    """A copy of a network that is not too large to be drawn and trained in a browser."""
    if len(net.names) > MOST_PARAMETERS:
        raise ValueError(
            f"net must have at most {MOST_PARAMETERS:,} parameters, not {len(net.names):,}: the "
            f"laboratory draws each by hand; train a larger one with annlab.train and draw it "
            f"with annlab.figures"
        )
    return net.at(net.theta)


def panels(net: Network, names: Sequence[str] | None) -> list[str]:
    """The panels asked for, or all that can show this network."""
    inputs, outputs = net.sizes[0], net.sizes[-1]
    drawable = inputs <= 2 and outputs <= 4
    if names is None:
        return [name for name in PANELS if drawable or name != "prediction"]
    choices = {name: name for name in PANELS}
    found = [
        _checks.known("panels", name, choices) for name in _checks.items("panels", names, "names")
    ]
    if not found or len(set(found)) < len(found):
        raise ValueError(f"panels must be different names, at least one, not {names!r}")
    if "prediction" in found and not drawable:
        raise ValueError(
            f"panels must do without 'prediction' here: it draws 1 or 2 inputs and at most 4 "
            f"outputs, and the network has {inputs} and {outputs}"
        )
    return found


def axes(net: Network, names: Sequence[str]) -> list[str]:
    """Two different parameters of the network."""
    found = _checks.items("axes", names, "two names")
    if len(found) != 2:
        raise ValueError(f"axes must name two parameters, not {names!r}")
    for name in found:
        net.index(name)
    if found[0] == found[1]:
        raise ValueError(
            f"axes must be two different parameters, not {found[0]!r} twice; the panel 'split' "
            f"shows the error along one"
        )
    return found


def data(net: Network, argument: str, given: Dataset) -> Dataset:
    """A data set that suits the network and is not too large."""
    found = _checks.instance(argument, given, Dataset)
    net._examples(found, None)
    if len(found) > MOST_EXAMPLES:
        raise ValueError(
            f"{argument} must have at most {MOST_EXAMPLES:,} examples, not {len(found):,}; take "
            f"some of them with data.take(slice({MOST_EXAMPLES}))"
        )
    return found


def run(net: Network, argument: str, history: History | None) -> History | None:
    """A run of one network of these sizes, not too long to be sent; None stays None."""
    if history is None:
        return None
    history = _checks.instance(argument, history, History)
    if history.theta.ndim != 2 or history.start.sizes != net.sizes:
        raise ValueError(f"{argument} must be a run of this one network, not {history!r}")
    if history.theta.size > MOST_NUMBERS:
        raise ValueError(
            f"{argument} must hold at most {MOST_NUMBERS:,} numbers, passes × parameters, not "
            f"{history.theta.size:,}; train fewer epochs"
        )
    return history


def line(net: Network, given: str | Mapping[str, float]) -> str | dict[str, float]:
    """One of the lines that have a name, or the steps of parameters that move together."""
    if not isinstance(given, Mapping):
        return _checks.known("line", given, {name: name for name in LINES})
    steps = {name: _checks.number(f"line[{name!r}]", step) for name, step in given.items()}
    for name in steps:
        net.index(name)
    if not any(steps.values()):
        raise ValueError(f"line must move at least one parameter, not {given!r}")
    return steps


def settings(
    history: History | None,
    *,
    rate: float | None,
    anneal: float | None,
    epochs: int | None,
    batch: int | None,
    kind: str,
    seed: int,
) -> dict[str, Any]:
    """How the laboratory trains; what is left open is as in the history."""
    rates = [] if history is None else history.rate.tolist()
    shrinks = min(1.0, rates[1] / rates[0]) if len(rates) > 1 else 1.0
    rate = (rates or [0.5])[0] if rate is None else rate
    anneal = shrinks if anneal is None else anneal
    epochs = len(rates) or 100 if epochs is None else epochs
    _checks.known("kind", kind, _starts.ALL)
    return {
        "rate": _checks.number("rate", rate, above=0),
        "anneal": _checks.number("anneal", anneal, above=0, at_most=1),
        "passes": _checks.whole("epochs", epochs, at_least=1),
        "batch": 0 if batch is None else _checks.whole("batch", batch, at_least=1),
        "kind": kind,
        "seed": _checks.whole("seed", seed, at_least=0),
        "live": True,
    }


def turn(view: Sequence[float]) -> dict[str, float]:
    """How the surface is turned, from elevation (10 to 75) and azimuth, both in degrees."""
    if len(pair := _checks.items("view", view, "two numbers")) != 2:
        raise ValueError(f"view must be elevation and azimuth, not {view!r}")
    return {
        "elevation": _checks.number("view: elevation", pair[0], at_least=10, at_most=75),
        "azimuth": _checks.number("view: azimuth", pair[1]),
        "zoom": 1.0,
    }


def truth(argument: str, value: object) -> bool:
    """True or False, and nothing that merely counts as one of them."""
    if not isinstance(value, (bool, np.bool_)):
        raise TypeError(f"{argument} must be True or False, not {value!r}")
    return bool(value)
