"""What a laboratory accepts, from a cell and from a browser alike.

Each check takes the network, the argument's name and its value. It returns the value as the
laboratory holds it, or raises TypeError or ValueError: the message names the argument and, beyond
a limit, says what to do instead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import Any

import numpy as np

from annlab import _checks, _starts, activations, errors, surfaces
from annlab._checks import Array
from annlab.datasets import Dataset
from annlab.lab import wire
from annlab.network import Network
from annlab.training import History

Span = tuple[tuple[float, float], tuple[float, float]]

PANELS = ("surface", "map", "split", "network", "prediction", "error", "controls")
LINES = ("first", "second", "gradient", "start")
MOST_PARAMETERS = 2_000
MOST_EXAMPLES = 2_000
MOST_NUMBERS = 2_000_000
"""Maximum size of a history: passes × parameters."""
MOST_PASSES = 1_000_000
"""With two parameters, the fewest there are, no history can be longer."""
FARTHEST = 1e100
"""Maximum size of the ends of an axis, far below the overflow of anything drawn over it."""


def network(net: Network) -> Network:
    """A copy of a network that is small enough to be drawn and trained in a browser."""
    if len(net.names) > MOST_PARAMETERS:
        raise ValueError(
            f"net must have at most {MOST_PARAMETERS:,} parameters, not {len(net.names):,}: the "
            f"laboratory draws each one; train a larger network with annlab.train and draw it "
            f"with annlab.figures"
        )
    return net.at(net.theta)


def known_functions(net: Network) -> Network:
    """The network, if the browser has its activation and error functions."""
    error = net.error_function
    for module, known, function in [
        *(("activations", activations.ALL.get(g.name), g) for g in net.activations),
        ("errors", errors.ALL.get(error.name), error),
    ]:
        if known is not function:
            raise ValueError(
                f"net must have functions of annlab.{module}, not {function!r}: the browser is "
                f"sent only its name"
            )
    return net


def theta(net: Network, argument: str, value: Any) -> Array:
    """θ of one network, shape (P,); a copy."""
    return _shaped(argument, value, (len(net.names),), "one network is shown")


def _shaped(argument: str, value: Any, shape: tuple[int, ...], why: str) -> Array:
    """Finite numbers of that shape; a copy."""
    numbers = _checks.array(argument, value)
    if numbers.shape != shape:
        raise ValueError(f"{argument} must have shape {shape}, not {numbers.shape}: {why}")
    return numbers


def panels(net: Network, argument: str, value: Any) -> tuple[str, ...]:
    """Different names of panels; None means every panel that can show this network."""
    inputs, outputs = net.sizes[0], net.sizes[-1]
    drawable = inputs <= 2 and outputs <= 4
    if value is None:
        return tuple(name for name in PANELS if drawable or name != "prediction")
    choices = {name: name for name in PANELS}
    names = [
        _checks.known(argument, name, choices) for name in _checks.items(argument, value, "names")
    ]
    if not names or len(set(names)) < len(names):
        raise ValueError(f"{argument} must be different names, at least one, not {value!r}")
    if "prediction" in names and not drawable:
        raise ValueError(
            f"{argument} must do without 'prediction' here: it draws 1 or 2 inputs and at most 4 "
            f"outputs, and the network has {inputs} and {outputs}"
        )
    return tuple(names)


def axes(net: Network, argument: str, value: Any) -> tuple[str, str]:
    """The names of two different parameters of the network."""
    if isinstance(value, (Set, Mapping)):
        raise TypeError(f"{argument} must be two names in order, not {value!r}")
    names = _checks.items(argument, value, "two names")
    if len(names) != 2:
        raise ValueError(f"{argument} must name two parameters, not {value!r}")
    first, second = (_parameter(net, argument, name) for name in names)
    if first == second:
        raise ValueError(
            f"{argument} must be two different parameters, not {first!r} twice; the panel 'split' "
            f"shows the error along one"
        )
    return first, second


def _parameter(net: Network, argument: str, name: object) -> str:
    """The name of a parameter of the network, as a plain string even if it is one of NumPy's."""
    return str(_checks.known(f"name in {argument}", name, {name: name for name in net.names}))


def first_axes(net: Network) -> Sequence[str]:
    """The axes that are shown at first: w5 and w6 if the network has them."""
    return ("w5", "w6") if {"w5", "w6"} <= {*net.names} else net.names[:2]


def span(_: Network, argument: str, value: Any) -> Span:
    """(low, high) of both axes, from one pair for both or a pair of such."""
    ends = _checks.array(argument, value)
    if ends.size == 0 or abs(ends).max() > FARTHEST:
        raise ValueError(f"{argument} must be from −{FARTHEST:g} to {FARTHEST:g}, not {value!r}")
    (a, b), (c, d) = surfaces.spans(ends).tolist()
    return (a, b), (c, d)


def data(net: Network, argument: str, value: Any) -> Dataset:
    """A data set that fits the network and is not too large."""
    examples = _checks.instance(argument, value, Dataset)
    with wire.naming(argument):
        net._examples(examples, None)
    if len(examples) > MOST_EXAMPLES:
        raise ValueError(
            f"{argument} must have at most {MOST_EXAMPLES:,} examples, not {len(examples):,}; "
            f"take some of them with data.take(slice({MOST_EXAMPLES}))"
        )
    return examples


def data_or_none(net: Network, argument: str, value: Any) -> Dataset | None:
    """The same; None stays None."""
    return None if value is None else data(net, argument, value)


def history(net: Network, argument: str, value: Any) -> History | None:
    """A run of one such network, at whatever θ, short enough to be sent; None stays None."""
    if value is None:
        return None
    run = _checks.instance(argument, value, History)
    if run.start.shape or _kind(run.start) != _kind(net):
        raise ValueError(f"{argument} must be a run of one {net!r}, not of {run.start!r}")
    passes = len(run)
    for name, shape in {
        "theta": (passes + 1, len(net.names)),
        "running_error": (passes,),
        "rate": (passes,),
    }.items():
        _shaped(f"{name} of {argument}", getattr(run, name), shape, f"it has {passes} passes")
    if run.theta.size > MOST_NUMBERS:
        raise ValueError(
            f"{argument} must hold at most {MOST_NUMBERS:,} numbers, passes × parameters, not "
            f"{run.theta.size:,}; train fewer epochs"
        )
    return run


def _kind(net: Network) -> tuple[object, ...]:
    """What networks have in common that differ only in θ and names."""
    return net.sizes, net.activations, net.error_function


def moment(_: Network, argument: str, value: Any) -> int | None:
    """The number of a pass, or None.

    A browser may name a pass of a run that it is about to send, so a number beyond the history is
    no mistake here.
    """
    return None if value is None else _checks.index(argument, value, MOST_PASSES + 1)


def example(_: Network, argument: str, value: Any) -> int:
    """The number of an example, perhaps of data that the browser is about to send."""
    return _checks.index(argument, value, MOST_EXAMPLES)


def line(net: Network, argument: str, value: Any) -> str | dict[str, float]:
    """One of the lines that have a name, or the steps of parameters that move together."""
    if not isinstance(value, Mapping):
        return _checks.known(argument, value, {name: name for name in LINES})
    steps = {
        _parameter(net, argument, name): _checks.number(f"{argument}[{name!r}]", step)
        for name, step in value.items()
    }
    if not any(steps.values()):
        raise ValueError(f"{argument} must move at least one parameter, not {value!r}")
    return steps


def settings(net: Network, argument: str, value: Any) -> dict[str, Any]:
    """How the laboratory trains: exactly these seven settings."""
    given = wire.record(
        argument, value, "rate", "anneal", "epochs", "batch", "kind", "seed", "live"
    )
    _checks.known("kind", given["kind"], _starts.ALL)
    batch = given["batch"]
    return {
        "rate": rate(net, "rate", given["rate"]),
        "anneal": _checks.number("anneal", given["anneal"], above=0, at_most=1),
        "epochs": _count("epochs", given["epochs"]),
        "batch": None if batch is None else _count("batch", batch),
        "kind": given["kind"],
        "seed": _checks.index("seed", given["seed"], 2**32),
        "live": truth(net, "live", given["live"]),
    }


def rate(_: Network, argument: str, value: Any) -> float:
    """η, above 0."""
    return _checks.number(argument, value, above=0)


def first_settings(run: History | None) -> dict[str, Any]:
    """The rates and the number of passes of a run, so that the laboratory trains likewise."""
    rates = [] if run is None else run.rate.tolist()
    falls = len(rates) > 1 and 0 < rates[1] < rates[0]
    return {
        "rate": rates[0] if rates and rates[0] > 0 else 0.5,
        "anneal": rates[1] / rates[0] if falls else 1.0,
        "epochs": len(rates) or 100,
    }


def _count(argument: str, value: object) -> int:
    """A whole number from 1 to MOST_PASSES."""
    count = _checks.whole(argument, value, at_least=1)
    if count > MOST_PASSES:
        raise ValueError(f"{argument} must be at most {MOST_PASSES:,}, not {count:,}")
    return count


def view(_: Network, argument: str, value: Any) -> tuple[float, float]:
    """Where the surface is seen from: elevation (10 to 75) and azimuth, in degrees."""
    if len(pair := _checks.items(argument, value, "two numbers")) != 2:
        raise ValueError(f"{argument} must be elevation and azimuth, not {value!r}")
    elevation = _checks.number(f"{argument}: elevation", pair[0], at_least=10, at_most=75)
    return elevation, _checks.number(f"{argument}: azimuth", pair[1])


def truth(_: Network, argument: str, value: Any) -> bool:
    """True or False, and nothing that merely counts as one of them."""
    if not isinstance(value, (bool, np.bool_)):
        raise TypeError(f"{argument} must be True or False, not {value!r}")
    return bool(value)
